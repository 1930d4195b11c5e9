"""On which days, and how much: to the penny, whatever the share, the rhythm and the day it begins."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.models import INSTALMENTS_A_YEAR, Rhythm
from pools.queries.contribution_plan import SignedShare, due_days, instalments

days = st.dates(date(2023, 1, 1), date(2032, 12, 31))
shares = st.integers(1, 5_000_000).map(lambda pennies: Decimal(pennies).scaleb(-2))
rhythms = st.sampled_from(Rhythm)


@given(rhythm=rhythms, first=days, share=shares)
def test_instalments_add_up_to_the_share(rhythm: Rhythm, first: date, share: Decimal) -> None:
    due = instalments(due_days(rhythm, first), [SignedShare(since=first, amount=share)])

    amounts = [instalment.amount for instalment in due]
    assert sum(amounts) == share
    assert max(amounts) - min(amounts) <= Decimal("0.01")
    # Odd pennies come first.
    assert amounts == sorted(amounts, reverse=True)
    assert len(due) == min(INSTALMENTS_A_YEAR[rhythm], int(share * 100))


@given(rhythm=rhythms, first=days)
def test_days_come_one_after_the_other_within_a_year(rhythm: Rhythm, first: date) -> None:
    due = due_days(rhythm, first)

    assert due[0] == first
    assert len(due) == INSTALMENTS_A_YEAR[rhythm]
    assert due == sorted(set(due))
    assert due[-1] < first + timedelta(days=365)


@given(rhythm=rhythms, first=days, length=st.integers(0, 400))
def test_nothing_is_due_after_the_end_of_somebodys_year(rhythm: Rhythm, first: date, length: int) -> None:
    ends_on = first + timedelta(days=length)

    due = instalments(due_days(rhythm, first, ends_on), [SignedShare(since=first, amount=Decimal("100.01"))])

    assert sum(instalment.amount for instalment in due) == Decimal("100.01")
    assert due[-1].due_on <= ends_on


@given(
    rhythm=rhythms,
    first=days,
    changes=st.lists(st.tuples(st.integers(0, 500), shares), min_size=1, max_size=4),
)
def test_a_share_that_changes_in_the_middle_of_the_year_adds_up_too(
    rhythm: Rhythm, first: date, changes: list[tuple[int, Decimal]]
) -> None:
    signed = [SignedShare(since=first + timedelta(days=after), amount=amount) for after, amount in sorted(changes)]

    due = instalments(due_days(rhythm, first), signed)

    assert sum(instalment.amount for instalment in due) == signed[-1].amount
    assert all(instalment.amount > 0 for instalment in due)
    assert [instalment.due_on for instalment in due] == sorted({instalment.due_on for instalment in due})


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2027, 1, 31), [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]),
        (date(2028, 1, 31), [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]),
        (date(2027, 11, 30), [date(2027, 11, 30), date(2027, 12, 30), date(2028, 1, 30), date(2028, 2, 29)]),
    ],
    ids=["short February", "leap year", "over the new year"],
)
def test_monthly_on_the_last_day(first: date, expected: list[date]) -> None:
    assert due_days(Rhythm.MONTHLY, first)[:4] == expected


def test_what_had_fallen_due_stays_as_it_was() -> None:
    signed = [
        SignedShare(since=date(2027, 1, 1), amount=Decimal("120.00")),
        SignedShare(since=date(2027, 7, 1), amount=Decimal("180.00")),
    ]

    due = instalments(due_days(Rhythm.MONTHLY, date(2027, 1, 15)), signed)

    assert [instalment.amount for instalment in due] == [Decimal("10.00")] * 6 + [Decimal("20.00")] * 6


def test_less_than_had_fallen_due_is_worked_out_anew() -> None:
    signed = [
        SignedShare(since=date(2027, 1, 1), amount=Decimal("120.00")),
        SignedShare(since=date(2027, 12, 1), amount=Decimal("60.00")),
    ]

    due = instalments(due_days(Rhythm.MONTHLY, date(2027, 1, 15)), signed)

    assert [instalment.amount for instalment in due] == [Decimal("5.00")] * 12
