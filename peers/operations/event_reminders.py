"""Reminding people of events that come nearer, and organisers of those that few people come to."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from peers.queries.events import events_too_small, places_to_remind
from peers.rules import may_read_event
from portal.models import Notification
from portal.operations.notifications import notify

# So many days before an event, whoever has a place is reminded.
STEPS: Final = (1, 7)


@transaction.atomic
def remind_of_events(*, now: datetime) -> list[Notification]:
    """
    Remind whoever has a place at an event of the current area, a week and a day before, if they may still see it.

    Once for each step, however often it runs. A step that was missed is not made up for: only the nearest is told.
    """
    today, told = timezone.localdate(now), []
    for place in places_to_remind(now=now, until=now + timedelta(days=max(STEPS) + 1)):
        days = (timezone.localdate(place.event.starts_at) - today).days
        step = min((step for step in STEPS if step >= days), default=None)
        if step is None or not may_read_event(place.profile, place.event):
            continue
        notification = notify(
            recipient=place.profile,
            key=f"event-reminder:{place.pk}:{place.event.starts_at:%Y-%m-%d}:{step}-days",
            template="peers/email/event_reminder",
            now=now,
            url=place.event.get_absolute_url(),
            event=place.event,
        )
        if notification.created_at == now:
            told.append(notification)
    return told


@transaction.atomic
def tell_of_missing_people(*, now: datetime) -> list[Notification]:
    """Ask the author of each event that too few have signed up for in time what becomes of it: once for each plan."""
    told = []
    for event in events_too_small(now=now):
        notification = notify(
            recipient=event.author,
            key=f"event-short:{event.pk}:{event.sequence}",
            template="peers/email/event_short",
            now=now,
            url=event.get_absolute_url(),
            event=event,
        )
        if notification.created_at == now:
            told.append(notification)
    return told
