from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_hours import LONDON, after_working_hours, working_time_between


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        pytest.param("2026-11-23 10:00", 4, "2026-11-23 14:00", id="inside one day"),
        pytest.param("2026-11-23 13:00", 4, "2026-11-23 17:00", id="to the end of the day, not the next morning"),
        pytest.param("2026-11-23 15:30", 4, "2026-11-24 11:30", id="into the next day"),
        pytest.param("2026-11-23 07:15", 4, "2026-11-23 13:00", id="before anybody is at work"),
        pytest.param("2026-11-23 17:00", 4, "2026-11-24 13:00", id="at the moment of closing"),
        pytest.param("2026-11-23 22:40", 4, "2026-11-24 13:00", id="in the evening"),
        pytest.param("2026-11-27 16:00", 4, "2026-11-30 12:00", id="across a weekend"),
        pytest.param("2026-11-27 17:00", 4, "2026-11-30 13:00", id="as the weekend begins"),
        pytest.param("2026-11-28 11:00", 4, "2026-11-30 13:00", id="on a Saturday"),
        pytest.param("2026-11-29 23:59", 4, "2026-11-30 13:00", id="on a Sunday"),
        pytest.param("2026-11-23 10:00", 40, "2026-11-30 10:00", id="a whole working week"),
        pytest.param("2026-11-23 09:00", 40, "2026-11-27 17:00", id="a week from its beginning to its end"),
        pytest.param("2026-03-27 16:00", 4, "2026-03-30 12:00", id="while the clocks go forward"),
        pytest.param("2026-10-23 16:00", 4, "2026-10-26 12:00", id="while the clocks go back"),
    ],
)
def test_promised_time(start: str, hours: int, end: str) -> None:
    assert after_working_hours(start=london(start), hours=hours) == london(end)


def test_summer_time_counts_by_the_clock_on_the_wall() -> None:
    """9am in July is 8am in Greenwich."""
    assert after_working_hours(start=datetime(2026, 7, 6, 8, 0, tzinfo=UTC), hours=4) == datetime(
        2026, 7, 6, 12, 0, tzinfo=UTC
    )


def test_clock_change_in_greenwich_time() -> None:
    """Friday at 4pm, in winter, to Monday at noon, in summer: 67 hours by the sun."""
    start = datetime(2026, 3, 27, 16, 0, tzinfo=UTC)

    assert after_working_hours(start=start, hours=4) - start == timedelta(hours=67)


moments = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2035, 1, 1)).map(  # noqa: DTZ001  made aware here
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(start=moments, first=st.integers(1, 20), second=st.integers(1, 20))
def test_hours_add_up(start: datetime, first: int, second: int) -> None:
    on_the_way = after_working_hours(start=start, hours=first)

    assert after_working_hours(start=on_the_way, hours=second) == after_working_hours(start=start, hours=first + second)


@given(start=moments, hours=st.integers(1, 40))
def test_promise_ends_in_working_time_and_ahead(start: datetime, hours: int) -> None:
    end = after_working_hours(start=start, hours=hours)

    assert end.weekday() < 5
    assert timedelta(hours=9) < end - end.replace(hour=0, minute=0, second=0, microsecond=0) <= timedelta(hours=17)
    assert end >= start + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ((2026, 11, 23, 10), (2026, 11, 23, 12), 2),
        # Over a night, and over a weekend.
        ((2026, 11, 23, 16), (2026, 11, 24, 10), 2),
        ((2026, 11, 27, 16), (2026, 11, 30, 10), 2),
        # From before work until after it.
        ((2026, 11, 23, 6), (2026, 11, 23, 22), 8),
        # Wholly outside, backwards, and over the hour that the clocks give back.
        ((2026, 11, 28, 9), (2026, 11, 29, 17), 0),
        ((2026, 11, 23, 12), (2026, 11, 23, 10), 0),
        ((2026, 10, 23, 16), (2026, 10, 26, 10), 2),
    ],
)
def test_working_time_between(start: tuple[int, ...], end: tuple[int, ...], hours: int) -> None:
    begins, ends = datetime(*start, tzinfo=LONDON), datetime(*end, tzinfo=LONDON)

    assert working_time_between(begins, ends) == timedelta(hours=hours)
