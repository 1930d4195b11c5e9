"""
Papers made by a worker: a row that waits, a worker that claims it, a file.

A worker may die at any moment and a message may come twice. The claim is committed before the work begins, the file
and the state "made" are committed together, and while a worker renders it holds the row, so nobody else does the same.
"""

from datetime import date, datetime
from typing import Any, Final

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import (
    OF_AGREEMENT,
    Agreement,
    DocumentKind,
    DocumentState,
    PaperLayout,
    Pool,
    PoolDocument,
)
from pools.operations.document_kinds import KINDS
from pools.operations.pool_status import lock_pool
from pools.queries.agreements import is_active
from pools.queries.documents import readers_of
from pools.queries.member_papers import has_changed_since
from portal.areas.context import current_area_id
from portal.doorbell import ring
from portal.models import Area, Profile
from portal.operations.audit import record
from portal.operations.notifications import absolute_url, notify
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_bytes
from portal.pdf import UnableToRenderPdf, render_pdf
from portal.seal import UnableToSeal, seal_pdf

# Workers that die over one and the same paper are not to die over it for ever.
MOST_ATTEMPTS: Final = 5

# What a screen reader says for the seal.
_SEALED: Final = _("Sealed by Club Together. Whoever changes this paper breaks the seal.")

log = structlog.get_logger("pools.documents")


class UnableToAskForDocument(Refusal):
    """Not everybody has signed yet, or the days make no period."""


@transaction.atomic
def ask_for_document(
    *, agreement: Agreement, by: Profile, now: datetime, kind: DocumentKind = DocumentKind.SIGNED
) -> PoolDocument:
    """
    Ask a worker to make a paper of a signed agreement; again, where making it has failed.

    Asking for a paper that is there or on its way changes nothing.

    :param kind: one of `OF_AGREEMENT`
    :raises UnableToAskForDocument: not everybody has signed yet
    """
    if not is_active(agreement):
        raise UnableToAskForDocument(_("The PDF comes when everybody has signed."))
    return _ask(by=by, now=now, pool_id=agreement.pool_id, agreement=agreement, kind=kind)


@transaction.atomic
def ask_for_papers(*, agreement: Agreement, by: Profile, now: datetime) -> list[PoolDocument]:
    """
    Ask for every paper of a signed agreement: to keep, and in Easy Read.

    :raises UnableToAskForDocument: not everybody has signed yet
    """
    return [ask_for_document(agreement=agreement, by=by, now=now, kind=kind) for kind in OF_AGREEMENT]


@transaction.atomic
def ask_for_own_document(
    *,
    pool: Pool,
    kind: DocumentKind,
    period_from: date,
    period_to: date,
    layout: PaperLayout = PaperLayout.STANDARD,
    names_funding: bool = False,
    by: Profile,
    now: datetime,
) -> PoolDocument:
    """
    Ask a worker to make a paper about oneself in a pool, which nobody else in the pool may see.

    A paper that is made stays as it is. Where something has been written down since, another edition is made.

    :param kind: one of `OF_MEMBER`
    :param period_from: the first day that it is about
    :param period_to: the last day
    :param names_funding: whether it says where the member's money comes from
    :raises UnableToAskForDocument: the last day is before the first, or still to come
    """
    if period_to < period_from:
        raise UnableToAskForDocument(_("The first day must not be after the last day."), field="period_to")
    if period_to > timezone.localdate(now):
        raise UnableToAskForDocument(
            _("The last day is still to come. Choose today or a day before."), field="period_to"
        )
    # Lock the pool: two clicks may be asking for the next edition at once.
    lock_pool(pool)
    about = {
        "pool_id": pool.pk,
        "profile": by,
        "kind": kind,
        "period_from": period_from,
        "period_to": period_to,
        "layout": layout,
        "names_funding": names_funding,
    }
    return _ask(by=by, now=now, **about, edition=_edition(pool, about))


