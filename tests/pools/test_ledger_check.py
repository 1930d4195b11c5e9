"""`check_ledger` sees each rule broken, and tells of the row. The faults are planted behind PostgreSQL's back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import structlog
from django.core.management import CommandError, call_command

from pools.models import AccountKind, Entry, Pool, Transfer, TransferKind
from pools.operations.ending import answer_ending, end_pool, propose_ending
from pools.operations.leaving import carry_out_leaving
from pools.operations.ledger import account_for, reverse_transfer
from pools.queries.ledger_check import broken_rules
from pools.tasks import check_ledger
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.leaving import NOW as LEFT_AT
from tests.factories.leaving import make_yearly_pool, tell
from tests.factories.ledger import NOW, make_signed_pool, pay_in
from tests.factories.outings import make_outing, make_outing_pool, make_places
from tests.factories.portal import make_area, make_member

Plant = Callable[..., Any]


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@pytest.fixture
def pool(area: Area) -> Pool:
    with area_context(area.id):
        pool = make_signed_pool(make_member("Peter"), make_member("Ann"), price="100.00")
        wrong = pay_in(pool, pool.organiser, "10.00")
        reverse_transfer(transfer=wrong, why="Wrong", by=pool.organiser, now=NOW)
        pay_in(pool, pool.organiser, "20.00", source="bank:1")
        account_for(pool, AccountKind.CONTINGENCY)
    return pool


@pytest.fixture
def plant(admin: psycopg.Connection) -> Plant:
    """Run a statement as somebody whom no trigger and no policy stops."""
    admin.execute("SET session_replication_role = replica")
    return admin.execute


def rules_broken(area: Area) -> list[str]:
    with area_context(area.id):
        return sorted({breach.rule for breach in broken_rules()})


def test_good_books(area: Area, pool: Pool, capsys: pytest.CaptureFixture[str]) -> None:
    assert rules_broken(area) == []

    call_command("check_ledger")

    assert capsys.readouterr().out == "The books of every pool add up.\n"


def test_a_transfer_that_does_not_add_up(
    area: Area, pool: Pool, plant: Plant, capsys: pytest.CaptureFixture[str]
) -> None:
    plant("UPDATE pools_entry SET amount = 20.01 WHERE amount = 20")

    with area_context(area.id):
        transfer = Transfer.objects.get(source="bank:1")
    assert rules_broken(area) == ["Each transfer sums to zero for each unit"]
    with pytest.raises(CommandError, match="1 rows break"):
        call_command("check_ledger")
    told = f"oxfordshire: Each transfer sums to zero for each unit: transfer {transfer.pk} has 0.01 gbp too many\n"
    assert capsys.readouterr().err == told


def test_a_transfer_with_one_entry(area: Area, pool: Pool, plant: Plant) -> None:
    plant("DELETE FROM pools_entry WHERE amount = 20")

    assert rules_broken(area) == ["A transfer has two entries or more", "Each transfer sums to zero for each unit"]


def test_an_entry_in_another_pools_books(area: Area, pool: Pool, plant: Plant) -> None:
    with area_context(area.id):
        other = account_for(
            make_signed_pool(make_member("Cy"), title="Other"), AccountKind.MEMBER, profile=pool.organiser
        )

    plant("UPDATE pools_entry SET account_id = %s WHERE amount = -20", (other.pk,))

    assert rules_broken(area) == ["A transfer stays in the books of its own pool"]


def test_a_reversal_of_something_else(area: Area, pool: Pool, plant: Plant) -> None:
    with area_context(area.id):
        other = Transfer.objects.get(source="bank:1")

    plant("UPDATE pools_transfer SET reverses_id = %s WHERE kind = 'reversal'", (other.pk,))

    assert rules_broken(area) == ["A reversal is the opposite of what it reverses"]


def test_more_paid_out_than_there_is(area: Area, pool: Pool, plant: Plant) -> None:
    plant("UPDATE pools_entry SET amount = -amount WHERE abs(amount) = 20")

    assert rules_broken(area) == ["Nobody pays out more than there is"]


def test_asked_for_more_than_was_signed(area: Area, pool: Pool, plant: Plant) -> None:
    with area_context(area.id):
        peter, ann = [
            Entry.objects.get(account__profile__shown_name=name, transfer__kind=TransferKind.CHARGE).pk
            for name in ("Peter", "Ann")
        ]

    plant("UPDATE pools_entry SET amount = 60 WHERE id = %s", (peter,))
    plant("UPDATE pools_entry SET amount = 40 WHERE id = %s", (ann,))

    assert rules_broken(area) == ["Each member is asked for what they signed"]
    with area_context(area.id):
        told = {breach.row.partition(": ")[2] for breach in broken_rules()}
    assert told == {"signed 50.00, asked for 60.00", "signed 50.00, asked for 40.00"}


def test_a_booking_fee_that_is_in_no_books(area: Area, plant: Plant) -> None:
    with area_context(area.id):
        people = [make_member("Samir"), make_member("Ines")]
        outing = make_outing(make_outing_pool(make_member("Amina"), *people), booking_fee=Decimal("2.00"))
        samir, _ines = make_places(outing, *people, paid=True)
        assert broken_rules() == []
        fee = samir.fees.get(state="paid")

    plant("UPDATE pools_transfer SET source = 'elsewhere' WHERE source = %s", (fee.source,))
    plant("DELETE FROM pools_entry WHERE transfer_id IN (SELECT id FROM pools_transfer WHERE source = 'elsewhere')")
    plant("DELETE FROM pools_transfer WHERE source = 'elsewhere'")

    with area_context(area.id):
        assert list(map(str, broken_rules())) == [f"Each booking fee is in the books: booking fee {fee.pk} (paid)"]


def test_a_booking_fee_on_somebody_elses_account(area: Area, plant: Plant) -> None:
    with area_context(area.id):
        people = [make_member("Samir"), make_member("Ines")]
        outing = make_outing(make_outing_pool(make_member("Amina"), *people), booking_fee=Decimal("2.00"))
        make_places(outing, *people, paid=True)
        accounts = [account_for(outing.pool, AccountKind.MEMBER, profile=person).pk for person in people]

    plant("UPDATE pools_entry SET account_id = %s WHERE account_id = %s", accounts)

    assert rules_broken(area) == ["Each booking fee is in the books"]


def test_somebody_who_left_and_is_not_settled(area: Area, plant: Plant) -> None:
    with area_context(area.id):
        pool = make_yearly_pool(make_member("Peter"), make_member("Ann"), price="200.00")
        leaver = pool.memberships.exclude(profile=pool.organiser).get().profile
        leaving = tell(pool, leaver)
        carry_out_leaving(leaving=leaving, by=leaver, now=LEFT_AT)
        assert broken_rules() == []

    plant("UPDATE pools_leaving SET settled_at = now() WHERE id = %s", (leaving.pk,))

    with area_context(area.id):
        assert list(map(str, broken_rules())) == [
            f"Whoever has left and is settled has £0.00: leaving {leaving.pk}: −£1.37 stands in their account"
        ]


def test_a_pool_that_ended_with_something_in_it(area: Area, plant: Plant) -> None:
    with area_context(area.id):
        pool = make_yearly_pool(make_member("Peter"), price="200.00")
        pay_in(pool, pool.organiser, "10.00")
        ending = propose_ending(pool=pool, why="We are done.", by=pool.organiser, now=LEFT_AT)
        answer_ending(ending=ending, agrees=True, to_get=Decimal("10.00"), by=pool.organiser, now=LEFT_AT)
        end_pool(ending=ending, by=pool.organiser, now=LEFT_AT)
        assert broken_rules() == []
        held, refund = account_for(pool, AccountKind.HOLDER), pool.transfers.get(kind=TransferKind.REFUND)

    plant("UPDATE pools_entry SET amount = amount + 1 WHERE account_id = %s AND transfer_id = %s", (held.pk, refund.pk))

    with area_context(area.id):
        told = {breach.rule: breach.row for breach in broken_rules()}
    assert told["A pool that was ended holds nothing"] == f"account {held.pk} has 1.00 left"


def test_the_nightly_job_tells_of_it(area: Area, pool: Pool, plant: Plant) -> None:
    plant("UPDATE pools_entry SET amount = 21 WHERE amount = 20")

    with structlog.testing.capture_logs() as logs:
        check_ledger()

    assert [(log["event"], log["log_level"], log["area"]) for log in logs] == [
        ("the books do not add up", "error", "oxfordshire")
    ]
