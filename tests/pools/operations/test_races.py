"""Two people in the same second, on two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from pools.models import Invitation, OptionKind, Pool, PoolMembership, Proposal, Purchase, Wish
from pools.operations.costing import answer_line
from pools.operations.decision import cast_vote, close_vote
from pools.operations.invitation import accept_invitation, invite
from pools.operations.purchase import record_purchase
from pools.queries.costing import current_shares
from portal.areas.context import area_context
from portal.models import Area
from portal.operations.refusal import Refusal
from tests.factories.pools import (
    make_agreed_pool,
    make_cooking_wish,
    make_costed_pool,
    make_pool,
    make_proposal,
    sign,
)
from tests.factories.portal import make_area, make_member


def together(area: Area, *acts: Callable[[], object]) -> list[str]:
    """What each of several threads gets, which start at the same moment: the kind of its answer or refusal."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            start.wait()
            with area_context(area.id):
                return type(act()).__name__
        except (Refusal, IntegrityError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(thread.result() for thread in [threads.submit(one, act) for act in acts])


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


def test_the_last_place_is_given_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter, jo, ann = (make_member(name) for name in ("Peter", "Jo", "Ann"))
        pool = make_pool(peter, most_people=2)
        asked = [invite(pool=pool, profile=person, by=peter, now=now) for person in (jo, ann)]

    answers = together(
        area,
        lambda: accept_invitation(invitation=asked[0], by=jo, now=now),
        lambda: accept_invitation(invitation=asked[1], by=ann, now=now),
    )

    assert answers == ["PoolMembership", "UnableToJoinPool"]
    with area_context(area.id):
        assert PoolMembership.objects.filter(pool=pool).count() == 2
        assert Invitation.objects.open().count() == 1


def test_a_double_click_joins_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter, jo = make_member("Peter"), make_member("Jo")
        asked = invite(pool=make_pool(peter), profile=jo, by=peter, now=now)

    answers = together(area, *[lambda: accept_invitation(invitation=asked, by=jo, now=now)] * 2)

    assert answers == ["PoolMembership", "UnableToAnswerInvitation"]


def test_a_cost_does_not_change_while_it_is_put_to_the_vote(area: Area, now: datetime) -> None:
    with area_context(area.id):
        pool = make_costed_pool(make_member("Peter"), price="100.00")
        line = pool.cost_lines.get(prompt="price")

    answers = together(
        area,
        lambda: make_proposal(pool, now=now),
        lambda: answer_line(line=line, amount=Decimal(200), period="once", by=pool.organiser, now=now),
    )

    # Whoever came first was in time: never is one number voted on and another one charged.
    with area_context(area.id):
        proposal = Proposal.objects.first()
        total = current_shares(pool)[0].total
    assert answers in (["Proposal", "UnableToChangeCosts"], ["CostLine", "UnableToPropose"])
    assert proposal is None or Decimal(proposal.figures["total"]) == total


def test_a_vote_ends_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        pool = make_costed_pool(make_member("Peter"))
        proposal = make_proposal(pool, now=now)
        cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=pool.organiser, now=now)

    answers = together(area, *[lambda: close_vote(proposal=proposal, by=pool.organiser, now=now)] * 2)

    assert answers == ["ProposalResult", "UnableToCloseVote"]


def test_a_double_click_buys_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        pool = make_agreed_pool(make_member("Peter"))
        sign(pool)

    def buy() -> Purchase:
        return record_purchase(
            pool=pool, what="It", seller="Shop", amount=Decimal(1), bought_on=now.date(), by=pool.organiser, now=now
        )

    assert together(area, buy, buy) == ["Purchase", "Purchase"]
    with area_context(area.id):
        assert pool.purchases.count() == 1


def test_a_double_click_makes_one_wish_and_one_pool(area: Area, now: datetime) -> None:
    with area_context(area.id):
        peter = make_member("Peter")
        make_cooking_wish(make_member("Jo"), now=now)

    together(area, *[lambda: make_cooking_wish(peter, now=now)] * 2)
    together(area, *[lambda: make_pool(peter, now=now)] * 2)

    with area_context(area.id):
        assert Wish.objects.filter(profile=peter).count() == 1
        assert Pool.objects.count() == 1
