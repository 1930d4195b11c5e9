"""Two people who leave, buy or end in the same second."""

from decimal import Decimal

import pytest

from pools.models import Leaving, Pool, PoolState, ThingsChoice
from pools.operations.ending import answer_ending, end_pool, propose_ending
from pools.operations.leaving import carry_out_leaving
from pools.operations.thing import buy_part
from pools.queries.ledger import balance_of_member, balances_of
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of, state_of
from pools.queries.things import owned
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.leaving import NOW, make_thing, make_yearly_pool, tell
from tests.factories.money import pay
from tests.factories.portal import make_area, make_member
from tests.pools.operations.test_races import together


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@pytest.fixture
def people(area: Area) -> list[Profile]:
    with area_context(area.id):
        return [make_member(name) for name in ("Peter", "Ann", "Bo")]


@pytest.fixture
def pool(area: Area, people: list[Profile]) -> Pool:
    """Three people, £1,200.00 each a year, and each has paid it."""
    with area_context(area.id):
        pool = make_yearly_pool(*people, price="3600.00")
        for person in people:
            pay(pool, person, "1200.00")
    return pool


def test_two_leave_at_the_same_moment(area: Area, pool: Pool, people: list[Profile]) -> None:
    with area_context(area.id):
        ann, bo = tell(pool, people[1]), tell(pool, people[2])

    answers = together(
        area,
        lambda: carry_out_leaving(leaving=ann, by=people[1], now=NOW),
        lambda: carry_out_leaving(leaving=bo, by=people[2], now=NOW),
    )

    assert answers == ["Settlement", "Settlement"]
    with area_context(area.id):
        assert [place.profile for place in members_of(pool)] == [people[0]]
        assert not Leaving.objects.waiting().exists()
        assert broken_rules() == []


def test_one_leaving_is_carried_out_once(area: Area, pool: Pool, people: list[Profile]) -> None:
    with area_context(area.id):
        leaving = tell(pool, people[1])

    answers = together(area, *[lambda: carry_out_leaving(leaving=leaving, by=people[1], now=NOW)] * 2)

    assert answers == ["Settlement", "UnableToCarryOutLeaving"]
    with area_context(area.id):
        assert balance_of_member(pool, people[1]) == 0
        assert broken_rules() == []


def test_a_part_is_bought_once(area: Area, pool: Pool, people: list[Profile]) -> None:
    with area_context(area.id):
        thing = make_thing(pool)
        tell(pool, people[1], things=ThingsChoice.SELL)

    answers = together(
        area,
        *[
            lambda buyer=buyer: buy_part(thing=thing, seller=people[1], value=Decimal("33.33"), by=buyer, now=NOW)
            for buyer in (people[0], people[2])
        ],
    )

    assert answers == ["ThingStep", "UnableToMovePart"]
    with area_context(area.id):
        assert sum(part.percent for part in owned(thing).parts) == 100
        assert balance_of_member(pool, people[1]) == Decimal("33.33")


def test_a_pool_ends_once(area: Area, pool: Pool, people: list[Profile]) -> None:
    with area_context(area.id):
        ending = propose_ending(pool=pool, why="We are done.", by=people[0], now=NOW)
        for person in people:
            answer_ending(ending=ending, agrees=True, to_get=Decimal("1200.00"), by=person, now=NOW)

    answers = together(area, *[lambda: end_pool(ending=ending, by=people[0], now=NOW)] * 2)

    assert answers == ["PoolEnding", "UnableToEndPool"]
    with area_context(area.id):
        assert state_of(pool) == PoolState.ENDED
        assert {balance.pounds for balance in balances_of(pool)} == {Decimal(0)}
        assert broken_rules() == []
