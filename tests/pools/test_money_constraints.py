"""What PostgreSQL itself refuses about money that comes in, asked in raw SQL."""

import pytest
from django.db import IntegrityError

from pools.models import BankImport, Contribution, ContributionPlan, MoneyTask, Pool, Purchase
from portal.models import Area
from tests.factories.money import bill, make_signed_pool, pay, plan, stage, task
from tests.factories.portal import make_member
from tests.pools.test_constraints import execute, refused


@pytest.fixture
def pool(area: Area) -> Pool:
    return make_signed_pool(make_member("Peter"))


@pytest.fixture
def paid(pool: Pool) -> Contribution:
    return pay(pool, pool.organiser, "20.00")


@pytest.fixture
def staged(pool: Pool) -> BankImport:
    return stage(pool, "20/11/2026,PETER,5.00,1")


def copied(table: str, row: object, **changes: str) -> str:
    """The constraint that refuses the same row once more, with these changes."""
    columns = [field.column for field in row._meta.local_fields if field.column not in {"id", "area_id"}]
    values = ", ".join(changes.get(column, column) for column in columns)
    names = ", ".join(columns)
    return refused(
        f"INSERT INTO {table} (id, area_id, {names}) SELECT gen_random_uuid(), area_id, {values} "
        f"FROM {table} WHERE id = %s",
        row.pk,
    )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"amount": "0"}, "amount_above_zero"),
        ({"how": "'pigeon'"}, "how_known"),
        ({"how": "'direct'"}, "direct_names_the_seller"),
        ({"seller": "'Marco'"}, "direct_names_the_seller"),
    ],
)
def test_contribution(paid: Contribution, changes: dict[str, str], constraint: str) -> None:
    assert copied("pools_contribution", paid, **changes) == f"pools_contribution_{constraint}"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "'lost'", "transfer_id": "NULL", "why": "'Gone'"}, "state_known"),
        ({"state": "'told'"}, "only_confirmed_is_in_the_books"),
        ({"state": "'not_found'", "transfer_id": "NULL"}, "says_why_not"),
        ({"transfer_id": "NULL"}, "each_state_once"),
    ],
)
def test_contribution_status(paid: Contribution, changes: dict[str, str], constraint: str) -> None:
    status = paid.statuses.get()

    assert copied("pools_contributionstatus", status, **changes) == f"pools_contributionstatus_{constraint}"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [({"rhythm": "'hourly'"}, "rhythm_known"), ({"ends_on": "first_due_on - 1"}, "ends_after_it_begins")],
)
def test_plan(pool: Pool, changes: dict[str, str], constraint: str) -> None:
    made: ContributionPlan = plan(pool)

    assert copied("pools_contributionplan", made, **changes) == f"pools_contributionplan_{constraint}"


@pytest.mark.parametrize("table", ["contribution", "contributionstatus", "contributionplan"])
def test_history_is_never_changed(pool: Pool, paid: Contribution, table: str) -> None:
    plan(pool)

    for change in (f"UPDATE pools_{table} SET area_id = area_id", f"DELETE FROM pools_{table}"):
        with pytest.raises(IntegrityError, match="append-only"):
            execute(change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("what = ' '", "what_not_blank"),
        ("seller = ' '", "seller_not_blank"),
        ("value = 0", "value_above_zero"),
        ("state = 'dreamt', closed_at = now(), closed_by_id = profile_id", "state_known"),
        ("closed_at = now()", "closed_has_a_time"),
        ("state = 'withdrawn'", "closed_has_a_time"),
        ("state = 'done', closed_at = now(), closed_by_id = profile_id", "done_is_in_the_books"),
    ],
)
def test_task(pool: Pool, change: str, constraint: str) -> None:
    bill(pool, "50.00")
    offered: MoneyTask = task(pool, pool.organiser, "20.00")

    refusal = refused(f"UPDATE pools_moneytask SET {change} WHERE id = %s", offered.pk)

    assert refusal == f"pools_moneytask_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'lost', closed_at = now(), closed_by_id = brought_by_id", "state_known"),
        ("sha256 = 'short'", "fingerprint"),
        ("state = 'confirmed'", "closed_has_a_time"),
    ],
)
def test_bank_import(staged: BankImport, change: str, constraint: str) -> None:
    refusal = refused(f"UPDATE pools_bankimport SET {change} WHERE id = %s", staged.pk)

    assert refusal == f"pools_bankimport_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("verdict = 'perhaps'", "verdict_known"),
        ("amount = 0", "ready_is_whole"),
        ("day = NULL", "ready_is_whole"),
        ("fingerprint = ''", "ready_is_whole"),
        (
            "transfer_id = (SELECT id FROM pools_transfer LIMIT 1), profile_id = NULL",
            "only_money_of_somebody_is_in_the_books",
        ),
    ],
)
def test_bank_row(staged: BankImport, change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_bankrow SET {change}") == f"pools_bankrow_{constraint}"


def test_the_same_file_and_the_same_line_come_once(staged: BankImport) -> None:
    assert copied("pools_bankimport", staged) == "pools_bankimport_each_file_once"
    assert copied("pools_bankrow", staged.rows.get()) == "pools_bankrow_each_line_once"


@pytest.mark.parametrize("changes", [{"paid_how": "'others'"}, {"paid_by": "'Richmond House'"}])
def test_a_purchase_names_who_else_paid(pool: Pool, changes: dict[str, str]) -> None:
    bought: Purchase = bill(pool, "50.00")

    assert copied("pools_purchase", bought, **changes) == "pools_purchase_names_who_else_paid"
