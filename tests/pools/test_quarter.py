from datetime import UTC, date, datetime

import pytest

from pools.quarter import Quarter


@pytest.mark.parametrize("text", ["2026Q1", "2026Q4", "2999Q4"])
def test_reads_what_it_writes(text):
    assert str(Quarter.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2026", "2026Q0", "2026Q5", "2026q4", "26Q4", " 2026Q4", "2026Q4\n", "2026-Q4", "1026Q4", "٢٠٢٦Q4"]
)
def test_refuses_what_is_no_quarter(text):
    with pytest.raises(ValueError, match="is not a quarter such as 2026Q4"):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("text", "first_day", "last_day", "words"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "January to March 2026"),
        ("2026Q2", date(2026, 4, 1), date(2026, 6, 30), "April to June 2026"),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31), "October to December 2026"),
        ("2028Q1", date(2028, 1, 1), date(2028, 3, 31), "January to March 2028"),
    ],
)
def test_begins_and_ends(text, first_day, last_day, words):
    quarter = Quarter.parse(text)

    assert (quarter.first_day, quarter.last_day, quarter.words) == (first_day, last_day, words)


def test_begins_and_ends_by_british_clocks():
    quarter = Quarter.parse("2026Q2")

    assert quarter.begins_at == datetime(2026, 3, 31, 23, 0, tzinfo=UTC)
    assert quarter.ends_at == datetime(2026, 6, 30, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 11, 23, 14, 0, tzinfo=UTC), "2026Q4"),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "2026Q2"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "2026Q3"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "2027Q1"),
    ],
)
def test_quarter_of_a_moment(moment, quarter):
    assert str(Quarter.of(moment)) == quarter


def test_the_one_before():
    assert Quarter.parse("2027Q1").before == Quarter.parse("2026Q4")
    assert Quarter.parse("2026Q4").before == Quarter.parse("2026Q3")
