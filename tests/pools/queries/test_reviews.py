"""Averages for all, and nobody's own answer."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.queries.reviews import FEWEST_ANSWERS, Average, average_of, compare

SAID = st.dictionaries(st.uuids(), st.integers(0, 10), max_size=8)
FEW = Average(score=None, people=None)


def people(*scores: int) -> dict[UUID, int]:
    return {UUID(int=person): score for person, score in enumerate(scores)}


@pytest.mark.parametrize(
    ("scores", "average"),
    [
        ((), FEW),
        ((5, 6), FEW),
        ((5, 6, 7), Average(score=Decimal(6), people=3)),
        ((5, 6, 8), Average(score=Decimal("6.5"), people=3)),
        ((0, 0, 1), Average(score=Decimal("0.5"), people=3)),
        ((10, 10, 10, 9), Average(score=Decimal(10), people=4)),
    ],
)
def test_an_average_is_of_three_people_or_more(scores: tuple[int, ...], average: Average) -> None:
    assert average_of(people(*scores)) == average


@given(SAID)
def test_an_average_lies_between_the_answers_to_the_nearest_half(said: dict[UUID, int]) -> None:
    average = average_of(said)

    if len(said) < FEWEST_ANSWERS:
        assert average == FEW
    else:
        assert average.people == len(said)
        assert average.score % Decimal("0.5") == 0
        assert min(said.values()) <= average.score <= max(said.values())


@given(SAID, SAID)
def test_a_change_is_that_of_the_same_people_or_is_not_shown(before: dict[UUID, int], now: dict[UUID, int]) -> None:
    compared = compare(question="Life", before=before, now=now)
    both = before.keys() & now.keys()

    assert (compared.change is None) == (len(both) < FEWEST_ANSWERS)
    assert compared.both == (len(both) if len(both) >= FEWEST_ANSWERS else None)
    assert compared.are_the_same == (set(before) == set(now))


def test_who_answers_only_once_is_in_no_change() -> None:
    before = people(2, 2, 2, 10)
    now = {person: score + 3 for person, score in people(2, 2, 2).items()}

    compared = compare(question="Life", before=before, now=now)

    assert (compared.before.score, compared.now.score) == (Decimal(4), Decimal(5))
    assert (compared.change, compared.both, compared.are_the_same) == (Decimal(3), 3, False)
