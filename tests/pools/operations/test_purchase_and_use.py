from datetime import date, datetime
from decimal import Decimal

import pytest

from pools.models import Pool, PoolMembership, PoolState, Purchase, PurchaseKind, WishState
from pools.operations.consent import add_consent, need_consent
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.operations.use import (
    UnableToRecordInduction,
    UnableToUse,
    accept_disclaimer,
    record_induction,
    start_using,
)
from pools.queries.ledger import left_to_spend
from pools.queries.pools import membership_of, state_of
from portal.models import Profile
from tests.factories.pools import make_agreed_pool, make_cooking_wish, make_costed_pool, sign, state_rows
from tests.factories.portal import make_member

TODAY = date(2026, 11, 23)


@pytest.fixture
def pool(member: Profile) -> Pool:
    """Everybody has decided and signed."""
    signed = make_agreed_pool(member, make_member("Jo"), wish=make_cooking_wish(member), buying=PurchaseKind.EQUIPMENT)
    sign(signed)
    return signed


@pytest.fixture
def place(pool: Pool, member: Profile) -> PoolMembership:
    found = membership_of(pool, member)
    assert found is not None
    return found


def buy(pool: Pool, now: datetime, *, bought_on: date = TODAY, **details: object) -> Purchase:
    details = {"what": "Lessons", "seller": "Marco", "amount": Decimal(840), **details}
    return record_purchase(pool=pool, bought_on=bought_on, by=pool.organiser, now=now, **details)


def test_record_purchase_makes_wishes_come_true(pool: Pool, now: datetime) -> None:
    purchase = buy(pool, now)

    pool.wish.refresh_from_db()
    assert (purchase.what, purchase.amount) == ("Lessons", Decimal(840))
    assert (pool.wish.state, pool.wish.closed_at) == (WishState.MET, now)
    assert state_of(pool) == PoolState.BOUGHT


def test_record_purchase_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToPurchase, match="too early"):
        buy(make_costed_pool(member, title="Not decided"), now)
    with pytest.raises(UnableToPurchase, match="First everybody signs"):
        buy(make_agreed_pool(member, title="Not signed"), now)
    with pytest.raises(UnableToPurchase, match="still to come") as refusal:
        buy(pool, now, bought_on=date(2026, 11, 24))
    assert refusal.value.field == "bought_on"
    with pytest.raises(UnableToPurchase, match="Say what you bought"):
        buy(pool, now, what=" ")
    with pytest.raises(UnableToPurchase, match="not below zero"):
        buy(pool, now, amount=Decimal(-1))
    with pytest.raises(
        UnableToPurchase, match=r"agreed to pay £840\.00 more for costs, and this is £840\.01"
    ) as refusal:
        buy(pool, now, amount=Decimal("840.01"))
    assert refusal.value.field == "amount"


def test_record_purchase_more_than_once(pool: Pool, now: datetime) -> None:
    first = buy(pool, now, what="The first half", amount=Decimal("420.00"))
    second = buy(pool, now, what="The second half", amount=Decimal("420.00"))

    assert first != second
    assert state_rows(pool).count(PoolState.BOUGHT) == 1
    assert left_to_spend(pool) == Decimal("0.00")
    with pytest.raises(UnableToPurchase, match=r"£0\.00 more"):
        buy(pool, now, what="A pan", amount=Decimal("0.01"))


def test_record_purchase_twice_by_one_click(pool: Pool, now: datetime) -> None:
    assert buy(pool, now) == buy(pool, now)
    assert pool.purchases.count() == 1


def test_a_yes_that_is_asked_for_late_still_blocks(pool: Pool, member: Profile, now: datetime) -> None:
    council = add_consent(pool=pool, kind="council", name="The county council", by=member, now=now)
    insurer = add_consent(pool=pool, kind="insurer", name="Safe & Sound", by=member, now=now)
    need_consent(consent=insurer, name="Safe & Sound", by=member, now=now)

    with pytest.raises(UnableToPurchase, match="from: The county council and Safe & Sound"):
        buy(pool, now)

    assert not council.is_settled
    assert Purchase.objects.count() == 0


def test_buying_leaves_nothing_behind_when_it_stops_half_way(
    pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.purchase.meet_wishes", broken)
    with pytest.raises(RuntimeError):
        buy(pool, now)

    assert Purchase.objects.count() == 0
    assert state_of(pool) == PoolState.SIGNED


def test_use_needs_purchase_induction_and_rules(
    pool: Pool, place: PoolMembership, member: Profile, now: datetime
) -> None:
    record_induction(membership=place, given_by="Ray", by=member, now=now)
    with pytest.raises(UnableToUse, match="not bought yet"):
        start_using(membership=place, by=member, now=now)
    buy(pool, now)
    with pytest.raises(UnableToUse, match="your yes to the rules of use"):
        start_using(membership=place, by=member, now=now)
    accept_disclaimer(membership=place, by=member, now=now)

    assert start_using(membership=place, by=member, now=now).cleared_for_use_at == now


def test_record_induction_refuses(place: PoolMembership, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToRecordInduction, match="Say who showed"):
        record_induction(membership=place, given_by=" ", by=member, now=now)
    record_induction(membership=place, given_by="Ray", by=member, now=now)
    with pytest.raises(UnableToRecordInduction, match="written down already"):
        record_induction(membership=place, given_by="Ray", by=member, now=now)


def test_accept_disclaimer_refuses(place: PoolMembership, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToUse, match="Only the person themselves can do this"):
        accept_disclaimer(membership=place, by=make_member("Ann"), now=now)
    accept_disclaimer(membership=place, by=member, now=now)
    with pytest.raises(UnableToUse, match="accepted this already"):
        accept_disclaimer(membership=place, by=member, now=now)


def test_somebody_who_left_uses_nothing(place: PoolMembership, member: Profile, now: datetime) -> None:
    PoolMembership.objects.filter(pk=place.pk).update(left_at=now)

    with pytest.raises(UnableToUse, match="has left the pool"):
        start_using(membership=place, by=member, now=now)
