"""What PostgreSQL refuses about hours, whoever asks."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from pools.models import (
    Account,
    Assistant,
    Entry,
    HoursAnswer,
    HoursConsent,
    HoursLoan,
    HoursLoanReturn,
    HoursPeriod,
    HoursRates,
    PatternShift,
    Pool,
    Shift,
    ShiftRecord,
    ShiftShare,
    Transfer,
    Unit,
)
from pools.operations.hours import give_hours
from pools.operations.hours_loans import lend_hours, return_lent_hours
from pools.operations.hours_period import UnusedAnswer, answer_hours_period, open_hours_period
from pools.operations.hours_rates import set_hours_rates
from pools.operations.ledger import credit, debit, post
from pools.operations.rota import Worked, accept_week, plan_week, record_shift
from pools.queries.ledger_check import broken_rules
from portal.models import Area, Profile
from tests.factories.hours import MONDAY, add_pattern, give_everybody, make_house
from tests.factories.pools import NOW


@pytest.fixture
def house(area: Area) -> Pool:
    pool = make_house(people=2)
    give_everybody(pool, minutes=600)
    return pool


@pytest.fixture
def walter(house: Pool) -> Profile:
    return Profile.objects.get(shown_name="Walter")


def look_now() -> None:
    """Let PostgreSQL look now at what it looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    with ExitStack() as stack:
        error = stack.enter_context(pytest.raises(IntegrityError))
        stack.enter_context(transaction.atomic())
        yield
        look_now()
    assert error.value.__cause__.diag.constraint_name == constraint


def take(house: Pool, taken: int, now: datetime, **yes: object) -> Transfer:
    """Take minutes from Edie past all operations, with whatever yes is given."""
    edie = Account.objects.get(profile=house.organiser)
    provider = Account.objects.get(kind="provider")
    amount = Decimal(taken)
    transfer = post(
        pool=house,
        kind="hours_used",
        words="Taken",
        postings=[debit(edie, amount, Unit.MINUTES), credit(provider, amount, Unit.MINUTES)],
        happened_on=now.date(),
        by=None,
        now=now,
    )
    if yes:
        details = {"profile": house.organiser, "minutes": taken, "words": "Yes", "said_at": now, **yes}
        HoursConsent.objects.create(transfer=transfer, **details)
    return transfer


def test_nobodys_hours_go_down_without_their_own_yes(house: Pool, walter: Profile, now: datetime) -> None:
    for yes in ({}, {"profile": walter}, {"minutes": 59}):
        with refused("pools_entry_hours_fall_with_a_yes"):
            take(house, 60, now, **yes)
    # The last of it may go, with a yes.
    take(house, 600, now, words="Yes")
    look_now()


def test_nobodys_hours_go_below_zero(house: Pool, now: datetime) -> None:
    with refused("pools_entry_hours_fall_with_a_yes"):
        take(house, 601, now, words="Yes")


def test_check_ledger_tells_of_each_rule_with_its_row(house: Pool, walter: Profile, now: datetime) -> None:
    # The fault is planted, told of, and taken back: PostgreSQL would not let it end the transaction.
    with transaction.atomic():
        taken = take(house, 700, now)
        lend_hours(pool=house, to=house.organiser, minutes=60, due_on=date(2026, 12, 24), by=walter, now=now)
        give_hours(pool=house, to=house.organiser, minutes=1, by=walter, now=now)
        told = {breach.rule: breach.row for breach in broken_rules()}
        transaction.set_rollback(True)

    edie, account = house.organiser, Account.objects.get(profile=house.organiser)
    assert told == {
        "Nobody’s hours go down without their own yes": f"transfer {taken.pk} takes 700 minutes from profile {edie.pk}",
        "Nobody’s hours go below zero": f"account {account.pk} of pool {house.pk} has -39 minutes",
    }


@pytest.fixture
def everything(house: Pool, walter: Profile) -> Pool:
    """One row of each kind."""
    edie, lin = house.organiser, house.assistants.get()
    add_pattern(house, weekdays=[0], staff=1)
    (shift,) = plan_week(pool=house, monday=MONDAY, assistant=lin, by=edie, now=NOW)
    for person in (edie, walter):
        accept_week(pool=house, monday=MONDAY, minutes=540, by=person, now=NOW)
    record_shift(shift=shift, worked=Worked(how="as_planned"), by=edie, now=NOW + timedelta(days=2))
    loan = lend_hours(pool=house, to=walter, minutes=30, due_on=date(2026, 12, 24), by=edie, now=NOW)
    return_lent_hours(loan=loan, minutes=10, by=walter, now=NOW)
    period = open_hours_period(pool=house, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=30), by=edie, now=NOW)
    answer = UnusedAnswer(choice="lend", minutes=5, to=walter, due_on=date(2027, 1, 1))
    answer_hours_period(period=period, answer=answer, by=edie, now=NOW)
    set_hours_rates(pool=house, checked_on=MONDAY, by=edie, now=NOW)
    return house


