"""The dates that a pool must not miss. Reminders come from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from pools.models import Agreement, CostSheet, GateKind, GateRecord, Pool
from pools.queries.agreements import AgreementDate, dates_in
from pools.queries.decisions import open_proposal
from pools.queries.protection import assurance_of, insurance_of
from pools.queries.reviews import reviews_of
from portal.models import Profile


class DateKind(StrEnum):
    """What happens on a day."""

    CONSENT = auto()
    INSURANCE = auto()
    ASSURANCE = auto()
    GATE = auto()
    REVIEW = auto()
    PRICE = auto()
    VOTE = auto()


@dataclass(frozen=True, kw_only=True)
class PoolDate:
    """
    A day that matters to a pool, in words.

    :param source: the key of what the register says has changed whenever the day does
    :param only_for: who alone may know of it; None: all members
    """

    kind: DateKind
    on: date
    words: str
    source: UUID
    only_for: Profile | None = None


def pool_dates(pool: Pool) -> list[PoolDate]:
    """Every date of a pool, past ones too, the earliest first, without those of papers that a newer one replaced."""
    found = [
        *_consents(pool),
        *_protection(pool),
        *_gates(pool),
        *_reviews(pool),
        *_price(pool),
        *_vote(pool),
    ]
    return sorted(found, key=lambda entry: (entry.on, entry.kind, entry.words))


def dates_for(pool: Pool, profile: Profile, *, since: date) -> list[PoolDate]:
    """The dates still to come that somebody may know of."""
    return [
        entry
        for entry in pool_dates(pool)
        if entry.on >= since and (entry.only_for is None or entry.only_for == profile)
    ]


def only_in(agreement: Agreement) -> list[AgreementDate]:
    """The days that an agreement names, the earliest first, without those that the dates of its pool say already."""
    said = {(entry.kind.value, entry.on) for entry in pool_dates(agreement.pool)}
    return [entry for entry in dates_in(agreement) if (entry.kind.value, entry.on) not in said]


def _consents(pool: Pool) -> Iterator[PoolDate]:
    for consent in pool.consents.all():
        if consent.valid_until is not None:
            words = _("The yes in writing runs out: %(whom)s") % {"whom": consent.whom}
            yield PoolDate(kind=DateKind.CONSENT, on=consent.valid_until, words=words, source=consent.pk)


def _protection(pool: Pool) -> Iterator[PoolDate]:
    insurance, assurance = insurance_of(pool), assurance_of(pool)
    if insurance is not None:
        words = _("The insurance runs out: %(insurer)s") % {"insurer": insurance.insurer}
        yield PoolDate(kind=DateKind.INSURANCE, on=insurance.valid_until, words=words, source=insurance.pk)
    if assurance is not None and assurance.valid_until is not None:
        words = _("The word about your savings runs out: %(whom)s") % {"whom": assurance.given_by}
        yield PoolDate(kind=DateKind.ASSURANCE, on=assurance.valid_until, words=words, source=assurance.pk)


def _gates(pool: Pool) -> Iterator[PoolDate]:
    """Each member's own: what others have done, and when it runs out, is not for everybody."""
    kinds = {*pool.gates.open().values_list("kind", flat=True), GateKind.DOCTOR}
    records = GateRecord.objects.filter(
        membership__pool=pool, membership__left_at__isnull=True, kind__in=kinds
    ).select_related("membership__profile")
    newest = {(record.membership_id, record.kind): record for record in records.order_by("recorded_at", "id")}
    for record in newest.values():
        if record.valid_until is not None:
            words = _("To use it, do this again: %(what)s") % {"what": record.get_kind_display()}
            person = record.membership.profile
            yield PoolDate(kind=DateKind.GATE, on=record.valid_until, words=words, source=record.pk, only_for=person)


def _reviews(pool: Pool) -> Iterator[PoolDate]:
    for review in reviews_of(pool):
        words = _("You look how it is going")
        yield PoolDate(kind=DateKind.REVIEW, on=review.planned_on, words=words, source=review.pk)


def _price(pool: Pool) -> Iterator[PoolDate]:
    sheet = CostSheet.objects.filter(pool=pool, price_holds_until__isnull=False).first()
    if sheet is not None and sheet.price_holds_until is not None:
        words = _("The last day of the price")
        yield PoolDate(kind=DateKind.PRICE, on=sheet.price_holds_until, words=words, source=pool.pk)


def _vote(pool: Pool) -> Iterator[PoolDate]:
    proposal = open_proposal(pool)
    if proposal is not None:
        words = _("The vote ends")
        yield PoolDate(kind=DateKind.VOTE, on=timezone.localdate(proposal.closes_at), words=words, source=proposal.pk)
