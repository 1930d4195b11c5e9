from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pools.models import Barrier, Wish, WishState
from pools.operations.wish import (
    UnableToChangeWish,
    UnableToMakeWish,
    WishDetails,
    WishNeeds,
    change_wish,
    change_wish_needs,
    make_wish,
    meet_wishes,
    withdraw_wish,
)
from portal.models import Area, AuditEvent, FundingKind, Interest, InterestCategory, Profile, TimeOfWeek
from tests.factories.pools import make_cooking_wish
from tests.factories.portal import make_district, make_interest, make_member


@pytest.fixture
def cooking(area: Area) -> Interest:
    return make_interest("Cooking", InterestCategory.COOKING)


def test_make_wish_keeps_what_was_said(cooking: Interest, member: Profile, now: datetime) -> None:
    banbury = make_district("Banbury")
    details = WishDetails(
        interest=cooking,
        words=" Lessons with a chef ",
        district=banbury,
        times=[TimeOfWeek.WEEKDAY_EVENING],
        people_wanted=6,
    )
    needs = WishNeeds(monthly_amount=Decimal("20.00"), barriers=[Barrier.COST])

    wish = make_wish(details=details, needs=needs, by=member, now=now)

    wish.refresh_from_db()
    assert (wish.profile, wish.words, wish.district, wish.people_wanted) == (member, "Lessons with a chef", banbury, 6)
    assert (wish.monthly_amount, wish.barriers, wish.state) == (Decimal("20.00"), ["cost"], WishState.OPEN)
    assert [event.action for event in AuditEvent.objects.filter(subject_id=wish.pk)] == ["make_wish"]


def test_make_wish_takes_the_kinds_of_budget_from_the_profile(cooking: Interest, now: datetime) -> None:
    peter = make_member("Peter", funding_kinds=["direct_payment"])

    wish = make_wish(details=WishDetails(interest=cooking, words="Cook"), by=peter, now=now)

    assert wish.funding_kinds == [FundingKind.DIRECT_PAYMENT]


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"words": "  "}, "Tell us what you would like to do."),
        ({"words": "x" * 20_000}, "Please use 2,000 letters or fewer."),
        ({"people_wanted": 0}, "Give a number from 1 to 200."),
    ],
)
def test_make_wish_refuses(
    cooking: Interest, member: Profile, now: datetime, details: dict[str, object], sentence: str
) -> None:
    with pytest.raises(UnableToMakeWish, match=sentence):
        make_wish(details=WishDetails(**{"interest": cooking, "words": "Cook", **details}), by=member, now=now)

    assert Wish.objects.count() == 0


def test_make_wish_twice_in_a_moment_makes_one(cooking: Interest, member: Profile, now: datetime) -> None:
    details = WishDetails(interest=cooking, words="Cook")

    first = make_wish(details=details, by=member, now=now)
    assert make_wish(details=details, by=member, now=now + timedelta(seconds=1)) == first
    assert make_wish(details=details, by=member, now=now + timedelta(hours=1)) != first


def test_make_wish_leaves_nothing_behind_when_it_stops_half_way(
    cooking: Interest, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.wish.record", broken)

    with pytest.raises(RuntimeError):
        make_wish(details=WishDetails(interest=cooking, words="Cook"), by=member, now=now)

    assert Wish.objects.count() == 0


def test_change_wish(cooking: Interest, member: Profile, now: datetime) -> None:
    wish = make_cooking_wish(member)

    change_wish(wish=wish, details=WishDetails(interest=cooking, words="Baking bread"), by=member, now=now)
    change_wish_needs(wish=wish, needs=WishNeeds(monthly_amount=Decimal(5)), by=member, now=now)

    wish.refresh_from_db()
    assert (wish.words, wish.monthly_amount) == ("Baking bread", Decimal("5.00"))


def test_change_wish_refuses_two_answers_that_exclude_each_other(member: Profile, now: datetime) -> None:
    wish = make_cooking_wish(member)
    needs = WishNeeds(funding_kinds=[FundingKind.NONE, FundingKind.OWN_MONEY])

    with pytest.raises(UnableToChangeWish, match="an answer on their own"):
        change_wish_needs(wish=wish, needs=needs, by=member, now=now)


def test_only_its_owner_changes_a_wish(cooking: Interest, member: Profile, now: datetime) -> None:
    wish, jo = make_cooking_wish(member), make_member("Jo")

    with pytest.raises(UnableToChangeWish, match="somebody else's"):
        change_wish(wish=wish, details=WishDetails(interest=cooking, words="No"), by=jo, now=now)
    with pytest.raises(UnableToChangeWish, match="somebody else's"):
        withdraw_wish(wish=wish, by=jo, now=now)

    wish.refresh_from_db()
    assert (wish.words, wish.state) == ("Cooking lessons with a chef", WishState.OPEN)


def test_withdraw_wish_closes_it_for_good(cooking: Interest, member: Profile, now: datetime) -> None:
    wish = make_cooking_wish(member)

    withdrawn = withdraw_wish(wish=wish, by=member, now=now)

    assert (withdrawn.state, withdrawn.closed_at) == (WishState.WITHDRAWN, now)
    with pytest.raises(UnableToChangeWish, match="closed"):
        change_wish(wish=wish, details=WishDetails(interest=cooking, words="Again"), by=member, now=now)


def test_meet_wishes_leaves_those_that_were_taken_back(member: Profile, now: datetime) -> None:
    hope, regret = make_cooking_wish(member), make_cooking_wish(make_member("Jo"))
    withdraw_wish(wish=regret, by=regret.profile, now=now)

    meet_wishes(wishes=[hope, regret], by=member, now=now)

    hope.refresh_from_db()
    regret.refresh_from_db()
    assert (hope.state, regret.state) == (WishState.MET, WishState.WITHDRAWN)
