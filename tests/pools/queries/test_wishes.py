from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pools.models import Wish
from pools.operations.wish import withdraw_wish
from pools.queries.wishes import wishes_like, wishes_of, wishes_of_others
from portal.areas.context import area_context
from portal.models import Area, InterestCategory, Profile
from tests.factories.pools import NOW, make_cooking_wish
from tests.factories.portal import make_district, make_interest, make_member


@pytest.fixture
def wish(member: Profile) -> Wish:
    return make_cooking_wish(member, district=make_district("Banbury"), times=["weekday_evening"])


def somebody(name: str, **details: object) -> Wish:
    return make_cooking_wish(make_member(name), **details)


def test_wishes_like_puts_the_same_interest_first(wish: Wish) -> None:
    baking = somebody("Ann", interest=make_interest("Baking", InterestCategory.COOKING))
    cooking = somebody("Bo")
    somebody("Cy", interest=make_interest("Swimming", InterestCategory.SWIMMING))

    assert list(wishes_like(wish)) == [cooking, baking]


def test_wishes_like_looks_nearby_first_and_then_anywhere(wish: Wish) -> None:
    far = somebody("Ann", district=make_district("Didcot"))
    near = somebody("Bo", district=make_district("Banbury"))
    anywhere = somebody("Cy")

    assert list(wishes_like(wish)) == [near, anywhere]
    assert list(wishes_like(wish, anywhere=True)) == [near, far, anywhere]


def test_wishes_like_need_a_time_in_common(wish: Wish) -> None:
    never = somebody("Ann", times=["weekday_morning"])
    sometimes = somebody("Bo", times=["weekday_morning", "weekday_evening"])
    always = somebody("Cy")

    found = list(wishes_like(wish))

    assert found == [sometimes, always]
    assert never not in found


def test_wishes_like_leaves_out_ones_own_and_those_taken_back(wish: Wish, member: Profile) -> None:
    make_cooking_wish(member, words="Another of mine")
    regret = somebody("Ann")
    withdraw_wish(wish=regret, by=regret.profile, now=NOW)

    assert list(wishes_like(wish)) == []


def test_wishes_stay_in_their_area(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        somebody("Tony")
    with area_context(oxfordshire.id):
        mine = make_cooking_wish(make_member("Peter"))

        assert list(wishes_like(mine, anywhere=True)) == []
        assert list(wishes_of_others(mine.profile)) == []


@pytest.mark.parametrize("find", [wishes_like, lambda wish: wishes_of_others(wish.profile)])
def test_money_of_others_never_leaves_the_database(wish: Wish, find: object) -> None:
    somebody("Ann", words="Needs money")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = list(find(wish))

    assert [other.words for other in found] == ["Needs money"]
    for private in ("monthly_amount", "funding_kinds", "barriers"):
        assert private not in queries[0]["sql"].partition(" FROM ")[0]


def test_wishes_of_puts_open_ones_first(member: Profile) -> None:
    old = make_cooking_wish(member, words="Old")
    closed = make_cooking_wish(member, words="Closed", now=NOW + timedelta(days=2))
    new = make_cooking_wish(member, words="New", now=NOW + timedelta(days=1))
    withdraw_wish(wish=closed, by=member, now=NOW + timedelta(days=3))

    assert list(wishes_of(member)) == [new, old, closed]
