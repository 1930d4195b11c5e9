"""Secret addresses for people's own calendars: made, replaced and taken back; and what a calendar reads there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from peers.models import CalendarFeed, Group
from peers.operations.calendar_feed import make_calendar_feed, replace_calendar_feed, revoke_calendar_feed
from peers.queries.diary import feeds_of, group_days
from peers.queries.groups import groups_of
from peers.rules import may_read_group, may_see_group
from portal.calendars import own_days, write_calendar
from portal.operations.notifications import absolute_url
from portal.operations.refusal import Refusal
from portal.permissions import Permission
from portal.views.page import ActionPage, Page


class CalendarFeeds(Page):
    """Which calendars somebody may have, and the addresses they have. A new one is shown once, on this page."""

    permission = Permission.SEE_GROUP
    template_name = "peers/calendar_feeds.html"

    def make(self) -> tuple[CalendarFeed, str]:
        wanted = self.request.POST.get("group")
        group = get_object_or_404(groups_of(self.profile), pk=wanted) if wanted else None
        return make_calendar_feed(group=group, by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feeds = list(feeds_of(self.profile))
        has = {feed.group_id for feed in feeds}
        return super().get_context_data(
            feeds=feeds,
            may_make_own=None not in has,
            groups=groups_of(self.profile).exclude(pk__in=has - {None}),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            feed, secret = self.make()
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.get(request, *args, **kwargs)
        # Told here and now, never kept: a redirect would have to carry the secret somewhere.
        path = reverse("peers:calendar_feed", args=[secret])
        context = self.get_context_data(made=feed, address=absolute_url(request.area, path))
        shown = self.render_to_response(context)
        shown["Cache-Control"] = "no-store"
        return shown


class ReplaceCalendarFeed(CalendarFeeds):
    """Another address instead of one that is lost or known to others."""

    http_method_names = ["post"]

    def get_thing(self) -> CalendarFeed:
        return get_object_or_404(feeds_of(self.profile), pk=self.kwargs["pk"])

    def make(self) -> tuple[CalendarFeed, str]:
        return replace_calendar_feed(feed=self.thing, by=self.profile, now=self.now)


class RevokeCalendarFeed(ActionPage):
    permission = Permission.SEE_GROUP

    def get_thing(self) -> CalendarFeed:
        return get_object_or_404(feeds_of(self.profile), pk=self.kwargs["pk"])

    def operate(self) -> str:
        revoke_calendar_feed(feed=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Taken back. This address opens nothing any more."))
        return reverse("peers:calendar_feeds")

    def refused_url(self) -> str:
        return reverse("peers:calendar_feeds")


class CalendarFeedFile(View):
    """
    What a calendar program reads. The secret in the address is its only key, so nobody signs in.

    It holds what its owner may see at this moment; where that is no group of theirs any more, there is nothing.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feeds = CalendarFeed.objects.for_secret(kwargs["secret"]).select_related("profile", "group")
        feed = get_object_or_404(feeds)
        now = timezone.now()
        if feed.group is None:
            may, days = may_see_group(feed.profile, None), own_days(feed.profile, now=now)
        else:
            may, days = may_read_group(feed.profile, feed.group), group_days(feed.profile, group=feed.group)
        if not may:
            raise Http404
        title = self.title(request, feed.group)
        response = HttpResponse(
            write_calendar(days, title=title, host=request.get_host(), now=now),
            content_type="text/calendar; charset=utf-8",
        )
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def title(self, request: HttpRequest, group: Group | None) -> str:
        return group.name if group is not None else _("My days in %s") % request.area.name
