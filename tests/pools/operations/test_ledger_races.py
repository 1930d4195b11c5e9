"""Many people at the same money in the same second, on real connections."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

import psycopg
import pytest
from django.db import IntegrityError, connection

from pools.models import AccountKind, Entry, PaidHow, Pool, Transfer, TransferKind
from pools.operations.ledger import account_for, credit, debit, post, reverse_transfer
from pools.operations.pool_status import lock_pool
from pools.operations.purchase import record_purchase
from pools.queries.ledger import left_to_spend, money_held
from pools.queries.ledger_check import broken_rules
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.ledger import make_signed_pool, pay_in
from tests.factories.portal import make_area, make_member
from tests.pools.operations.test_races import together

THREADS = 50


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@pytest.fixture
def pool(area: Area) -> Pool:
    """A pool with one pound."""
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"), price="100.00")
        pay_in(pool, pool.organiser, "1.00")
    return pool


def test_fifty_threads_spend_the_last_pound_once(area: Area, pool: Pool, now: datetime) -> None:
    def spend(number: int) -> object:
        return record_purchase(
            pool=pool,
            what=f"Thing {number}",
            seller="Shop",
            amount=Decimal("1.00"),
            bought_on=now.date(),
            paid_how=PaidHow.HELD,
            by=pool.organiser,
            now=now,
        )

    answers = Counter(together(area, *[lambda number=number: spend(number) for number in range(THREADS)]))

    assert answers == {"Purchase": 1, "UnableToPost": THREADS - 1}
    with area_context(area.id):
        assert (money_held(pool), left_to_spend(pool)) == (Decimal("0.00"), Decimal("99.00"))
        assert pool.purchases.count() == 1
        assert broken_rules() == []


def test_a_mistake_is_put_right_once(area: Area, pool: Pool, now: datetime) -> None:
    with area_context(area.id):
        wrong = Transfer.objects.get(kind=TransferKind.CONTRIBUTION)

    answers = together(area, *[lambda: reverse_transfer(transfer=wrong, why="Wrong", by=pool.organiser, now=now)] * 2)

    assert answers == ["Transfer", "UnableToReverse"]


def test_postgresql_keeps_the_last_pound_even_when_nobody_locks(
    area: Area, pool: Pool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A developer forgets the lock and the question whether there is enough: the database says no to all but one."""
    monkeypatch.setattr("pools.operations.ledger._refuse_paying_out_more_than_there_is", print)
    with area_context(area.id):
        holder, seller = account_for(pool, AccountKind.HOLDER), account_for(pool, AccountKind.PROVIDER, name="Shop")

    def pay() -> Transfer:
        return post(
            pool=pool,
            kind=TransferKind.PAYMENT,
            words="Paid",
            postings=[debit(seller, Decimal(1)), credit(holder, Decimal(1))],
            happened_on=now.date(),
            by=None,
            now=now,
        )

    answers = Counter(together(area, *[pay] * 8))

    assert answers == {"Transfer": 1, "IntegrityError": 7}
    with area_context(area.id):
        assert money_held(pool) == Decimal("0.00")


def test_entries_come_with_their_transfer(area: Area, pool: Pool) -> None:
    """Yesterday's transfer takes no more entries, though they would add up."""
    with area_context(area.id):
        lock_pool(pool)
        entry = Entry.objects.first()

    with area_context(area.id), pytest.raises(IntegrityError) as refusal, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pools_entry (id, transfer_id, account_id, unit, amount)"
            " VALUES (gen_random_uuid(), %s, %s, 'gbp', 1)",
            (entry.transfer_id, entry.account_id),
        )
    assert refusal.value.__cause__.diag.constraint_name == "pools_entry_with_its_transfer"
    assert isinstance(refusal.value.__cause__, psycopg.errors.CheckViolation)
