from datetime import timedelta
from decimal import Decimal

import pytest

from pools.models import MoneyPath, Pool, Purchase, Transfer
from pools.operations.ledger import UnableToPost, UnableToReverse
from pools.operations.money import (
    RefundHow,
    UnableToMoveMoney,
    UnableToRecordRefund,
    receive_from_payer,
    record_refund,
    set_aside,
    take_from_aside,
)
from pools.operations.money_correction import UnableToPutRight, put_right
from pools.operations.purchase import UnableToPurchase
from pools.queries.ledger import balances_of, left_to_spend, money_held, put_aside
from pools.queries.ledger_check import broken_rules
from pools.queries.money import bought_from, given_by, owed_to
from portal.models import AuditEvent, Profile
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay
from tests.factories.pools import make_agreed_pool, make_costed_pool
from tests.factories.portal import make_member


@pytest.fixture
def pool(member: Profile) -> Pool:
    """£840.00 to spend, and £300.00 of it is paid in."""
    signed = make_signed_pool(member)
    pay(signed, member, "300.00")
    return signed


def aside(pool: Pool, amount: str, **facts: object) -> Transfer:
    return set_aside(pool=pool, amount=Decimal(amount), **{"day": TODAY, "by": pool.organiser, "now": NOW, **facts})


def take(pool: Pool, amount: str, why: str = "A pan broke") -> Transfer:
    return take_from_aside(pool=pool, amount=Decimal(amount), why=why, day=TODAY, by=pool.organiser, now=NOW)


def refund(pool: Pool, amount: str, how: RefundHow, *, why: str = "A lesson less", seller: str = "Marco") -> Transfer:
    return record_refund(
        pool=pool, seller=seller, amount=Decimal(amount), how=how, why=why, day=TODAY, by=pool.organiser, now=NOW
    )


def give(pool: Pool, amount: str, payer: str = "Richmond Fellowship") -> Transfer:
    return receive_from_payer(pool=pool, payer=payer, amount=Decimal(amount), day=TODAY, by=pool.organiser, now=NOW)


def test_put_aside_and_taken_back(pool: Pool) -> None:
    aside(pool, "50.00")
    assert (left_to_spend(pool), put_aside(pool)) == (Decimal("790.00"), Decimal("50.00"))

    taken = take(pool, "20.00")

    assert taken.words == "From what was put aside: A pan broke"
    assert (left_to_spend(pool), put_aside(pool)) == (Decimal("810.00"), Decimal("30.00"))
    assert AuditEvent.objects.filter(action__in=["set_aside", "release"]).count() == 2
    assert broken_rules() == []


def test_putting_aside_refuses(pool: Pool, member: Profile) -> None:
    for amount in ("0.00", "-1.00", "840.01"):
        with pytest.raises(UnableToMoveMoney, match=r"from £0\.01 to £840\.00") as refusal:
            aside(pool, amount)
        assert refusal.value.field == "amount"
    with pytest.raises(UnableToPost, match="still to come"):
        aside(pool, "1.00", day=TODAY + timedelta(days=1))
    with pytest.raises(UnableToMoveMoney, match="nothing to take it from"):
        take(pool, "1.00")
    with pytest.raises(UnableToMoveMoney, match="what you need it for"):
        take(pool, "1.00", why=" ")
    with pytest.raises(UnableToMoveMoney, match="too early"):
        aside(make_costed_pool(member, title="Costed"), "1.00")
    with pytest.raises(UnableToMoveMoney, match="First everybody signs"):
        aside(make_agreed_pool(member, title="Agreed"), "1.00")


def test_a_pool_that_pays_at_the_place_moves_nothing(area: object) -> None:
    pool = make_signed_pool(make_member("Ann"), path=MoneyPath.VENUE)

    with pytest.raises(UnableToMoveMoney, match="no money of its own"):
        aside(pool, "1.00")


def test_a_bill_that_gets_smaller(pool: Pool) -> None:
    bill(pool, "100.00")

    refund(pool, "30.00", RefundHow.OFF_BILL)

    assert (owed_to(pool, "Marco"), left_to_spend(pool)) == (Decimal("70.00"), Decimal("770.00"))
    with pytest.raises(UnableToRecordRefund, match=r"from £0\.01 to £70\.00"):
        refund(pool, "70.01", RefundHow.OFF_BILL)


def test_money_that_comes_back(pool: Pool) -> None:
    bill(pool, "100.00", paid_how="held")

    back = refund(pool, "30.00", RefundHow.MONEY_BACK)

    assert (owed_to(pool, "Marco"), money_held(pool)) == (Decimal(0), Decimal("230.00"))
    assert (left_to_spend(pool), bought_from(pool, "Marco")) == (Decimal("770.00"), Decimal("70.00"))
    with pytest.raises(UnableToRecordRefund, match=r"to £70\.00"):
        refund(pool, "70.01", RefundHow.MONEY_BACK)
    put_right(transfer=back, why="It never came.", by=pool.organiser, now=NOW)
    assert (money_held(pool), bought_from(pool, "Marco")) == (Decimal("200.00"), Decimal("100.00"))
    assert broken_rules() == []


