"""
How long a shift is.

A pattern is counted by the clock on the wall: 4pm to 10am is 18 hours, whatever the night. What was worked is counted
in real minutes: in the night in which the clocks go forward the same shift is 17 hours long, and in the night in which
they go back it is 19.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
MINUTES_IN_A_DAY: Final = 24 * 60
DAYS_IN_A_WEEK: Final = 7


def wall_minutes(starts: time, ends: time) -> int:
    """
    Minutes from one time to another by the clock on the wall. What ends before it starts ends on the next day; the same
    time twice is a whole day.
    """
    minutes = (_since_midnight(ends) - _since_midnight(starts)) % MINUTES_IN_A_DAY
    return minutes or MINUTES_IN_A_DAY


def crosses_midnight(starts: time, ends: time) -> bool:
    """Whether a shift ends on the next day. One that ends at midnight itself does."""
    return ends <= starts


def real_span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """
    When a shift that starts on this day begins and ends, in UTC.

    A time that the clocks jump over is taken as if they had not jumped; one that comes twice is taken at its first
    coming. A shift that lies inside the hour that is jumped over ends no later than it begins: there is none.
    """
    last = day + timedelta(days=1) if crosses_midnight(starts, ends) else day
    begin, end = (datetime.combine(on, at, tzinfo=LONDON) for on, at in ((day, starts), (last, ends)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def real_minutes(begin: datetime, end: datetime) -> int:
    """
    Whole minutes that have really passed between two moments; what is left of a minute is left out.

    :raises ValueError: a moment without a time zone
    """
    if begin.tzinfo is None or end.tzinfo is None:
        raise ValueError("Without a time zone nobody knows how long a night was.")
    # In UTC, because two times of the same zone are subtracted as the clock on the wall shows them.
    return (end.astimezone(UTC) - begin.astimezone(UTC)) // timedelta(minutes=1)


def format_clock(moment: time) -> str:
    """Write a time as the British say it: 4pm, 10:30am."""
    return moment.strftime("%-I:%M%p").replace(":00", "").lower()


def monday_of(day: date) -> date:
    """The Monday of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def _since_midnight(moment: time) -> int:
    return moment.hour * 60 + moment.minute
