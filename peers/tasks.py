"""The groups' part of the beat."""

from celery import shared_task
from django.utils import timezone

from peers.operations.event_reminders import remind_of_events, tell_of_missing_people
from peers.operations.finding import tell_of_enough_people
from peers.operations.question import remind_passed
from portal.areas.context import area_context
from portal.models import Area


@shared_task(name="peers.tasks.remind_of_events")
def remind_of_events_in_each_area() -> None:
    """Remind people of events that come nearer, and organisers of those that few people come to."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_of_events(now=timezone.now())
            tell_of_missing_people(now=timezone.now())


@shared_task(name="peers.tasks.remind_passed_questions")
def remind_passed_questions() -> None:
    """In each area, remind whoever has a question that waits."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_passed(now=timezone.now())


@shared_task(name="peers.tasks.tell_of_enough_people")
def tell_of_enough_people_in_each_area() -> None:
    """In each area, tell whoever waits for others that enough of them are there."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            tell_of_enough_people(now=timezone.now())
