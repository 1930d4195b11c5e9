"""The same last hour in the same second, on two real connections."""

from datetime import datetime

import pytest

from pools.operations.hours import give_hours, return_hours
from pools.operations.hours_loans import lend_hours, return_lent_hours
from pools.operations.hours_period import close_hours_period, open_hours_period
from pools.queries.hours import hours_left
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of
from portal.areas.context import area_context
from portal.models import Area
from tests.factories.hours import give_everybody, make_house
from tests.factories.portal import make_area
from tests.pools.operations.test_races import together


@pytest.fixture
def area(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


def test_the_last_hour_is_given_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        pool = make_house(people=3)
        give_everybody(pool, minutes=60)
        edie, walter, rosa = (membership.profile for membership in members_of(pool))
        lin = pool.assistants.get()

    answers = together(
        area,
        lambda: give_hours(pool=pool, to=walter, minutes=60, by=edie, now=now),
        lambda: lend_hours(pool=pool, to=rosa, minutes=60, due_on=now.date().replace(day=30), by=edie, now=now),
        lambda: return_hours(pool=pool, assistant=lin, minutes=60, by=edie, now=now),
    )

    assert answers.count("UnableToChangeHours") == 2
    with area_context(area.id):
        assert hours_left(pool, edie) == 0
        assert broken_rules() == []


def test_a_double_click_gives_a_loan_back_once_and_closes_a_period_once(area: Area, now: datetime) -> None:
    with area_context(area.id):
        pool = make_house(people=2)
        give_everybody(pool, minutes=60)
        edie, walter = (membership.profile for membership in members_of(pool))
        loan = lend_hours(pool=pool, to=walter, minutes=60, due_on=now.date().replace(day=30), by=edie, now=now)
        day = now.date().replace(day=1)
        period = open_hours_period(pool=pool, starts_on=day, ends_on=day, by=edie, now=now)

    back = together(area, *[lambda: return_lent_hours(loan=loan, minutes=60, by=walter, now=now)] * 2)
    closed = together(area, *[lambda: close_hours_period(period=period, by=edie, now=now)] * 2)

    assert back == ["HoursLoanReturn", "UnableToReturnLentHours"]
    assert closed == ["HoursPeriod", "UnableToCloseHoursPeriod"]
    with area_context(area.id):
        assert (hours_left(pool, edie), hours_left(pool, walter)) == (60, 60)
        assert broken_rules() == []
