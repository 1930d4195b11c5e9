from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from moderation.figures import Reading, figures_of, told


def reading(hours: float = 1, **fields: object) -> Reading:
    facts = {"outcome": "publish", "is_kept": True, "is_reversed": None, **fields}
    return Reading(waited=timedelta(hours=hours), **facts)


def test_figures_of_a_year() -> None:
    readings = [
        *(reading(hours) for hours in range(1, 21)),
        *(reading(2, outcome="remove", is_kept=False, is_reversed=number < 10) for number in range(12)),
        reading(2, outcome="ask_change", is_kept=None),
    ]

    figures = figures_of(readings, outcomes=["publish", "ask_change", "remove"])

    # 33 texts; 20 of the 32 whose authors waited were answered in time.
    assert figures.texts == 35
    assert (figures.half_within, figures.most_within) == (4.0, 16.8)
    assert figures.kept == 62
    assert figures.outcomes == {"publish": 20, "ask_change": None, "remove": 10}
    assert (figures.appeals, figures.reversals) == (10, 10)


def test_nine_texts_tell_nothing() -> None:
    figures = figures_of([reading()] * 9, outcomes=["publish"])

    assert (figures.texts, figures.half_within, figures.most_within, figures.kept) == (None, None, None, None)
    assert figures.outcomes == {"publish": None}


@given(number=st.integers(0, 10_000))
def test_a_count_is_told_to_the_nearest_five_or_not_at_all(number: int) -> None:
    shown = told(number)

    assert (shown is None) == (number < 10)
    assert shown is None or (shown % 5 == 0 and abs(shown - number) <= 2)
