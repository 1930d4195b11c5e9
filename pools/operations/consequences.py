"""What follows from a vote, where the portal itself can do it."""

from datetime import datetime

from django.utils.translation import gettext

from pools.models import (
    CandidateStage,
    CandidateStatus,
    Option,
    Panel,
    Pool,
    PoolState,
    Proposal,
    ProposalSubject,
    Tender,
    TenderCandidate,
    TenderChoice,
)
from pools.operations.pool_status import forget_warnings
from pools.queries.sharing_votes import previews_hold
from pools.queries.tenders import choice_in
from portal.models import Profile
from portal.operations.audit import record


def why_it_is_void(proposal: Proposal, *, state: PoolState) -> str:
    """Why a vote cannot be carried out any more, in words; empty where it can."""
    if state == PoolState.ENDED:
        return gettext("The pool has ended.")
    if proposal.subject == ProposalSubject.SHARING and not previews_hold(proposal):
        return gettext("The costs or the people have changed, so the shares were not true any more. You can ask again.")
    if proposal.tender is not None and choice_in(proposal.tender) is not None:
        return gettext("You have chosen a provider already.")
    return ""


def carry_out(*, proposal: Proposal, chosen: Option, why: str, by: Profile | None, now: datetime) -> None:
    """Do what the members have chosen: set how they share, or take the provider. The caller has locked the pool."""
    if chosen.sharing_rule:
        _set_sharing_rule(pool=proposal.pool, rule=chosen.sharing_rule, by=by, now=now)
    if chosen.candidate is not None and proposal.tender is not None:
        record_choice(tender=proposal.tender, candidate=chosen.candidate, reason=why, proposal=proposal, by=by, now=now)


def record_choice(
    *,
    tender: Tender,
    candidate: TenderCandidate,
    reason: str,
    proposal: Proposal | None = None,
    panel: Panel | None = None,
    by: Profile | None,
    now: datetime,
) -> TenderChoice:
    """Write down which provider was chosen, and why; the others are not. The caller has locked the pool."""
    choice = TenderChoice.objects.create(
        tender=tender, candidate=candidate, reason=reason, proposal=proposal, panel=panel, by=by, at=now
    )
    for other in tender.candidates.with_stage():
        stage = CandidateStage.CHOSEN if other.pk == candidate.pk else CandidateStage.NOT_CHOSEN
        if other.stage != stage:
            CandidateStatus.objects.create(candidate=other, stage=stage, by=by, at=now)
    record(by=by, action="record_choice", subject=choice, now=now)
    return choice


def _set_sharing_rule(*, pool: Pool, rule: str, by: Profile | None, now: datetime) -> None:
    pool.sharing_rule = rule
    pool.save(update_fields=["sharing_rule"])
    forget_warnings(pool)
    record(by=by, action="set_sharing", subject=pool, now=now, rule=rule)
