"""What PostgreSQL refuses about budget rounds, whoever asks."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from pools.models import BudgetChoice
from pools.operations.budget_round import choose_activity
from portal.models import Profile
from tests.factories.budget_rounds import make_open_round
from tests.factories.pools import make_pool
from tests.pools.test_ledger_constraints import refused


@pytest.fixture
def choice(member: Profile, now: datetime) -> BudgetChoice:
    _round, (boat, *_others) = make_open_round(make_pool(member), now=now)
    return choose_activity(activity=boat, by=member, now=now)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE pools_budgetround SET title = ' '", "pools_budgetround_title_not_blank"),
        ("UPDATE pools_budgetround SET period = ''", "pools_budgetround_period_not_blank"),
        ("UPDATE pools_budgetround SET allowance = 0", "pools_budgetround_allowance_above_zero"),
        (
            (
                "INSERT INTO pools_budgetroundstatus (id, round_id, state, by_id, at)"
                " SELECT gen_random_uuid(), id, 'lost', made_by_id, now() FROM pools_budgetround"
            ),
            "pools_budgetroundstatus_state_known",
        ),
        ("UPDATE pools_budgetactivity SET title = 'Bingo'", "pools_budgetactivity_title_once"),
        ("UPDATE pools_budgetactivity SET title = ' ' WHERE place = 0", "pools_budgetactivity_title_not_blank"),
        ("UPDATE pools_budgetactivity SET price = -1", "pools_budgetactivity_price_not_below_zero"),
        ("UPDATE pools_budgetactivity SET not_included = ''", "pools_budgetactivity_price_says_what_it_leaves_out"),
        ("UPDATE pools_budgetactivity SET minimum_people = 0", "pools_budgetactivity_numbers_fit"),
        ("UPDATE pools_budgetactivity SET maximum_people = 1", "pools_budgetactivity_numbers_fit"),
        ("UPDATE pools_budgetactivity SET outcome = 'lost'", "pools_budgetactivity_outcome_known"),
        ("UPDATE pools_budgetchoice SET ended_at = now()", "pools_budgetchoice_end_has_a_reason"),
        ("UPDATE pools_budgetchoice SET end = 'cancelled'", "pools_budgetchoice_end_has_a_reason"),
        (
            (
                'INSERT INTO pools_budgetchoice (id, activity_id, profile_id, chosen_at, "end")'
                " SELECT gen_random_uuid(), activity_id, profile_id, now(), '' FROM pools_budgetchoice"
            ),
            "pools_budgetchoice_once",
        ),
    ],
)
def test_the_database_refuses(choice: BudgetChoice, statement: str, constraint: str) -> None:
    statement = statement.replace("SET end =", 'SET "end" =')

    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == constraint


def test_where_a_round_stood_is_history(choice: BudgetChoice) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM pools_budgetroundstatus")


def test_nobody_chooses_with_more_than_they_have(choice: BudgetChoice) -> None:
    """Forty pounds more, behind the operation's back."""
    assert choice.transfer is not None
    purse, till = (entry.account for entry in choice.transfer.entries.select_related("account").order_by("-amount"))

    more = refused(choice.transfer.pool, (purse, "gbp", "40"), (till, "gbp", "-40"), kind="choice")

    assert more == "pools_transfer_adds_up"
