"""What an hour costs, line by line, and that the lines add up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pools.hours_cost import CHECKED_ON, RATES_TO_CHECK, Rates, WeekOfWork, cost_of, reserve_for

TEN_HOURS = WeekOfWork(day_minutes=600)
SIMPLE = Rates(is_employed=True, day_hour=Decimal(12), waking_hour=Decimal(14), sleep_in_night=Decimal(60))
pounds = st.decimals(0, 9999, places=2)


def test_each_line_of_the_year() -> None:
    rates = replace(
        SIMPLE,
        ni_percent=Decimal(15),
        ni_threshold=Decimal(5000),
        pension_percent=Decimal(3),
        payroll=Decimal(180),
        insurance=Decimal(90),
        training=Decimal(150),
    )
    cost = cost_of(TEN_HOURS, rates)

    # 10 hours at £12.00 for 52 weeks are £6,240.00; 12.07% of it is £753.168.
    assert (cost.day_pay, cost.holiday) == (Decimal("6240.00"), Decimal("753.17"))
    # 15% of what is above £5,000.00, and 3% of all of it.
    assert (cost.national_insurance, cost.pension) == (Decimal("298.98"), Decimal("209.80"))
    assert (cost.payroll, cost.insurance, cost.training) == (Decimal(180), Decimal(90), Decimal(150))
    assert (cost.year, cost.week, cost.hour) == (Decimal("7921.95"), Decimal("152.35"), Decimal("15.23"))


def test_each_kind_is_paid_in_its_own_way() -> None:
    work = WeekOfWork(day_minutes=60, waking_minutes=540, sleep_in_minutes=1080, sleep_in_nights=2)
    cost = cost_of(work, replace(SIMPLE, is_employed=False))

    assert (cost.day_pay, cost.waking_pay, cost.sleep_in_pay) == (Decimal(624), Decimal(6552), Decimal(6240))
    assert (cost.year, cost.week) == (Decimal(13416), Decimal(258))
    # 28 hours on duty in a week; sleeping in is being on duty.
    assert cost.hour == Decimal("9.21")


def test_an_agency_has_a_price_and_nothing_on_top() -> None:
    cost = cost_of(TEN_HOURS, replace(RATES_TO_CHECK, is_employed=False, day_hour=Decimal("21.50")))

    assert (cost.hour, cost.holiday, cost.national_insurance, cost.insurance) == (Decimal("21.50"), 0, 0, 0)


def test_each_person_has_a_threshold_of_their_own_and_the_allowance_never_pays_out() -> None:
    rates = replace(SIMPLE, ni_percent=Decimal(15), ni_threshold=Decimal(5000))

    assert cost_of(TEN_HOURS, replace(rates, people=2)).national_insurance == 0
    assert cost_of(TEN_HOURS, replace(rates, allowance=Decimal("98.98"))).national_insurance == Decimal(200)
    assert cost_of(TEN_HOURS, replace(rates, allowance=Decimal(10500))).national_insurance == 0


def test_holiday_in_weeks() -> None:
    # 5.6 weeks at £120.00.
    assert cost_of(TEN_HOURS, replace(SIMPLE, holiday_in_weeks=True)).holiday == Decimal("672.00")


def test_nothing_has_no_price() -> None:
    with pytest.raises(ValueError, match="no price"):
        cost_of(WeekOfWork(), SIMPLE)


def test_the_figures_to_check_have_the_day_on_which_they_were() -> None:
    assert (CHECKED_ON.month, RATES_TO_CHECK.is_employed) == (4, True)


def test_the_reserve_is_the_higher_of_the_two() -> None:
    assert reserve_for(if_employed=Decimal("412.50"), if_self_employed=Decimal(380)) == Decimal("412.50")
    assert reserve_for(if_employed=Decimal(0), if_self_employed=Decimal("0.01")) == Decimal("0.01")


@given(
    st.builds(
        WeekOfWork,
        day_minutes=st.integers(1, 20_000),
        waking_minutes=st.integers(0, 20_000),
        sleep_in_minutes=st.integers(0, 20_000),
        sleep_in_nights=st.integers(0, 20),
    ),
    st.builds(
        Rates,
        is_employed=st.booleans(),
        day_hour=pounds,
        waking_hour=pounds,
        sleep_in_night=pounds,
        people=st.integers(1, 9),
        ni_percent=st.decimals(0, 99, places=2),
        ni_threshold=pounds,
        allowance=pounds,
        pension_percent=st.decimals(0, 99, places=2),
        holiday_in_weeks=st.booleans(),
        payroll=pounds,
        insurance=pounds,
        training=pounds,
    ),
)
def test_the_lines_add_up_to_the_penny_and_nothing_is_below_zero(work: WeekOfWork, rates: Rates) -> None:
    cost = cost_of(work, rates)
    lines = [
        cost.day_pay,
        cost.waking_pay,
        cost.sleep_in_pay,
        cost.holiday,
        cost.national_insurance,
        cost.pension,
        cost.payroll,
        cost.insurance,
        cost.training,
    ]

    assert sum(lines) == cost.year
    assert all(line >= 0 and line == line.quantize(Decimal("0.01")) for line in [*lines, cost.week, cost.hour])
    assert abs(cost.week * 52 - cost.year) <= Decimal("0.26")
