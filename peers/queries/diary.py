"""The days that stand in somebody's diary and in their calendar feeds."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import (
    QuerySet,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import ModerationState
from peers.models import (
    CalendarFeed,
    Event,
    EventPlace,
    Group,
)
from peers.queries.events import events_for
from portal.calendars import CalendarDay, days_come_from
from portal.models import Profile


@days_come_from
def event_days(profile: Profile, now: datetime) -> Iterator[CalendarDay]:  # noqa: ARG001  the shape of every source
    """What somebody has signed up for and may see now; what is called off stays."""
    mine = EventPlace.objects.held().filter(profile=profile)
    waits = {place.event_id for place in mine if place.is_waiting}
    for event in events_for(profile).filter(pk__in=mine.values("event")):
        yield _event_day(event, is_waiting=event.pk in waits)


def group_days(profile: Profile, *, group: Group) -> list[CalendarDay]:
    """A group's events, for somebody who may read it now."""
    return [_event_day(event) for event in events_for(profile).filter(group=group, state=ModerationState.PUBLISHED)]


def _event_day(event: Event, *, is_waiting: bool = False) -> CalendarDay:
    title = _("Waiting list: %s") % event.title if is_waiting else event.title
    return CalendarDay(
        key=f"event-{event.pk}",
        words=title,
        on=timezone.localdate(event.starts_at),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        sequence=event.sequence,
        changed_at=event.changed_at,
        place=event.place,
        about=event.text,
        url=event.get_absolute_url(),
        is_cancelled=event.is_cancelled,
    )


def feeds_of(profile: Profile) -> QuerySet[CalendarFeed]:
    """The secret calendar addresses that somebody has now, of their own days first."""
    return CalendarFeed.objects.current().filter(profile=profile).select_related("group").order_by("group__name", "id")
