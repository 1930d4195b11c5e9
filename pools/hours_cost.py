"""
What an hour of support costs.

The arithmetic is exact: everything is multiplied first and divided last, each line of the year is rounded to the penny
(half a penny goes up), and the total is the sum of the rounded lines. A week is the year's total divided by 52, and an
hour is the year's total divided by the year's hours, each rounded once in the same way.

The rates of tax and pay are questions to ask each April, and never a part of the program: `RATES_TO_CHECK` is only what
the boxes hold when somebody sees them for the first time.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from portal.minutes import MINUTES_IN_AN_HOUR
from portal.money import quantize

WEEKS_IN_A_YEAR: Final = 52
HUNDRED: Final = Decimal(100)
HOLIDAY_WEEKS: Final = Decimal("5.6")
# 5.6 weeks of holiday for each 46.4 weeks of work, as it is rounded for people whose hours change.
HOLIDAY_PERCENT: Final = Decimal("12.07")


@dataclass(frozen=True, kw_only=True)
class Rates:
    """
    What goes into the price of an hour.

    Somebody who is employed costs more than their pay. From an agency, or from somebody who is self-employed, an hour
    has a price, and that is all: then the three rates are prices.

    :param people: how many share the work. Each has a yearly threshold of their own before National Insurance begins
    :param allowance: what the state pays of the employers' National Insurance in a year; zero where it does not
    """

    is_employed: bool
    day_hour: Decimal
    waking_hour: Decimal
    sleep_in_night: Decimal
    people: int = 1
    ni_percent: Decimal = Decimal(0)
    ni_threshold: Decimal = Decimal(0)
    allowance: Decimal = Decimal(0)
    pension_percent: Decimal = Decimal(0)
    holiday_in_weeks: bool = False
    payroll: Decimal = Decimal(0)
    insurance: Decimal = Decimal(0)
    training: Decimal = Decimal(0)


# The tax year 2026/27 as we read it. It may be wrong, and it will change: members see it with "Check these each April".
CHECKED_ON: Final = date(2026, 4, 6)
RATES_TO_CHECK: Final = Rates(
    is_employed=True,
    day_hour=Decimal("12.71"),  # the National Living Wage
    waking_hour=Decimal("12.71"),
    sleep_in_night=Decimal("60.00"),  # agreed between the people themselves
    ni_percent=Decimal("15.00"),
    ni_threshold=Decimal("5000.00"),
    allowance=Decimal("10500.00"),
    pension_percent=Decimal("3.00"),
    payroll=Decimal("180.00"),
    insurance=Decimal("90.00"),
    training=Decimal("150.00"),
)


@dataclass(frozen=True, kw_only=True)
class WeekOfWork:
    """What is worked in a week, of each kind: minutes for each person on duty, and nights of sleeping in."""

    day_minutes: int = 0
    waking_minutes: int = 0
    sleep_in_minutes: int = 0
    sleep_in_nights: int = 0

    @property
    def minutes(self) -> int:
        """All minutes in which somebody is on duty; who sleeps in is on duty too."""
        return self.day_minutes + self.waking_minutes + self.sleep_in_minutes


@dataclass(frozen=True, kw_only=True)
class HoursCost:
    """What a year of such weeks costs, in pounds: the lines add up to the year."""

    day_pay: Decimal
    waking_pay: Decimal
    sleep_in_pay: Decimal
    holiday: Decimal
    national_insurance: Decimal
    pension: Decimal
    payroll: Decimal
    insurance: Decimal
    training: Decimal
    year: Decimal
    week: Decimal
    hour: Decimal


def cost_of(work: WeekOfWork, rates: Rates) -> HoursCost:
    """
    What a week of work costs when it goes on for a year of 52 weeks.

    The pension is counted on all pay and holiday pay, which is a little more than the least that the law asks. National
    Insurance is counted as if the people shared the work equally.

    :raises ValueError: nobody works at all
    """
    if work.minutes <= 0:
        raise ValueError("An hour of nothing has no price.")
    day = _for_a_year(rates.day_hour * work.day_minutes)
    waking = _for_a_year(rates.waking_hour * work.waking_minutes)
    sleep_in = quantize(rates.sleep_in_night * work.sleep_in_nights * WEEKS_IN_A_YEAR)
    pay = day + waking + sleep_in
    extras = _on_costs(pay, rates) if rates.is_employed else [Decimal("0.00")] * 6
    year = sum(extras, pay)
    holiday, national_insurance, pension, payroll, insurance, training = extras
    return HoursCost(
        day_pay=day,
        waking_pay=waking,
        sleep_in_pay=sleep_in,
        holiday=holiday,
        national_insurance=national_insurance,
        pension=pension,
        payroll=payroll,
        insurance=insurance,
        training=training,
        year=year,
        week=quantize(year / WEEKS_IN_A_YEAR),
        hour=quantize(year * MINUTES_IN_AN_HOUR / (work.minutes * WEEKS_IN_A_YEAR)),
    )


def reserve_for(*, if_employed: Decimal, if_self_employed: Decimal) -> Decimal:
    """
    What to put aside until the tax office has said what somebody is: the higher of the two possible liabilities, in
    pounds [004:404].
    """
    return max(quantize(if_employed), quantize(if_self_employed))


def _for_a_year(pounds_times_minutes: Decimal) -> Decimal:
    return quantize(pounds_times_minutes * WEEKS_IN_A_YEAR / MINUTES_IN_AN_HOUR)


def _on_costs(pay: Decimal, rates: Rates) -> list[Decimal]:
    """What an employer pays besides: holiday, National Insurance, pension, payroll, insurance, training."""
    if rates.holiday_in_weeks:
        holiday = quantize(pay * HOLIDAY_WEEKS / WEEKS_IN_A_YEAR)
    else:
        holiday = quantize(pay * HOLIDAY_PERCENT / HUNDRED)
    gross = pay + holiday
    above = max(Decimal(0), gross - rates.ni_threshold * rates.people)
    national_insurance = max(Decimal("0.00"), quantize(above * rates.ni_percent / HUNDRED) - rates.allowance)
    pension = quantize(gross * rates.pension_percent / HUNDRED)
    return [holiday, national_insurance, pension, *map(quantize, (rates.payroll, rates.insurance, rates.training))]