def _edition(pool: Pool, about: dict[str, Any]) -> int:
    newest = PoolDocument.objects.filter(**about).order_by("-edition").first()
    if newest is None:
        return 1
    is_old = newest.is_made and has_changed_since(pool, newest.asked_at)
    return newest.edition + 1 if is_old else newest.edition


@transaction.atomic
def ask_again(*, document: PoolDocument, by: Profile, now: datetime) -> PoolDocument:
    """Ask once more for a paper that could not be made. Where it is there or on its way, nothing changes."""
    held = PoolDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not held.has_failed:
        return held
    held.state, held.attempts, held.asked_at = DocumentState.PENDING, 0, now
    held.save(update_fields=["state", "attempts", "asked_at"])
    _ring(held, by=by, now=now)
    return held


def _ask(*, by: Profile, now: datetime, **about: Any) -> PoolDocument:
    document, is_new = PoolDocument.objects.get_or_create(**about, defaults={"asked_at": now})
    if not is_new:
        return ask_again(document=document, by=by, now=now)
    _ring(document, by=by, now=now)
    return document


def _ring(document: PoolDocument, *, by: Profile, now: datetime) -> None:
    record(by=by, action="ask_for_document", subject=document, now=now, kind=document.kind)
    ring("pools.tasks.make_document", document_id=document.pk)


@transaction.atomic
def claim_document(*, document_id: str, now: datetime) -> PoolDocument | None:
    """
    Take up one paper that is due, so that no other worker does. None: not due, or another worker is at it.

    A paper that several workers have died over is given up.
    """
    due = PoolDocument.objects.due(now=now).select_for_update(skip_locked=True, of=("self",))
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
def make_document(*, document: PoolDocument, now: datetime) -> PoolDocument:
    """
    Render a paper that this worker has claimed, keep it, and tell the members: all of it, or nothing.

    A paper that cannot be made readable for everybody, or not be sealed, is not made; its state says that it failed.
    """
    held = PoolDocument.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=document.pk, state=DocumentState.MAKING, attempts=document.attempts
    )
    ours = held.select_related("pool", "agreement__pool", "profile").first()
    if ours is None:
        # Another worker took us for dead and has it in hand.
        return document
    try:
        content = seal_pdf(render_document(ours), words=str(_SEALED), now=now)
    except (UnableToRenderPdf, UnableToSeal) as refusal:
        _give_up(ours, now=now, faults=list(refusal.faults))
        return ours
    name = KINDS[ours.kind].name(ours)
    ours.file = store_bytes(name=name, content=content, content_type="application/pdf", by=None, now=now)
    ours.state, ours.made_at = DocumentState.MADE, now
    ours.save(update_fields=["state", "file", "made_at"])
    record(by=None, action="make_document", subject=ours, now=now, sha256=ours.file.sha256)
    _tell_readers(ours, now=now)
    return ours


def render_document(document: PoolDocument) -> bytes:
    """The paper without its seal. Everything in it, its date included, is that of its facts."""
    kind = KINDS[document.kind]
    context = context_of(document)
    return render_pdf(
        kind.template_for(document), context, now=kind.dated(document), base_url=absolute_url(context["area"], "/")
    )


def context_of(document: PoolDocument) -> dict[str, Any]:
    area = Area.objects.get(pk=current_area_id())
    return {
        "area": area,
        "document": document,
        "verify_url": absolute_url(area, reverse("pools:verify")),
        **KINDS[document.kind].facts(document),
    }


def _give_up(document: PoolDocument, *, now: datetime, faults: list[str]) -> None:
    document.state = DocumentState.FAILED
    document.save(update_fields=["state"])
    record(by=None, action="give_up_document", subject=document, now=now, faults=faults)
    log.error("document given up", document=str(document.pk), faults=faults)


def _tell_readers(document: PoolDocument, *, now: datetime) -> None:
    email = KINDS[document.kind].email
    for profile in readers_of(document) if email else []:
        notify(
            recipient=profile,
            key=f"document:{document.pk}",
            template=email,
            now=now,
            url=document.get_absolute_url(),
            document=document,
            agreement=document.agreement,
            pool=document.pool,
        )
