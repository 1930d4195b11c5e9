"""Somebody's own diary: all their days to come, from their events and their pools."""

from typing import Any

from django.utils import timezone

from portal.calendars import CalendarDay, own_days
from portal.permissions import Permission
from portal.views.page import Page


class Diary(Page):
    """One's own days, month by month as a list: nothing to drag, and read from top to bottom."""

    permission = Permission.SEE_GROUP
    template_name = "peers/diary.html"

    def days(self) -> list[CalendarDay]:
        today = timezone.localdate(self.now)
        return [day for day in own_days(self.profile, now=self.now) if day.on >= today]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(days=self.days(), **kwargs)
