"""Scenario 5, the tender: six people choose who supports them at night. Quality comes before the price [003:1753]."""

from datetime import date, datetime, timedelta

import pytest

from pools.models import CandidateStage, OptionKind, Pool, PoolState, ProposalSubject, TenderCandidate
from pools.operations.decision import cast_vote, close_vote
from pools.operations.tender import (
    add_candidate,
    add_quality,
    ask_tender,
    move_candidate,
    set_presentation,
    start_tender,
    support_quality,
)
from pools.queries.decision_log import decision_log
from pools.queries.pools import state_of
from pools.queries.tenders import choice_in, qualities_of, short_list
from portal.models import Area, Profile
from tests.factories.decisions import terms, vote
from tests.factories.pools import make_pool
from tests.factories.portal import make_member

NAMES = ("Alan", "Barry", "Colin", "Dot", "Eve", "Fay")


@pytest.fixture
def residents(area: Area) -> list[Profile]:
    return [make_member(name) for name in NAMES]


@pytest.fixture
def pool(residents: list[Profile]) -> Pool:
    return make_pool(*residents, title="Support at night")


def test_six_people_choose_their_provider(pool: Pool, residents: list[Profile], now: datetime) -> None:
    alan, barry, colin, *others = residents
    tender = start_tender(pool=pool, title="Two staff at night", about="4pm to 10am, seven days.", by=alan, now=now)

    # Qualities are drafted by the members, and supported by others.
    kind = add_quality(tender=tender, words="Kind, and awake when we need them", by=barry, now=now)
    add_quality(tender=tender, words="Known to us by name", by=colin, now=now)
    for person in others:
        support_quality(quality=kind, by=person, now=now)
    assert [(quality.words, quality.people) for quality in qualities_of(tender, alan)] == [
        ("Kind, and awake when we need them", 3),
        ("Known to us by name", 0),
    ]

    # Four are asked, three short-listed; they come to show what they do.
    names = ("Ash", "Birch", "Cedar", "Dogwood")
    asked = [add_candidate(tender=tender, name=name, by=alan, now=now) for name in names]
    for place, candidate in enumerate(asked):
        stage = CandidateStage.NOT_CHOSEN if place == 3 else CandidateStage.SHORT_LISTED
        move_candidate(candidate=candidate, stage=stage, note="We read what they wrote.", by=alan, now=now)
    set_presentation(tender=tender, presents_on=date(2026, 12, 3), by=alan, now=now)
    assert [candidate.name for candidate in short_list(tender)] == ["Ash", "Birch", "Cedar"]
    for candidate in asked[:3]:
        move_candidate(candidate=candidate, stage=CandidateStage.PRESENTED, by=alan, now=now + timedelta(days=10))

    # The choice is made by a vote, and recorded with its reason.
    later = now + timedelta(days=11)
    proposal = ask_tender(tender=tender, terms=terms(now=later), by=alan, now=later)
    assert proposal.subject == ProposalSubject.TENDER
    assert [option.words for option in proposal.options.filter(kind=OptionKind.ANSWER)] == ["Ash", "Birch", "Cedar"]
    for person in residents:
        vote(proposal, person, "Birch", now=later)
    result = close_vote(proposal=proposal, by=alan, now=later)

    assert result.words == (
        "“Ash”: 0; “Birch”: 6; “Cedar”: 0; no change: 0. 6 people could vote. "
        "Your rule is that everybody chooses the same answer. So you have chosen “Birch”."
    )
    choice = choice_in(tender)
    assert (choice.candidate.name, choice.proposal, choice.reason) == ("Birch", proposal, result.words)
    stages = TenderCandidate.objects.with_stage().filter(tender=tender).values_list("name", "stage")
    assert dict(stages) == {
        "Ash": CandidateStage.NOT_CHOSEN,
        "Birch": CandidateStage.CHOSEN,
        "Cedar": CandidateStage.NOT_CHOSEN,
        "Dogwood": CandidateStage.NOT_CHOSEN,
    }
    assert [(entry.asked, entry.outcome) for entry in decision_log(pool)] == [("Two staff at night", "Birch")]
    assert state_of(pool) == PoolState.GATHERING


def test_no_change_chooses_nobody(pool: Pool, residents: list[Profile], now: datetime) -> None:
    tender = start_tender(pool=pool, title="Two staff at night", by=residents[0], now=now)
    candidate = add_candidate(tender=tender, name="Ash", by=residents[0], now=now)
    move_candidate(candidate=candidate, stage=CandidateStage.SHORT_LISTED, by=residents[0], now=now)
    proposal = ask_tender(tender=tender, terms=terms(now=now), by=residents[0], now=now)
    cast_vote(proposal=proposal, choice=OptionKind.NO_CHANGE, by=residents[1], now=now)

    close_vote(proposal=proposal, by=None, now=proposal.closes_at)

    assert choice_in(tender) is None
    assert [candidate.stage for candidate in short_list(tender)] == [CandidateStage.SHORT_LISTED]
