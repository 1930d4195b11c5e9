"""Days for people's own calendars (RFC 5545), and where the apps say which days somebody has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from portal.models import Profile
from portal.working_hours import LONDON


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """
    Something that happens: on a whole day, or from `starts_at` (to `ends_at`, where that is known).

    :param key: names it for ever, whatever becomes of its day and words
    :param sequence: a number that goes up with each change that a calendar should see
    :param changed_at: when it last changed, where that is known
    :param url: the page on this area's site that tells more, as a path
    """

    key: str
    words: str
    on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    sequence: int = 0
    changed_at: datetime | None = None
    place: str = ""
    about: str = ""
    url: str = ""
    is_cancelled: bool = False


Source = Callable[[Profile, datetime], Iterable[CalendarDay]]

_SOURCES: list[Source] = []


def days_come_from(source: Source) -> Source:
    """Add a source of somebody's own days. It gives only what they may see at this moment."""
    _SOURCES.append(source)
    return source


def own_days(profile: Profile, *, now: datetime) -> list[CalendarDay]:
    """All the days of one person, from every app, the earliest first."""
    days = [day for source in _SOURCES for day in source(profile, now)]
    return sorted(days, key=lambda day: (day.on, day.starts_at is not None, day.starts_at or now, day.words))


def write_calendar(days: Iterable[CalendarDay], *, title: str, host: str, now: datetime) -> bytes:
    """
    These days as an iCalendar file: whole days, or a time by the clocks of London, with the rule of those clocks.

    What is called off stays in it as CANCELLED, since a calendar that only misses it would go on showing it.

    :param host: the area's host name, which makes the names of the days unique in the world
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Club Together//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for day in days:
        calendar.add_component(_event(day, host=host.split(":", maxsplit=1)[0], now=now))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(day: CalendarDay, *, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@{host}")
    event.add("dtstamp", day.changed_at or now)
    event.add("sequence", day.sequence)
    event.add("summary", day.words)
    if day.starts_at is None:
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", day.starts_at.astimezone(LONDON))
        if day.ends_at is not None:
            event.add("dtend", day.ends_at.astimezone(LONDON))
    if day.changed_at is not None:
        event.add("last-modified", day.changed_at)
    if day.place:
        event.add("location", day.place)
    if day.about:
        event.add("description", day.about)
    if day.url:
        event.add("url", day.url)
    event.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    return event
