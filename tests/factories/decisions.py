"""Votes, tenders and panels for tests. Call them inside an area."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from pools.models import CandidateStage, Option, Panel, Pool, Proposal, Tender, TenderCandidate
from pools.operations.ballot import VoteTerms
from pools.operations.decision import cast_vote, close_vote
from pools.operations.panel import GroupPlan, score_candidates, score_for_group, start_panel
from pools.operations.question import ask_question
from pools.operations.tender import add_candidate, move_candidate, start_tender
from portal.models import Profile
from tests.factories.pools import NOW

DAYS = ("Tuesday", "Thursday")


def terms(*, days: int = 7, now: datetime = NOW, **details: object) -> VoteTerms:
    return VoteTerms(closes_at=now + timedelta(days=days), **details)


def make_question(
    pool: Pool,
    *,
    question: str = "On which day do we meet?",
    answers: Sequence[str] = DAYS,
    days: int = 7,
    quorum: int | None = None,
    by: Profile | None = None,
    now: datetime = NOW,
) -> Proposal:
    """A question that is open for a week, unless told otherwise."""
    return ask_question(
        pool=pool,
        question=question,
        answers=answers,
        terms=terms(days=days, quorum=quorum, now=now),
        by=by or pool.organiser,
        now=now,
    )


def option(proposal: Proposal, words: str) -> Option:
    return proposal.options.get(words=words)


def vote(proposal: Proposal, profile: Profile, words: str, *, now: datetime = NOW) -> None:
    """Choose one of the members' own answers."""
    cast_vote(proposal=proposal, choice=option(proposal, words), by=profile, now=now)


def end_without_agreement(proposal: Proposal) -> Proposal:
    """Nobody has voted, and the time is up."""
    close_vote(proposal=proposal, by=proposal.opened_by, now=proposal.closes_at)
    return proposal


def make_tender(
    pool: Pool, *names: str, title: str = "Activities at Harp House", hides_names: bool = False, now: datetime = NOW
) -> Tender:
    """A choice between providers who are all on the short list."""
    tender = start_tender(pool=pool, title=title, hides_names=hides_names, by=pool.organiser, now=now)
    for name in names:
        candidate = add_candidate(tender=tender, name=name, by=pool.organiser, now=now)
        short_list_candidate(candidate, now=now)
    return tender


def short_list_candidate(candidate: TenderCandidate, *, now: datetime = NOW) -> None:
    later = now + timedelta(minutes=1)
    move_candidate(
        candidate=candidate, stage=CandidateStage.SHORT_LISTED, by=candidate.tender.pool.organiser, now=later
    )


def make_panel(tender: Tender, *, ours: str = "15", others: str = "85", now: datetime = NOW) -> Panel:
    """A panel of the residents and the commissioners."""
    groups = [
        GroupPlan(name="Residents", weight=Decimal(ours), is_ours=True),
        GroupPlan(name="Commissioners", weight=Decimal(others)),
    ]
    return start_panel(tender=tender, groups=groups, by=tender.pool.organiser, now=now)


def points(tender: Tender, *numbers: str | int) -> dict[TenderCandidate, Decimal]:
    """Points for the providers of a tender, in their order."""
    return dict(zip(tender.candidates.all(), map(Decimal, numbers), strict=True))


def score(panel: Panel, profile: Profile, *numbers: str | int, now: datetime = NOW) -> None:
    score_candidates(panel=panel, points=points(panel.tender, *numbers), by=profile, now=now)


def score_outside(panel: Panel, *numbers: str | int, now: datetime = NOW) -> None:
    """Write down what the group outside the pool gave."""
    group = panel.groups.get(is_ours=False)
    score_for_group(group=group, points=points(panel.tender, *numbers), by=panel.tender.pool.organiser, now=now)
