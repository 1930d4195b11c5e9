"""Moderation's part of the beat."""

from celery import shared_task
from django.utils import timezone

from moderation.operations.appeal import tell_of_overdue_appeals
from moderation.operations.escalation import escalate_overdue
from portal.areas.context import area_context
from portal.models import Area


@shared_task(name="moderation.tasks.escalate_overdue_items")
def escalate_overdue_items() -> None:
    """In each area, tell the champions of what has waited too long, and the hosts of appeals that have."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            escalate_overdue(now=timezone.now())
            tell_of_overdue_appeals(now=timezone.now())
