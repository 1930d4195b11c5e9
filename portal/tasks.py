"""Doorbells of the ground floor."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from portal.areas.context import area_context
from portal.models import Area, Notification
from portal.operations.communication_needs import ask_to_review_needs
from portal.operations.notifications import claim_notification, send_notification
from portal.operations.supporters import end_and_remind_delegations


@shared_task(name="portal.tasks.send_notification")
def answer_send_notification(*, area_id: str, notification_id: str) -> None:
    """Send one notification, if nobody has. The claim is committed before sending, and the outcome after it."""
    with area_context(UUID(area_id)):
        notification = claim_notification(notification_id=notification_id, now=timezone.now())
    if notification is not None:
        with area_context(UUID(area_id)):
            send_notification(notification=notification, now=timezone.now())


@shared_task(name="portal.tasks.sweep_notifications")
def sweep_notifications() -> None:
    """Send whatever is still due in each area: the doorbell may have been lost."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            due = [str(pk) for pk in Notification.objects.due(now=timezone.now()).values_list("pk", flat=True)[:500]]
        for notification_id in due:
            answer_send_notification(area_id=str(area_id), notification_id=notification_id)


@shared_task(name="portal.tasks.ask_to_review_needs")
def ask_to_review_needs_in_each_area() -> None:
    """Ask whoever said a year ago how we tell them things whether that is still right."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            ask_to_review_needs(now=timezone.now())


@shared_task(name="portal.tasks.end_delegations")
def end_delegations_in_each_area() -> None:
    """End each delegation whose last day is over, and remind both people a week before."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            end_and_remind_delegations(now=timezone.now())
