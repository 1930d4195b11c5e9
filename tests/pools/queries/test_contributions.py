"""What was to come, and what has come."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pools.models import BankRow, MoneyPath, Pool, Rhythm
from pools.operations.bank_import import confirm_import
from pools.operations.contribution import take_back_contribution
from pools.operations.outings import record_fee_paid
from pools.queries.contributions import MemberMoney, MoneyState, contribution_status, left_to_pay, totals_of
from pools.queries.ledger import balance_of_member
from pools.queries.ledger_check import broken_rules
from portal.models import Profile
from tests.factories.money import NOW, TODAY, make_signed_pool, pay, plan, stage, tell
from tests.factories.outings import make_outing, make_places
from tests.factories.pools import make_pool
from tests.factories.portal import make_member


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    """£240.00 each."""
    return make_signed_pool(member, jo, price="480.00")


def of(pool: Pool, profile: Profile, on: date = TODAY) -> MemberMoney:
    return next(money for money in contribution_status(pool, on) if money.membership.profile_id == profile.pk)


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_without_a_plan_nothing_is_late(pool: Pool, jo: Profile) -> None:
    money = of(pool, jo)

    assert (money.share, money.expected, money.received) == (Decimal("240.00"), Decimal(0), Decimal(0))
    assert (money.state, money.words) == (MoneyState.NOTHING_DUE, "£240.00 is still to come. No day is agreed yet.")


def test_before_anything_is_signed(member: Profile) -> None:
    pool = make_pool(member)
    plan(pool)

    money = of(pool, member)

    assert (money.share, money.state, money.words) == (None, MoneyState.NOTHING_DUE, "There is nothing to pay.")


@pytest.mark.parametrize(
    ("paid", "on", "state", "words"),
    [
        (None, after(-1), "nothing_due", "Nothing is missing. The next £20.00 is due on 20 November 2026."),
        (None, TODAY, "on_time", "£20.00 is due today."),
        (None, after(1), "late", "£20.00 is still to come. It was due yesterday."),
        (None, after(16), "late", "£20.00 is still to come. It was due 16 days ago."),
        ("5.00", after(16), "short", "£15.00 is still to come. It was due 16 days ago."),
        ("20.00", after(16), "on_time", "Nothing is missing. The next £20.00 is due on 20 December 2026."),
        ("25.00", after(16), "over", "Nothing is missing. The next £15.00 is due on 20 December 2026."),
        ("20.00", after(35), "late", "£20.00 is still to come. It was due 5 days ago."),
        ("240.00", after(16), "over", "All of it is paid. Thank you."),
        ("240.00", after(400), "on_time", "All of it is paid. Thank you."),
    ],
)
def test_how_it_stands(pool: Pool, jo: Profile, paid: str | None, on: date, state: str, words: str) -> None:
    plan(pool)
    if paid:
        pay(pool, jo, paid)

    money = of(pool, jo, on)

    assert (money.state, money.words) == (state, words)
    assert money.difference == money.received - money.expected


def test_somebodys_own_plan_comes_before_everybodys(pool: Pool, member: Profile, jo: Profile) -> None:
    plan(pool, Rhythm.QUARTERLY, profile=jo, first_due_on=date(2026, 12, 1), ends_on=date(2027, 3, 31))
    plan(pool, now=NOW + timedelta(hours=1))

    assert [instalment.amount for instalment in of(pool, jo).instalments] == [Decimal("120.00")] * 2
    assert len(of(pool, member).instalments) == 12
    plan(pool, Rhythm.ONCE, profile=jo, now=NOW + timedelta(hours=2))
    assert [instalment.amount for instalment in of(pool, jo).instalments] == [Decimal("240.00")]


def test_only_what_counts_is_received(pool: Pool, member: Profile, jo: Profile) -> None:
    plan(pool)
    tell(pool, jo, "20.00")
    wrong = pay(pool, jo, "30.00")
    take_back_contribution(contribution=wrong, why="It was Peter’s.", by=member, now=NOW)
    pay(pool, jo, "7.00")

    assert of(pool, jo).received == Decimal("7.00")
    assert left_to_pay(pool, jo) == Decimal("233.00")


def test_a_booking_fee_is_no_contribution(pool: Pool, member: Profile, jo: Profile) -> None:
    plan(pool)
    pay(pool, jo, "7.00")

    (place,) = make_places(make_outing(pool, now=NOW, booking_fee=Decimal("2.00")), jo)
    record_fee_paid(place=place, by=member, now=NOW + timedelta(days=3))

    assert of(pool, jo).received == Decimal("7.00")
    assert (balance_of_member(pool, jo), left_to_pay(pool, jo)) == (Decimal("-231.00"), Decimal("233.00"))


def test_what_is_paid_at_the_place_counts_without_the_books(member: Profile, jo: Profile) -> None:
    pool = make_signed_pool(member, jo, price="14.00", path=MoneyPath.VENUE)

    pay(pool, jo, "5.00", how="place")

    assert (of(pool, jo).received, left_to_pay(pool, jo)) == (Decimal("5.00"), Decimal("2.00"))
    assert not pool.transfers.exists()


def test_totals(pool: Pool, member: Profile, jo: Profile) -> None:
    plan(pool)
    pay(pool, jo, "25.00")

    totals = totals_of(contribution_status(pool, TODAY))

    assert (totals.share, totals.expected) == (Decimal("480.00"), Decimal("40.00"))
    assert (totals.received, totals.still_to_come) == (Decimal("25.00"), Decimal("455.00"))


def test_the_check_finds_money_that_counts_and_is_in_no_books(pool: Pool, member: Profile, jo: Profile) -> None:
    told = tell(pool, jo, "20.00")
    staged = stage(pool, "20/11/2026,JO,5.00,1")
    confirm_import(bank_import=staged, payers={staged.rows.get(): jo}, by=member, now=NOW)
    assert broken_rules() == []

    told.statuses.create(state="confirmed", by=member, at=NOW)
    BankRow.objects.update(transfer=None)

    assert [breach.rule for breach in broken_rules()] == [
        "What a member has paid is in the books",
        "Each confirmed line of a bank statement is in the books",
    ]


def test_the_check_finds_a_bank_line_of_another_amount(pool: Pool, member: Profile, jo: Profile) -> None:
    staged = stage(pool, "20/11/2026,JO,5.00,1")
    confirm_import(bank_import=staged, payers={staged.rows.get(): jo}, by=member, now=NOW)

    BankRow.objects.update(amount="5.01")

    assert [breach.rule for breach in broken_rules()] == ["Each confirmed line of a bank statement is in the books"]
