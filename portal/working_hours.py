"""Promises in working hours: Monday to Friday, 9am to 5pm, as the clocks in Britain show it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)
SATURDAY = 5


def after_working_hours(*, start: datetime, hours: int) -> datetime:
    """
    The moment when this many working hours have passed since `start`.

    The clocks change on Sundays at night, when nobody works, so a working day always has eight hours. What ends with
    a working day ends at 5pm, not at 9am on the next.

    :param start: an aware time; before 9am, after 5pm and at the weekend the hours start with the next working day
    :returns: an aware time in Europe/London
    """
    moment, left = _next_working_moment(start.astimezone(LONDON)), timedelta(hours=hours)
    while left > (today := _closing(moment) - moment):
        left -= today
        moment = _next_working_moment(_closing(moment))
    return moment + left


def working_time_between(start: datetime, end: datetime) -> timedelta:
    """
    How much working time lies between two moments; none, where the end is not after the start.

    :param start: an aware time
    :param end: an aware time
    """
    moment, until = _next_working_moment(start.astimezone(LONDON)), end.astimezone(LONDON)
    passed = timedelta()
    while moment < until:
        passed += max(min(_closing(moment), until) - moment, timedelta())
        moment = _next_working_moment(_closing(moment))
    return passed


def _closing(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), CLOSES, tzinfo=LONDON)


def _next_working_moment(moment: datetime) -> datetime:
    """This moment, if somebody is at work; else 9am on the next working day."""
    day = moment.date()
    if moment.time() >= CLOSES:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    opening = datetime.combine(day, OPENS, tzinfo=LONDON)
    return max(moment, opening)
