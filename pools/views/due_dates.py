"""The days to come: on a page, and as a file for one's own calendar."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import View
from icalendar import Calendar, Event

from pools.queries.due_dates import DueDate, due_dates_for, times_changed
from pools.views.pool_page import OfPool, PoolPage


class DueDates(PoolPage):
    """What is to come, and what this member has still to pay."""

    template_name = "pools/due_dates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dates=due_dates_for(self.pool, self.profile, now=self.now), **kwargs)


class DueDatesFile(OfPool, View):
    """The same as an iCalendar file (RFC 5545), for whoever is signed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dates = due_dates_for(self.pool, self.profile, now=self.now)
        calendar = calendar_of(dates, title=self.pool.title, host=request.get_host(), now=self.now)
        response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="dates.ics"'
        response["Cache-Control"] = "private, no-store"
        return response


def calendar_of(dates: list[DueDate], *, title: str, host: str, now: datetime) -> Calendar:
    """A calendar of these dates: whole days, or a time by the clocks of London."""
    calendar, changed = Calendar(), times_changed(dates)
    calendar.add("prodid", "-//Club Together//Pools//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for due in dates:
        event = Event()
        event.add("uid", f"{due.key}@{host.split(':', maxsplit=1)[0]}")
        event.add("dtstamp", now)
        event.add("sequence", changed.get(due.source, 0))
        event.add("summary", f"{due.words} ({title})")
        if due.starts_at is None:
            event.add("dtstart", due.on)
            event.add("dtend", due.on + timedelta(days=1))
        else:
            event.add("dtstart", timezone.localtime(due.starts_at))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar
