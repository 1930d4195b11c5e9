"""The pools' part of the doorbell and of the beat."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from pools.models import AgreementDocument
from pools.operations.documents import claim_document, make_document
from pools.operations.publish_demand import UnableToPublishDemand, publish_demand
from pools.operations.reminders import remind_unsigned
from pools.quarter import Quarter
from portal.areas.context import area_context
from portal.models import Area

log = structlog.get_logger("pools.tasks")


@shared_task(name="pools.tasks.make_document")
def answer_make_document(*, area_id: str, document_id: str) -> None:
    """Make one paper, if nobody has. The claim is committed before the work begins."""
    with area_context(UUID(area_id)):
        document = claim_document(document_id=document_id, now=timezone.now())
    if document is not None:
        with area_context(UUID(area_id)):
            make_document(document=document, now=timezone.now())


@shared_task(name="pools.tasks.sweep_documents")
def sweep_documents() -> None:
    """Make whatever is still due in each area: the doorbell may have been lost, or a worker may have died."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            due = [str(pk) for pk in AgreementDocument.objects.due(now=timezone.now()).values_list("pk", flat=True)]
        for document_id in due:
            answer_make_document(area_id=str(area_id), document_id=document_id)


@shared_task(name="pools.tasks.remind_unsigned")
def remind_unsigned_in_each_area() -> None:
    """Remind whoever has not signed."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_unsigned(now=timezone.now())


@shared_task(name="pools.tasks.publish_last_quarter")
def publish_last_quarter() -> None:
    """Publish the quarter that is over in each area, unless that has been done; a small area publishes nothing."""
    now = timezone.now()
    quarter = Quarter.of(now).before
    for area in Area.objects.all():
        try:
            with area_context(area.pk):
                publish_demand(quarter=quarter, now=now)
        except UnableToPublishDemand as refusal:
            log.info("demand not published", area=area.slug, quarter=str(quarter), why=str(refusal))
        else:
            log.info("demand published", area=area.slug, quarter=str(quarter))
