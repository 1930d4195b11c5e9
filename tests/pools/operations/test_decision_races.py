"""A vote and its end, and two hands on one tender, in the same second on two real connections."""

from datetime import datetime

import pytest

from pools.models import PanelResult, ProposalResult, TenderChoice
from pools.operations.decision import cast_vote, close_vote, declare_interest
from pools.operations.panel import publish_panel
from pools.queries.decisions import count_votes
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.decisions import make_panel, make_question, make_tender, option, score, score_outside, vote
from tests.factories.pools import make_pool
from tests.factories.portal import make_area, make_member
from tests.pools.operations.test_races import together


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


def test_a_vote_is_in_the_result_or_refused(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter, jo = make_member("Peter"), make_member("Jo")
        proposal = make_question(make_pool(peter, jo), now=now)
        for person in (peter, jo):
            vote(proposal, person, "Tuesday", now=now)

    answers = together(
        area,
        lambda: cast_vote(proposal=proposal, choice=option(proposal, "Thursday"), by=jo, now=now),
        lambda: close_vote(proposal=proposal, by=peter, now=now),
    )

    with area_context(area.id):
        result = ProposalResult.objects.get()
        counted = {answer["words"]: answer["votes"] for answer in result.tally}
    assert (answers, counted) in (
        (["ProposalResult", "UnableToVote"], {"Tuesday": 2, "Thursday": 0}),
        (["ProposalResult", "Vote"], {"Tuesday": 1, "Thursday": 1}),
    )


def test_an_interest_and_the_end_do_not_cross(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter, jo = make_member("Peter"), make_member("Jo")
        proposal = make_question(make_pool(peter, jo), now=now)
        for person in (peter, jo):
            vote(proposal, person, "Tuesday", now=now)

    together(
        area,
        lambda: declare_interest(proposal=proposal, words="Mine", by=jo, now=now),
        lambda: close_vote(proposal=proposal, by=peter, now=now),
    )

    with area_context(area.id):
        assert ProposalResult.objects.get().people == count_votes(proposal).people


def test_a_panel_comes_out_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter = make_member("Peter")
        panel = make_panel(make_tender(make_pool(peter), "Ash", "Birch"))
        score(panel, peter, 90, 80)
        score_outside(panel, 70, 75)

    answers = together(area, *[lambda: publish_panel(panel=panel, by=peter, now=now)] * 2)

    assert answers == ["PanelResult", "UnableToPublishPanel"]
    with area_context(area.id):
        assert (PanelResult.objects.count(), TenderChoice.objects.count()) == (1, 1)
