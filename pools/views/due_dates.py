"""The days to come: on a page, and as a file for one's own calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from pools.queries.due_dates import days_of, due_dates_for
from pools.views.pool_page import OfPool, PoolPage
from portal.calendars import write_calendar


class DueDates(PoolPage):
    """What is to come, and what this member has still to pay."""

    template_name = "pools/due_dates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dates=due_dates_for(self.pool, self.profile, now=self.now), **kwargs)


class DueDatesFile(OfPool, View):
    """The same as an iCalendar file (RFC 5545), for whoever is signed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dates = due_dates_for(self.pool, self.profile, now=self.now)
        days = days_of(dates, title=self.pool.title)
        calendar = write_calendar(days, title=self.pool.title, host=request.get_host(), now=self.now)
        response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="dates.ics"'
        response["Cache-Control"] = "private, no-store"
        return response
