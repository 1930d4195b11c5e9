"""How long a shift is: by the clock on the wall, and really."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.rota_clock import LONDON, crosses_midnight, format_clock, monday_of, real_minutes, real_span, wall_minutes

CLOCKS_GO_FORWARD, CLOCKS_GO_BACK = date(2027, 3, 28), date(2026, 10, 25)
whole_minutes = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


def real(day: date, starts: time, ends: time) -> int:
    return real_minutes(*real_span(day, starts, ends))


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [(time(16), time(10), 18), (time(9), time(17), 8), (time(22), time(0), 2), (time(0), time(0), 24)],
)
def test_by_the_clock_on_the_wall(starts: time, ends: time, hours: int) -> None:
    assert wall_minutes(starts, ends) == hours * 60


def test_a_night_in_which_the_clocks_change() -> None:
    the_nights_before = {day - timedelta(days=1) for day in (CLOCKS_GO_FORWARD, CLOCKS_GO_BACK)}
    spring, autumn = sorted(the_nights_before, reverse=True)

    assert real(spring, time(16), time(10)) == 17 * 60
    assert real(autumn, time(16), time(10)) == 19 * 60
    assert real(date(2026, 11, 16), time(16), time(10)) == 18 * 60


def test_times_that_the_clocks_jump_over_or_come_to_twice() -> None:
    assert real(CLOCKS_GO_FORWARD, time(0, 30), time(2)) == 30
    # It lies inside the hour that there is not: nobody can work it.
    assert real(CLOCKS_GO_FORWARD, time(1), time(2)) == 0
    # 1am comes twice, and the first is meant: 2am is two hours later.
    assert real(CLOCKS_GO_BACK, time(1), time(2)) == 120


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), whole_minutes, whole_minutes)
def test_what_is_real_differs_by_an_hour_at_most(day: date, starts: time, ends: time) -> None:
    begin, end = real_span(day, starts, ends)

    assert abs(real_minutes(begin, end) - wall_minutes(starts, ends)) <= 60
    # What the wall shows at both ends is what was said, but for a time that there is not.
    local_end = end.astimezone(LONDON)
    assert local_end.time() in {ends, (datetime.combine(day, ends) + timedelta(hours=1)).time()}
    assert (local_end.date() > day) is crosses_midnight(starts, ends)


def test_without_a_time_zone_nobody_knows() -> None:
    with pytest.raises(ValueError, match="time zone"):
        real_minutes(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), datetime(2026, 1, 2, tzinfo=UTC))


def test_the_monday_of_a_week() -> None:
    assert {monday_of(date(2026, 11, day)) for day in range(16, 23)} == {date(2026, 11, 16)}


def test_a_time_as_people_say_it() -> None:
    assert [format_clock(time(16)), format_clock(time(10, 30)), format_clock(time(0))] == ["4pm", "10:30am", "12am"]