@pytest.mark.parametrize(
    ("model", "constraint", "change"),
    [
        (HoursRates, "pools_hoursrates_hired_how_known", "hired_how = 'magic'"),
        (HoursRates, "pools_hoursrates_nothing_below_zero", "insurance = -1"),
        (HoursRates, "pools_hoursrates_somebody_works", "people = 0"),
        (PatternShift, "pools_patternshift_weekday_known", "weekday = 7"),
        (PatternShift, "pools_patternshift_kind_known", "kind = 'lunch'"),
        (PatternShift, "pools_patternshift_some_staff", "staff = 0"),
        (Assistant, "pools_assistant_hired_how_known", "hired_how = 'magic'"),
        (Assistant, "pools_assistant_has_a_name", "name = ' '"),
        (Assistant, "pools_assistant_employer_is_named", "employers = ''"),
        (Assistant, "pools_assistant_last_day_after_first", "fixed_until = starts_on - 1"),
        (Assistant, "pools_assistant_ended_after_starting", "ended_on = starts_on - 1"),
        (Assistant, "pools_assistant_status_has_words_and_a_date", "status_words = 'Employed'"),
        (Assistant, "pools_assistant_owed_not_below_zero", "owed_if_employed = -1"),
        (Shift, "pools_shift_kind_known", "kind = 'lunch'"),
        (Shift, "pools_shift_ends_after_it_starts", "ends_at = starts_at"),
        (ShiftShare, "pools_shiftshare_yes_has_a_number_and_a_time", "accepted_minutes = NULL"),
        (ShiftShare, "pools_shiftshare_yes_has_a_number_and_a_time", "declined_at = now()"),
        (HoursPeriod, "pools_hoursperiod_ends_after_it_starts", "ends_on = starts_on - 1"),
    ],
)
def test_rows_that_are_none(everything: Pool, model: type, constraint: str, change: str) -> None:
    with refused(constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


@pytest.mark.parametrize(
    ("model", "constraint", "change"),
    [
        (PatternShift, "pools_patternshift_once", {}),
        (Assistant, "pools_assistant_once", {}),
        (Shift, "pools_shift_planned_once", {}),
        (ShiftShare, "pools_shiftshare_once", {}),
        (HoursPeriod, "pools_hoursperiod_one_at_a_time", {"starts_on": "ends_on"}),
        (ShiftRecord, "pools_shiftrecord_worked_how_known", {"worked_how": "'magic'"}),
        (ShiftRecord, "pools_shiftrecord_says_who_worked_and_when", {"worked_to": "NULL"}),
        (ShiftRecord, "pools_shiftrecord_says_who_worked_and_when", {"worked_by_id": "NULL"}),
        (ShiftRecord, "pools_shiftrecord_says_who_worked_and_when", {"worked_how": "'did_not_come'"}),
        (HoursConsent, "pools_hoursconsent_once", {}),
        (HoursConsent, "pools_hoursconsent_has_words", {"words": "' '"}),
        (HoursConsent, "pools_hoursconsent_to_some_minutes", {"minutes": "0"}),
        (HoursLoan, "pools_hoursloan_of_some_minutes", {"minutes": "0"}),
        (HoursLoan, "pools_hoursloan_to_somebody_else", {"borrower_id": "lender_id"}),
        (HoursLoan, "pools_hoursloan_due_later", {"due_on": "lent_on"}),
        (HoursLoanReturn, "pools_hoursloanreturn_of_some_minutes", {"minutes": "0"}),
        (HoursLoanReturn, "pools_hoursloanreturn_no_more_than_lent", {"minutes": "21"}),
        (HoursAnswer, "pools_hoursanswer_choice_known", {"choice": "'burn'"}),
        (HoursAnswer, "pools_hoursanswer_says_how_many", {"minutes": "NULL"}),
        (HoursAnswer, "pools_hoursanswer_says_to_whom", {"to_id": "profile_id"}),
        (HoursAnswer, "pools_hoursanswer_says_to_whom", {"to_id": "NULL"}),
        (HoursAnswer, "pools_hoursanswer_says_when_due", {"due_on": "NULL"}),
    ],
)
def test_further_rows_that_are_none(everything: Pool, model: type, constraint: str, change: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.local_fields if field.column != "id"]
    values = [change.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    with refused(constraint), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} (id, {names}) "
            f"SELECT gen_random_uuid(), {', '.join(values)} FROM {model._meta.db_table} LIMIT 1"
        )


@pytest.mark.parametrize("model", [HoursConsent, HoursLoan, HoursLoanReturn, HoursAnswer, ShiftRecord])
@pytest.mark.parametrize("sql", ["DELETE FROM {table}", "UPDATE {table} SET id = id"])
def test_what_is_written_stays(everything: Pool, model: type, sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table=model._meta.db_table))
    assert Entry.objects.exists()
