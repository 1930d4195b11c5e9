"""
Papers made by a worker: a row that waits, a worker that claims it, a file.

A worker may die at any moment and a message may come twice. The claim is committed before the work begins, the file
and the state "made" are committed together, and while a worker renders it holds the row, so nobody else does the same.
"""

from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pools.models import Agreement, AgreementDocument, AgreementState, DocumentKind, DocumentState
from pools.queries.agreements import activated_at, members_in, signers_of
from portal.areas.context import current_area_id
from portal.doorbell import ring
from portal.models import Area, Profile
from portal.operations.audit import record
from portal.operations.notifications import absolute_url, notify
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_bytes
from portal.pdf import UnableToRenderPdf, render_pdf

# Workers that die over one and the same paper are not to die over it for ever.
MOST_ATTEMPTS: Final = 5

log = structlog.get_logger("pools.documents")


class UnableToAskForDocument(Refusal):
    """Not everybody has signed yet."""


@transaction.atomic
def ask_for_document(*, agreement: Agreement, by: Profile, now: datetime) -> AgreementDocument:
    """
    Ask a worker to make the paper of a signed agreement; again, where making it has failed.

    Asking for a paper that is there or on its way changes nothing.

    :raises UnableToAskForDocument: not everybody has signed yet
    """
    if not agreement.statuses.filter(state=AgreementState.ACTIVE).exists():
        raise UnableToAskForDocument(_("The PDF comes when everybody has signed."))
    document, is_new = AgreementDocument.objects.select_for_update().get_or_create(
        agreement=agreement, kind=DocumentKind.SIGNED, defaults={"asked_at": now}
    )
    if document.has_failed:
        document.state, document.attempts, document.asked_at = DocumentState.PENDING, 0, now
        document.save(update_fields=["state", "attempts", "asked_at"])
    elif not is_new:
        return document
    record(by=by, action="ask_for_document", subject=document, now=now)
    ring("pools.tasks.make_document", document_id=document.pk)
    return document


@transaction.atomic
def claim_document(*, document_id: str, now: datetime) -> AgreementDocument | None:
    """
    Take up one paper that is due, so that no other worker does. None: not due, or another worker is at it.

    A paper that several workers have died over is given up.
    """
    due = AgreementDocument.objects.due(now=now).select_for_update(skip_locked=True, of=("self",))
    document = due.filter(pk=document_id).first()
    if document is None:
        return None
    if document.attempts >= MOST_ATTEMPTS:
        _give_up(document, now=now, faults=["taken up too often"])
        return None
    document.state, document.claimed_at = DocumentState.MAKING, now
    document.attempts += 1
    document.save(update_fields=["state", "claimed_at", "attempts"])
    return document


@transaction.atomic
def make_document(*, document: AgreementDocument, now: datetime) -> AgreementDocument:
    """
    Render a paper that this worker has claimed, keep it, and tell the members: all of it, or nothing.

    A paper that cannot be made readable for everybody is not made; its state says that it failed.
    """
    held = AgreementDocument.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=document.pk, state=DocumentState.MAKING, attempts=document.attempts
    )
    ours = held.select_related("agreement__pool").first()
    if ours is None:
        # Another worker took us for dead and has it in hand.
        return document
    try:
        content = _render(ours.agreement)
    except UnableToRenderPdf as refusal:
        _give_up(ours, now=now, faults=list(refusal.faults))
        return ours
    ours.file = store_bytes(
        name=f"{slugify(ours.agreement.title) or 'agreement'}-version-{ours.agreement.version}.pdf",
        content=content,
        content_type="application/pdf",
        by=None,
        now=now,
    )
    ours.state, ours.made_at = DocumentState.MADE, now
    ours.save(update_fields=["state", "file", "made_at"])
    record(by=None, action="make_document", subject=ours, now=now, sha256=ours.file.sha256)
    _tell_members(ours, now=now)
    return ours


def _render(agreement: Agreement) -> bytes:
    """The paper of an agreement. Everything in it, its date included, is that of the last signature."""
    area = Area.objects.get(pk=current_area_id())
    signed_on = activated_at(agreement)
    context = {
        "area": area,
        "agreement": agreement,
        "clauses": agreement.clauses,
        "signers": signers_of(agreement),
        "signed_on": signed_on,
    }
    return render_pdf("pools/pdf/agreement.html", context, now=signed_on, base_url=absolute_url(area, "/"))


def _give_up(document: AgreementDocument, *, now: datetime, faults: list[str]) -> None:
    document.state = DocumentState.FAILED
    document.save(update_fields=["state"])
    record(by=None, action="give_up_document", subject=document, now=now, faults=faults)
    log.error("document given up", document=str(document.pk), faults=faults)


def _tell_members(document: AgreementDocument, *, now: datetime) -> None:
    agreement = document.agreement
    for profile in members_in(agreement):
        notify(
            recipient=profile,
            key=f"agreement-document:{document.pk}",
            template="pools/email/agreement_document",
            now=now,
            url=agreement.get_document_url(),
            agreement=agreement,
        )
