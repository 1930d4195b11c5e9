"""
Whatever people do with a pool's money and hours, the books add up; and three faults that are seen at once.

The lives are the same each time, so that a change alone can make this fail. To look for new trouble, live many others:
`POOL_LIVES=100 python -m pytest -n 0 tests/pools/test_pool_machine.py -k whatever`.
"""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from pools.models import Transfer, TransferKind
from pools.operations import ledger
from pools.queries import costing
from portal.models import Area
from portal.money import split
from tests.pools.pool_machine import PENNY, HoursMachine, MoneyMachine, PoolMachine, WholeMachine

OTHERS = int(os.environ.get("POOL_LIVES", "0"))
LIVES = settings(
    max_examples=OTHERS or 5,
    derandomize=not OTHERS,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# A planted fault is found by the same lives each time, and nobody needs the shortest of them.
FAULTY_LIVES = settings(LIVES, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False, print_blob=False)


class Buying(PoolMachine):
    """Only what it takes to buy something."""

    contribute = MoneyMachine.contribute
    buy = MoneyMachine.buy


class Giving(PoolMachine):
    """Only what it takes to give hours away."""

    put_in = HoursMachine.put_in
    give = HoursMachine.give


def fails(machine: type[RuleBasedStateMachine], *, because: str) -> None:
    with pytest.raises(AssertionError, match=because):
        run_state_machine_as_test(machine, settings=FAULTY_LIVES)


def test_whatever_happens_to_a_pool_its_books_add_up(area: Area) -> None:
    run_state_machine_as_test(WholeMachine, settings=LIVES)


def test_shares_that_lose_a_penny_are_seen(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(total: Any, weights: Any) -> Any:
        first, *others = split(total, weights)
        return [first - PENNY, *others] if first else [first, *others]

    monkeypatch.setattr(costing, "split", careless)

    fails(Buying, because="the shares are not the total")


def test_a_purchase_that_books_the_bill_and_no_payment_is_seen(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(**facts: Any) -> Transfer | None:
        return None if facts["kind"] != TransferKind.BILL else ledger.post(**facts)

    monkeypatch.setattr("pools.operations.purchase.post", forgetful)

    fails(Buying, because="a purchase is not in the books|not refused")


def test_a_gift_of_hours_without_a_yes_is_seen(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unheard:
        """Somebody's yes that nobody writes down."""

        objects = SimpleNamespace(bulk_create=list)

        def __init__(self, **facts: Any) -> None:
            self.facts = facts

    monkeypatch.setattr("pools.operations.hours.HoursConsent", Unheard)

    fails(Giving, because="hours go down without their own yes")
