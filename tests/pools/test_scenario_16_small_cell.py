"""
Scenario 16: 9 people want evening swimming in Witney, 23 in Oxford.

Witney is suppressed, Oxford is rounded (25 before perturbation), and totals cannot reveal Witney.
"""

from random import Random

import pytest
from django.db.models import Q

from pools.cell_key import KEYS, ROWS, PTable, protect
from pools.models import DemandCell, DemandRelease, DemandTable, PTableCell, Wish
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.models import Area, InterestCategory, TimeOfWeek
from tests.factories.demand import MADE_AT, make_crowd, make_wishes
from tests.factories.portal import make_district, make_interest
from tests.pools.demand_attack import Attacker, counts_behind

QUARTER = Quarter(year=2026, number=4)
EVENING = [TimeOfWeek.WEEKDAY_EVENING]
# The keys of nine people, and of twenty-three; what matters is what they add up to.
WITNEY = [250, 16, 33, 128, 7, 91, 64, 200, 2]
OXFORD = [*range(0, 220, 10), 5]

WITNEY_SWIMMING = (DemandTable.WANTED_CATEGORY_DISTRICT, ("swimming", "witney"))
# Somebody who knows that each swimmer said where, and that nobody has two wishes, can reason with equations.
EVERYBODY_SAID_WHERE = {(DemandTable.WANTED_CATEGORY_DISTRICT, ("swimming", "not_said")): 0}


@pytest.fixture
def wishes(area: Area) -> None:
    swimming = make_interest("Swimming", InterestCategory.SWIMMING)
    make_wishes(make_crowd(9, keys=WITNEY), swimming, district=make_district("Witney"), times=EVENING)
    make_wishes(make_crowd(23, keys=OXFORD), swimming, district=make_district("Oxford"), times=EVENING)
    # The rest of the area has other things in mind, and is large enough for every table.
    make_wishes(make_crowd(600), make_interest("Beads", InterestCategory.CRAFTS))


def figure(release: DemandRelease, table: DemandTable, **values: str) -> int | None:
    return release.cells.get(table=table, **values).people


def test_scenario_16_small_cell(wishes, stored_ptable: PTable, now):
    release = publish_demand(quarter=QUARTER, now=now)

    where = DemandTable.WANTED_CATEGORY_DISTRICT
    assert figure(release, where, category="swimming", district="witney") is None
    assert figure(release, where, category="swimming", district="oxford") == protect(
        23, sum(OXFORD) % KEYS, stored_ptable
    )
    assert figure(release, where, category="swimming", district="oxford") % 5 == 0
    assert protect(23, 0, without_noise()) == 25


def without_noise() -> PTable:
    return PTable(rows=((0,) * KEYS,) * (ROWS + 1), threshold=10, base=5)


@pytest.mark.parametrize(
    "knowledge", [{}, {"everybody_once": True}, {"everybody_once": True, "knows": EVERYBODY_SAID_WHERE}]
)
def test_totals_cannot_reveal_witney(wishes, stored_ptable: PTable, now, knowledge):
    release = publish_demand(quarter=QUARTER, now=now)

    attacker = Attacker(release, counts_behind(stored_ptable), **knowledge)

    assert attacker.sure_of_a_few() == set()
    # No more than "fewer than 10" says by itself: nobody, sixteen, or anything between.
    assert attacker.bounds[WITNEY_SWIMMING] == (0, 16)


def test_without_noise_totals_would_reveal_witney(wishes, stored_ptable: PTable, now):
    """Rounding alone is not enough: 30 in all, less 25 in Oxford, leaves 1 to 9 for Witney."""
    PTableCell.objects.filter(~Q(noise=0)).update(noise=0)
    release = publish_demand(quarter=QUARTER, now=now)

    attacker = Attacker(release, counts_behind(without_noise()), everybody_once=True, knows=EVERYBODY_SAID_WHERE)

    assert attacker.bounds[WITNEY_SWIMMING] == (1, 9)
    assert WITNEY_SWIMMING in attacker.sure_of_a_few()


def test_no_total_is_published_that_is_only_a_sum(wishes, stored_ptable: PTable, now):
    """A table of fewer dimensions has its own noise, from its own people."""
    release = publish_demand(quarter=QUARTER, now=now)

    swimmers = figure(release, DemandTable.WANTED_CATEGORY, category="swimming")
    assert swimmers == protect(32, (sum(OXFORD) + sum(WITNEY)) % KEYS, stored_ptable)


@pytest.mark.parametrize("seed", range(3))
def test_no_cell_of_a_busy_area_can_be_bounded_to_one_to_nine(area: Area, stored_ptable: PTable, now, seed):
    chance = Random(seed)
    crowd = make_crowd(650)
    interests = [make_interest(category.label, category) for category in InterestCategory]
    districts = [make_district(name) for name in ("Oxford", "Witney", "Banbury")]
    Wish.objects.bulk_create(
        Wish(
            profile=chance.choice(crowd),
            interest=chance.choices(interests, range(1, 13))[0],
            district=chance.choices([*districts, None], [9, 1, 3, 1])[0],
            times=chance.sample(TimeOfWeek.values, chance.randint(0, 2)),
            words="With others, please.",
            made_at=MADE_AT,
        )
        for _ in range(900)
    )

    release = publish_demand(quarter=QUARTER, now=now)

    assert Attacker(release, counts_behind(stored_ptable)).sure_of_a_few() == set()
    assert DemandCell.objects.exclude(people=None).count() > 40
