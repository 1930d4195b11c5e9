"""Scenario 7: eight people in Kent give tasks instead of money, and every balance ends at £0.00."""

from decimal import Decimal

import pytest

from pools.models import MoneyTask, Pool
from pools.operations.money_task import (
    UnableToCloseTask,
    UnableToOfferTask,
    offer_task,
    record_in_kind,
    withdraw_task,
)
from pools.operations.purchase import pay_bill
from pools.queries.contributions import MoneyState, contribution_status, left_to_pay
from pools.queries.ledger import balance_of_member, balances_of
from pools.queries.ledger_check import broken_rules
from portal.models import Area, Profile
from tests.factories.money import NOW, TODAY, bill, make_signed_pool, pay, plan, task
from tests.factories.portal import make_member

TRAINER = "The trainer"


@pytest.fixture
def people(area: Area) -> list[Profile]:
    return [make_member(name) for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")]


@pytest.fixture
def skype(people: list[Profile]) -> Pool:
    """Eight times £20.00 for a course. The bill of £160.00 is there."""
    pool = make_signed_pool(*people, price="160.00")
    bill(pool, "160.00", TRAINER)
    return pool


def offer(pool: Pool, person: Profile, what: str, value: str) -> MoneyTask:
    return task(pool, person, value, what=what, seller=TRAINER)


def done(pool: Pool, found: MoneyTask) -> None:
    record_in_kind(task=found, by=pool.organiser, now=NOW)


def test_three_tasks_replace_160_pounds(skype: Pool, people: list[Profile]) -> None:
    assert {balance_of_member(skype, person) for person in people} == {Decimal("-20.00")}
    tasks = [
        offer(skype, people[0], "Accessibility training", "60.00"),
        offer(skype, people[3], "Classroom assistants", "60.00"),
        offer(skype, people[6], "Evaluating the course", "40.00"),
    ]
    # Nothing counts before it is done.
    assert {balance_of_member(skype, person) for person in people} == {Decimal("-20.00")}

    for found in tasks:
        done(skype, found)

    assert skype.transfers.filter(kind="in_kind").count() == 3
    assert {balance.pounds for balance in balances_of(skype)} == {Decimal("0.00")}
    assert broken_rules() == []


def test_what_was_given_in_kind_counts_as_paid(skype: Pool, people: list[Profile]) -> None:
    plan(skype, "once")

    done(skype, offer(skype, people[0], "Accessibility training", "160.00"))

    members = contribution_status(skype, TODAY)
    assert {(money.received, money.state) for money in members} == {(Decimal("20.00"), MoneyState.ON_TIME)}


def test_odd_pennies_end_at_nothing(people: list[Profile]) -> None:
    """£100.00 between seven is £14.29 for two and £14.28 for five, in whatever parts it is worked off."""
    pool = make_signed_pool(*people[:7], price="100.00")
    bill(pool, "100.00", TRAINER)

    for value in ("33.33", "33.33", "33.33", "0.01"):
        done(pool, offer(pool, people[1], f"Help for {value}", value))

    assert {balance.pounds for balance in balances_of(pool)} == {Decimal("0.00")}


def test_offer_task_refuses(skype: Pool, people: list[Profile]) -> None:
    offer(skype, people[0], "Accessibility training", "100.00")
    with pytest.raises(UnableToOfferTask, match=r"still owe them £60\.00") as refusal:
        offer(skype, people[1], "Assistants", "60.01")
    assert refusal.value.field == "value"
    with pytest.raises(UnableToOfferTask, match="above zero"):
        offer(skype, people[1], "Assistants", "0.00")
    with pytest.raises(UnableToOfferTask, match="Say what you will do"):
        offer(skype, people[1], " ", "1.00")
    with pytest.raises(UnableToOfferTask, match="not in this pool"):
        offer_task(pool=skype, what="Tea", seller=TRAINER, value=Decimal(1), by=make_member("Zoe"), now=NOW)


def test_a_task_is_ones_own_and_can_be_taken_back(skype: Pool, people: list[Profile]) -> None:
    offered = offer(skype, people[0], "Accessibility training", "160.00")
    with pytest.raises(UnableToCloseTask, match="Only the person themselves"):
        withdraw_task(task=offered, by=people[1], now=NOW)

    withdraw_task(task=offered, by=people[0], now=NOW)

    with pytest.raises(UnableToCloseTask, match="done or taken back already"):
        done(skype, offered)
    assert offer(skype, people[1], "Assistants", "160.00").is_open


def test_a_task_does_not_count_for_more_than_the_seller_is_owed(skype: Pool, people: list[Profile]) -> None:
    offered = offer(skype, people[0], "Accessibility training", "160.00")
    pay(skype, people[1], "20.00")
    pay_bill(pool=skype, seller=TRAINER, amount=Decimal(20), paid_on=TODAY, by=people[0], now=NOW)

    with pytest.raises(UnableToCloseTask, match=r"owe The trainer only £140\.00 now"):
        done(skype, offered)

    assert left_to_pay(skype, people[0]) == Decimal("20.00")


def test_a_task_leaves_nothing_behind_when_it_stops_half_way(
    skype: Pool, people: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = offer(skype, people[0], "Accessibility training", "60.00")

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.money_task.record", broken)
    with pytest.raises(RuntimeError):
        done(skype, offered)

    offered.refresh_from_db()
    assert offered.is_open
    assert not skype.transfers.filter(kind="in_kind").exists()
