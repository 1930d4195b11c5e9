"""Choosing a provider together: what matters to the members, who is asked, who is on the short list."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import (
    CandidateStage,
    CandidateStatus,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    ProposalSubject,
    QualitySupport,
    Tender,
    TenderCandidate,
    TenderQuality,
)
from pools.operations.ballot import Answer, Ballot, UnableToAsk, VoteTerms, open_ballot
from pools.operations.pool_status import lock_pool
from pools.queries.pools import membership_of
from pools.queries.tenders import choice_in, is_being_decided, short_list
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToChangeTender(Refusal):
    """A provider is chosen already or being chosen, the pool has ended, or the answer is not one."""


# From where a provider may go where. "Chosen" comes of a vote or a panel alone.
NEXT_STAGES: Final = {
    CandidateStage.ASKED: {CandidateStage.SHORT_LISTED, CandidateStage.NOT_CHOSEN},
    CandidateStage.SHORT_LISTED: {CandidateStage.PRESENTED, CandidateStage.NOT_CHOSEN},
    CandidateStage.PRESENTED: {CandidateStage.NOT_CHOSEN},
    CandidateStage.CHOSEN: set(),
    CandidateStage.NOT_CHOSEN: set(),
}


@transaction.atomic
def start_tender(
    *, pool: Pool, title: str, about: str = "", hides_names: bool = False, by: Profile, now: datetime
) -> Tender:
    """
    Begin to choose a provider. A second click begins nothing twice.

    :param hides_names: members read "Provider A" until the choice is made
    :raises UnableToChangeTender: no title, or the pool has ended
    """
    pool, state = lock_pool(pool)
    _refuse_ended(state)
    if twin := Tender.objects.filter(pool=pool, title=title.strip(), choice__isnull=True).first():
        return twin
    with told_as(UnableToChangeTender, model=Tender, field="title"):
        tender = Tender.objects.create(
            pool=pool,
            title=title.strip(),
            about=about.strip(),
            hides_names=hides_names,
            started_by=by,
            started_at=now,
        )
    record(by=by, action="start_tender", subject=tender, now=now)
    return tender


@transaction.atomic
def add_quality(*, tender: Tender, words: str, by: Profile, now: datetime) -> TenderQuality:
    """
    Say what matters to oneself when the provider is chosen.

    :raises UnableToChangeTender: no words, on the list already, a provider is chosen already, or not in the pool
    """
    tender = _open_tender(tender)
    with told_as(UnableToChangeTender, model=TenderQuality, field="words"):
        quality = TenderQuality.objects.create(
            tender=tender, words=words.strip(), added_by=_place_of(by, tender), added_at=now
        )
    record(by=by, action="add_quality", subject=quality, now=now)
    return quality


@transaction.atomic
def support_quality(*, quality: TenderQuality, by: Profile, now: datetime) -> QualitySupport:
    """
    Say that what another member wrote matters to oneself too.

    :raises UnableToChangeTender: it is one's own, or supported already, a provider is chosen already, or not in the
        pool
    """
    membership = _place_of(by, _open_tender(quality.tender))
    if quality.added_by_id == membership.pk:
        raise UnableToChangeTender(_("You wrote this yourself. It counts already."))
    with told_as(UnableToChangeTender, model=QualitySupport):
        support = QualitySupport.objects.create(quality=quality, membership=membership, at=now)
    record(by=by, action="support_quality", subject=quality, now=now)
    return support


@transaction.atomic
def add_candidate(*, tender: Tender, name: str, about: str = "", by: Profile, now: datetime) -> TenderCandidate:
    """
    Write down a provider that was asked.

    :raises UnableToChangeTender: no name, on the list already, too many, or a provider is chosen or being chosen
    """
    tender = _open_tender(tender)
    with told_as(UnableToChangeTender, model=TenderCandidate, field="name"):
        candidate = TenderCandidate.objects.create(
            tender=tender,
            place=tender.candidates.count(),
            name=name.strip(),
            about=about.strip(),
            added_by=by,
            added_at=now,
        )
    CandidateStatus.objects.create(candidate=candidate, stage=CandidateStage.ASKED, by=by, at=now)
    record(by=by, action="add_candidate", subject=candidate, now=now)
    return candidate


@transaction.atomic
def move_candidate(
    *, candidate: TenderCandidate, stage: CandidateStage, note: str = "", by: Profile, now: datetime
) -> CandidateStatus:
    """
    Take a provider a step further: to the short list, to its presentation, or out.

    :param note: why, for the members
    :raises UnableToChangeTender: not the next step from where it stands, a provider is chosen, or a vote or a panel
        is at work and the short list must stay as it is
    """
    tender = _open_tender(candidate.tender)
    now_at = CandidateStage(TenderCandidate.objects.with_stage().get(pk=candidate.pk).stage)
    if stage not in NEXT_STAGES[now_at]:
        raise UnableToChangeTender(_("This provider cannot take that step from here."), field="stage")
    if stage != CandidateStage.PRESENTED and is_being_decided(tender):
        raise UnableToChangeTender(_("You are choosing right now, so the short list stays as it is."))
    status = CandidateStatus.objects.create(candidate=candidate, stage=stage, by=by, at=now, note=note.strip())
    record(by=by, action="move_candidate", subject=candidate, now=now, stage=stage)
    return status


@transaction.atomic
def set_presentation(*, tender: Tender, presents_on: date, by: Profile, now: datetime) -> Tender:
    """
    Say on which day the providers come to show what they do.

    :raises UnableToChangeTender: a provider is chosen already, or the pool has ended
    """
    tender = _open_tender(tender)
    tender.presents_on = presents_on
    tender.save(update_fields=["presents_on"])
    record(by=by, action="set_presentation", subject=tender, now=now)
    return tender


@transaction.atomic
def ask_tender(*, tender: Tender, terms: VoteTerms, by: Profile, now: datetime) -> Proposal:
    """
    Put to the vote which of the providers on the short list it shall be.

    :raises UnableToAsk: nobody is on the short list, a provider is chosen or being chosen, or as `open_ballot`
    """
    pool, state = lock_pool(tender.pool)
    tender.pool = pool
    if choice_in(tender) is not None:
        raise UnableToAsk(_("You have chosen a provider already."))
    if is_being_decided(tender):
        raise UnableToAsk(_("You are choosing right now. Wait until the vote or the panel is over."))
    candidates = list(short_list(tender))
    if not candidates:
        raise UnableToAsk(_("Nobody is on the short list yet."))
    ballot = Ballot(
        subject=ProposalSubject.TENDER,
        question=tender.title,
        answers=[
            Answer(words=candidate.letter if tender.hides_names else candidate.name, candidate=candidate)
            for candidate in candidates
        ],
        tender=tender,
    )
    return open_ballot(pool=pool, state=state, ballot=ballot, terms=terms, by=by, now=now)


def _open_tender(tender: Tender) -> Tender:
    """Lock the pool of a tender in which nobody is chosen yet."""
    pool, state = lock_pool(tender.pool)
    tender = Tender.objects.get(pk=tender.pk)
    tender.pool = pool
    _refuse_ended(state)
    if choice_in(tender) is not None:
        raise UnableToChangeTender(_("You have chosen a provider already."))
    return tender


def _refuse_ended(state: PoolState) -> None:
    if state == PoolState.ENDED:
        raise UnableToChangeTender(_("This pool has ended."))


def _place_of(profile: Profile, tender: Tender) -> PoolMembership:
    membership = membership_of(tender.pool, profile)
    if membership is None:
        raise UnableToChangeTender(_("Only members of the pool say what matters."))
    return membership