def test_refunds_refuse(pool: Pool) -> None:
    with pytest.raises(UnableToRecordRefund, match="Say why") as refusal:
        refund(pool, "1.00", RefundHow.OFF_BILL, why=" ")
    assert refusal.value.field == "why"
    with pytest.raises(UnableToRecordRefund, match=r"to £0\.00") as refusal:
        refund(pool, "1.00", RefundHow.MONEY_BACK, seller="Nobody")
    assert refusal.value.field == "amount"


def test_richmond_fellowship_pays_for_the_assembly(pool: Pool) -> None:
    """Scenario 3: somebody else pays £200.00. The members' total leaves it out, and everything ends at nothing."""
    bill(pool, "200.00", "Fit Shop", what="Assembly", paid_how="others", paid_by=" Richmond Fellowship ")

    assert Purchase.objects.get().paid_by == "Richmond Fellowship"
    assert left_to_spend(pool) == Decimal("840.00")
    by_kind = {balance.account.kind: balance.pounds for balance in balances_of(pool)}
    assert (by_kind["payer"], by_kind["provider"], by_kind["holder"]) == (Decimal(0), Decimal(0), Decimal("300.00"))
    assert broken_rules() == []


def test_money_that_somebody_else_gave_is_spent_by_itself(pool: Pool) -> None:
    give(pool, "200.00")
    assert (money_held(pool), given_by(pool, "Richmond Fellowship")) == (Decimal("500.00"), Decimal("200.00"))
    with pytest.raises(UnableToPurchase, match=r"gave us £200\.00 that is not spent, and this is £200\.01"):
        bill(pool, "200.01", "Fit Shop", paid_how="given", paid_by="Richmond Fellowship")
    with pytest.raises(UnableToPurchase, match="Say who else") as refusal:
        bill(pool, "200.00", "Fit Shop", paid_how="given", paid_by=" ")
    assert refusal.value.field == "paid_by"

    bill(pool, "200.00", "Fit Shop", paid_how="given", paid_by="Richmond Fellowship")

    assert (money_held(pool), given_by(pool, "Richmond Fellowship")) == (Decimal("300.00"), Decimal(0))
    assert left_to_spend(pool) == Decimal("840.00")


def test_who_else_paid_is_forgotten_where_the_members_pay(pool: Pool) -> None:
    assert bill(pool, "10.00", paid_by="Richmond Fellowship").paid_by == ""
    assert left_to_spend(pool) == Decimal("830.00")


def test_money_of_others_refuses(pool: Pool) -> None:
    with pytest.raises(UnableToMoveMoney, match="above zero"):
        give(pool, "0.00")
    with pytest.raises(UnableToMoveMoney, match="who gave it"):
        give(pool, "1.00", " ")
    with pytest.raises(UnableToMoveMoney, match="Others can pay the seller"):
        give(make_signed_pool(make_member("Ann"), path=MoneyPath.SELLER), "1.00")


def test_put_right(pool: Pool, member: Profile) -> None:
    wrong = aside(pool, "50.00")

    reversal = put_right(transfer=wrong, why="Too much.", by=member, now=NOW)

    assert (put_aside(pool), left_to_spend(pool)) == (Decimal(0), Decimal("840.00"))
    with pytest.raises(UnableToReverse, match="put right before"):
        put_right(transfer=reversal, why="Again.", by=member, now=NOW)
    with pytest.raises(UnableToReverse, match="put right already"):
        put_right(transfer=wrong, why="Again.", by=member, now=NOW)


def test_what_the_members_signed_for_is_not_put_right_here(pool: Pool, member: Profile) -> None:
    with pytest.raises(UnableToPutRight, match="comes from the agreement") as refusal:
        put_right(transfer=pool.transfers.get(kind="charge"), why="Too much.", by=member, now=NOW)
    assert refusal.value.field == "why"


def test_money_that_is_gone_is_not_put_right(pool: Pool, member: Profile) -> None:
    bill(pool, "300.00", paid_how="held")

    with pytest.raises(UnableToPost, match="not enough"):
        put_right(transfer=pool.transfers.get(kind="contribution"), why="Wrong.", by=member, now=NOW)


def test_moving_money_leaves_nothing_behind_when_it_stops_half_way(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Transfer.objects.count()

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.money.record", broken)
    for move in (
        lambda: aside(pool, "5.00"),
        lambda: give(pool, "5.00"),
    ):
        with pytest.raises(RuntimeError):
            move()
    assert Transfer.objects.count() == before
