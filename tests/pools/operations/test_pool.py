from datetime import date, datetime

import pytest

from pools.models import Pool, PoolState, PurchaseKind, SharingRule
from pools.operations.pool import PoolPlan, UnableToStartPool, start_pool
from pools.operations.wish import withdraw_wish
from portal.models import Area, Profile
from tests.factories.peers import make_group
from tests.factories.pools import make_cooking_wish, make_pool, state_rows
from tests.factories.portal import make_member
from tests.factories.providers import make_offer

PLAN = {"title": "Cooking", "purpose": "To learn to cook.", "buying": PurchaseKind.LESSONS}


def test_start_pool_makes_its_starter_organiser_and_first_member(member: Profile, now: datetime) -> None:
    wish = make_cooking_wish(member)

    pool = start_pool(plan=PoolPlan(**PLAN, wish=wish), by=member, now=now)

    assert pool.organiser == member
    assert [(place.profile, place.wish) for place in pool.memberships.open()] == [(member, wish)]
    assert state_rows(pool) == [PoolState.GATHERING]
    assert pool.sharing_rule == SharingRule.EQUAL


def test_start_pool_asks_what_people_forget(member: Profile) -> None:
    gym = make_pool(member, title="Gym", buying=PurchaseKind.EQUIPMENT)
    lessons = make_pool(member, title="Lessons", buying=PurchaseKind.LESSONS)

    assert [line.prompt for line in gym.cost_lines.all()] == [
        "price",
        "assembly",
        "induction",
        "servicing",
        "insurance",
    ]
    assert [consent.kind for consent in gym.consents.all()] == ["landlord"]
    assert [line.prompt for line in lessons.cost_lines.all()] == [
        "price",
        "venue",
        "travel",
        "facilitation",
        "insurance",
    ]
    assert list(lessons.consents.all()) == []


def test_start_pool_takes_price_and_terms_from_an_offer(member: Profile) -> None:
    offer = make_offer(valid_until=date(2027, 3, 31), not_included="Travel.")

    pool = make_pool(member, offer=offer)

    price = pool.cost_lines.get(prompt="price")
    assert (price.from_offer, price.amount, price.state) == (True, None, "answered")
    assert pool.cost_sheet.price_holds_until == date(2027, 3, 31)
    assert pool.cost_sheet.not_included == "Travel."


def test_start_pool_refuses_what_it_would_come_from(member: Profile, now: datetime) -> None:
    jo = make_member("Jo")
    closed = withdraw_wish(wish=make_cooking_wish(member), by=member, now=now)
    refusals = {
        "a wish of your own": {"wish": make_cooking_wish(jo)},
        "still open": {"wish": closed},
        "This offer is over": {"offer": make_offer(valid_until=date(2026, 11, 22))},
        "Join the group first": {"group": make_group(organiser=jo)},
    }

    for sentence, origin in refusals.items():
        with pytest.raises(UnableToStartPool, match=sentence):
            start_pool(plan=PoolPlan(**PLAN, **origin), by=member, now=now)

    assert Pool.objects.count() == 0


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"title": "  "}, "Give your pool a name"),
        ({"purpose": "  "}, "Say what the pool is for"),
        ({"most_people": 1}, "two people or more"),
    ],
)
def test_start_pool_refuses_half_a_plan(member: Profile, now: datetime, plan: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnableToStartPool, match=sentence):
        start_pool(plan=PoolPlan(**{**PLAN, **plan}), by=member, now=now)


def test_start_pool_twice_in_a_moment_starts_one(member: Profile, now: datetime) -> None:
    assert start_pool(plan=PoolPlan(**PLAN), by=member, now=now) == start_pool(
        plan=PoolPlan(**PLAN), by=member, now=now
    )


def test_start_pool_leaves_nothing_behind_when_it_stops_half_way(
    member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.pool.move_pool", broken)

    with pytest.raises(RuntimeError):
        start_pool(plan=PoolPlan(**PLAN), by=member, now=now)

    assert Pool.objects.count() == 0


def test_start_pool_of_a_group_needs_no_invitation_for_its_people(area: Area, member: Profile) -> None:
    group = make_group(organiser=member)

    assert make_pool(member, group=group).group == group
