"""Scenario 5, Housing B: six people, two staff from 4pm to 10am, seven days."""

from decimal import Decimal

import pytest

from pools.hours_cost import WeekOfWork
from pools.models import Pool, ShiftKind
from pools.operations.hours import put_in_hours
from pools.operations.hours_rates import set_hours_rates
from pools.operations.rota import plan_week
from pools.queries.hours import hours_left
from pools.queries.pools import members_of
from pools.queries.rota import part_of_pattern, pattern_of, waiting_for, week_of
from portal.models import Area
from tests.factories.hours import HOUR, MONDAY, add_pattern, make_assistant, make_house
from tests.factories.pools import NOW


@pytest.fixture
def house(area: Area) -> Pool:
    return make_house()


def test_252_staff_hours_a_week_are_42_for_each(house: Pool) -> None:
    add_pattern(house)

    week = pattern_of(house)

    assert (week.minutes, week.minutes_each) == (252 * HOUR, [42 * HOUR] * 6)
    assert part_of_pattern(house, house.organiser) == 42 * HOUR


def test_one_awake_and_one_asleep_cost_what_each_kind_costs(house: Pool) -> None:
    for kind in (ShiftKind.WAKING_NIGHT, ShiftKind.SLEEP_IN):
        add_pattern(house, staff=1, kind=kind)
    set_hours_rates(
        pool=house,
        checked_on=MONDAY,
        hired_how="agency",
        waking_hour=Decimal("23.50"),
        sleep_in_night=Decimal("110.00"),
        by=house.organiser,
        now=NOW,
    )

    week = pattern_of(house)

    assert week.work == WeekOfWork(waking_minutes=126 * HOUR, sleep_in_minutes=126 * HOUR, sleep_in_nights=7)
    # 126 hours at £23.50, and seven nights at £110.00.
    assert week.cost.week == Decimal("3731.00")
    assert sum(week.pounds_each) == Decimal("3731.00")
    assert week.pounds_each[0] == Decimal("621.84")


def test_only_this_part_is_pooled_and_the_rota_shares_all_of_it(house: Pool) -> None:
    add_pattern(house)
    lin = make_assistant(house)
    put_in_hours(pool=house, profile=house.organiser, assistant=lin, minutes=42 * HOUR, by=house.organiser, now=NOW)

    plan_week(pool=house, monday=MONDAY, assistant=lin, by=house.organiser, now=NOW)

    week = week_of(house, MONDAY)
    each = [sum(part for _sheet, part in waiting_for(membership.profile, week)) for membership in members_of(house)]
    assert (len(week), each) == (14, [42 * HOUR] * 6)
    # What a member has not put in stays out of it.
    assert [hours_left(house, membership.profile) for membership in members_of(house)] == [42 * HOUR, 0, 0, 0, 0, 0]
