"""The pools' part of the doorbell and of the beat."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from pools.models import Leaving, PoolDocument, Proposal
from pools.operations.decision import UnableToCloseVote, close_vote
from pools.operations.documents import claim_document, make_document
from pools.operations.facilitation import nudge_quiet_pools
from pools.operations.hours_period import remind_unused_hours
from pools.operations.leaving import carry_out_leaving
from pools.operations.publish_demand import UnableToPublishDemand, publish_demand
from pools.operations.reminders import remind_dated, remind_unsigned
from pools.quarter import Quarter
from pools.queries.decisions import overdue_votes
from pools.queries.leaving import due_leavings
from pools.queries.ledger_check import broken_rules
from portal.areas.context import area_context
from portal.models import Area
from portal.operations.refusal import Refusal

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
            due = [str(pk) for pk in PoolDocument.objects.due(now=timezone.now()).values_list("pk", flat=True)]
        for document_id in due:
            answer_make_document(area_id=str(area_id), document_id=document_id)


@shared_task(name="pools.tasks.remind_unsigned")
def remind_unsigned_in_each_area() -> None:
    """Remind whoever has not signed."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_unsigned(now=timezone.now())


@shared_task(name="pools.tasks.close_overdue_votes")
def close_overdue_votes() -> None:
    """Close each vote whose time is up, one by one, so that one which cannot be closed holds up no other."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            overdue = list(overdue_votes(now=timezone.now()).values_list("pk", flat=True))
        for proposal_id in overdue:
            try:
                with area_context(area_id):
                    close_vote(proposal=Proposal.objects.get(pk=proposal_id), by=None, now=timezone.now())
            except UnableToCloseVote as refusal:
                # A member closed it in the meantime.
                log.info("vote not closed", proposal=str(proposal_id), why=str(refusal))


@shared_task(name="pools.tasks.nudge_quiet_pools")
def nudge_quiet_pools_in_each_area() -> None:
    """Tell whoever looks after a pool that it has fallen quiet."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            nudge_quiet_pools(now=timezone.now())


@shared_task(name="pools.tasks.remind_dated")
def remind_dated_in_each_area() -> None:
    """Remind people of the days that come nearer."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_dated(now=timezone.now())


@shared_task(name="pools.tasks.remind_unused_hours")
def remind_unused_hours_in_each_area() -> None:
    """Ask whoever has hours left near the end of a period what becomes of them."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            remind_unused_hours(now=timezone.now())


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


@shared_task(name="pools.tasks.check_ledger")
def check_ledger() -> None:
    """Prove that the books of each area add up; what does not is logged as an error, with the row."""
    for area in Area.objects.all():
        with area_context(area.pk):
            for breach in broken_rules():
                log.error("the books do not add up", area=area.slug, rule=breach.rule, row=breach.row)


@shared_task(name="pools.tasks.carry_out_leavings")
def carry_out_leavings() -> None:
    """Whose last day is over has left: settled one by one, so that one that stops holds up no other."""
    for area_id in Area.objects.values_list("pk", flat=True):
        with area_context(area_id):
            due = list(due_leavings(today=timezone.localdate()).values_list("pk", flat=True))
        for leaving_id in due:
            try:
                with area_context(area_id):
                    carry_out_leaving(leaving=Leaving.objects.get(pk=leaving_id), by=None, now=timezone.now())
            except Refusal as refusal:
                log.warning("a leaving waits", area=str(area_id), leaving=str(leaving_id), why=str(refusal))
