"""Our SQL publishes what the Office for National Statistics' own software publishes, cell by cell, on 20,000 wishes."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from typing import NamedTuple
from unittest import mock

import pandas as pd
import pytest
from django.db import transaction
from django.db.models import F

from pools.cell_key import KEYS, PTable
from pools.models import (
    NOT_SAID,
    OTHER,
    DemandRelease,
    DemandTable,
    Pool,
    PoolMembership,
    PTableCell,
    Purchase,
    Series,
    Wish,
    WishState,
)
from pools.operations import publish_demand as module
from pools.operations.publish_demand import publish_demand
from pools.quarter import Quarter
from portal.models import Area, FundingKind, Interest, InterestCategory, Profile, TimeOfWeek
from portal.models.profile import ANSWERS_ON_THEIR_OWN
from tests.factories.demand import MADE_AT, make_crowd
from tests.factories.portal import make_district, make_interest
from tests.pools.ons_method import LAST_ROW, published_by_reference

PEOPLE, WISHES, POOLS = 16_000, 20_000, 150
QUARTER = Quarter(year=2026, number=4)
BEFORE, AFTER = datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)

# A city, towns and a village; favourites and hobbies of a few.
DISTRICTS = {"Oxford": 800, "Banbury": 120, "Witney": 40, "Charlbury": 2, None: 38}
CATEGORIES = {category: 3**place for place, category in enumerate(InterestCategory)}


class Record(NamedTuple):
    """One person, told apart by everything that they said."""

    series: Series
    person: Profile
    category: str
    district: str
    time_of_week: str = ""
    funding: str = ""
    outcome: str = ""


class Everybody:
    """The people of an area, what they wish for and what they bought, in the database and as records."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.keys = [chance.randrange(KEYS) for _ in range(PEOPLE)]
        self.crowd = make_crowd(PEOPLE, keys=self.keys)
        self.key_of = dict(zip(self.crowd, self.keys, strict=True))
        self.interests = [
            make_interest(f"{category.label} {place}", category) for category in CATEGORIES for place in range(2)
        ]
        self.districts = {name: make_district(name) if name else None for name in DISTRICTS}
        self.records = [*self.make_wishes(), *self.make_purchases()]

    def one_of(self, choices: dict) -> object:
        return self.chance.choices(list(choices), list(choices.values()))[0]

    def some_of(self, choices: Iterable[str], *, most: int) -> list[str]:
        return self.chance.sample(list(choices), self.chance.randint(0, most))

    def money(self) -> list[str]:
        """Up to two answers; "none" and "not sure" are each an answer on their own."""
        chosen = self.some_of(FundingKind.values, most=2)
        alone = [kind for kind in chosen if kind in ANSWERS_ON_THEIR_OWN]
        return alone[:1] or chosen

    def interest(self) -> Interest:
        category = self.one_of(CATEGORIES)
        return self.chance.choice([interest for interest in self.interests if interest.category == category])

    def make_wishes(self) -> Iterable[Record]:
        wishes = Wish.objects.bulk_create([self.wish() for _ in range(WISHES)])
        for wish in wishes:
            if wish.made_at >= QUARTER.ends_at or wish.state == WishState.WITHDRAWN:
                continue
            if wish.closed_at is not None and wish.closed_at < QUARTER.begins_at:
                continue
            is_met = wish.state == WishState.MET and wish.closed_at < QUARTER.ends_at
            for time, funding in product(wish.times or [NOT_SAID], wish.funding_kinds or [NOT_SAID]):
                yield Record(
                    series=Series.WANTED,
                    person=wish.profile,
                    category=wish.interest.category,
                    district=wish.district.slug if wish.district else NOT_SAID,
                    time_of_week=time,
                    funding=funding,
                    outcome="met" if is_met else "unmet",
                )

    def wish(self) -> Wish:
        state = self.one_of({WishState.OPEN: 6, WishState.MET: 3, WishState.WITHDRAWN: 1})
        return Wish(
            profile=self.chance.choice(self.crowd),
            interest=self.interest(),
            district=self.districts[self.one_of(DISTRICTS)],
            words="I would like to do this with others.",
            times=self.some_of(TimeOfWeek.values, most=2),
            funding_kinds=self.money(),
            state=state,
            made_at=self.one_of({BEFORE: 4, MADE_AT: 5, AFTER: 1}),
            closed_at=None if state == WishState.OPEN else self.one_of({BEFORE: 1, MADE_AT: 3, AFTER: 1}),
        )

    def make_purchases(self) -> Iterable[Record]:
        for _ in range(POOLS):
            yield from self.make_purchase()

    def make_purchase(self) -> Iterable[Record]:
        wish = self.chance.choice([None, *Wish.objects.select_related("interest")[:5]])
        district = self.districts[self.one_of(DISTRICTS)]
        people = self.chance.sample(self.crowd, self.chance.randint(3, 20))
        pool = Pool.objects.create(
            title="Together", purpose="Buy.", organiser=people[0], made_at=BEFORE, wish=wish, district=district
        )
        PoolMembership.objects.bulk_create(
            PoolMembership(
                pool=pool,
                profile=person,
                joined_at=self.one_of({BEFORE: 9, AFTER: 1}),
                left_at=self.one_of({None: 9, AFTER: 1}),
            )
            for person in people
        )
        bought_on = self.one_of({date(2026, 11, 2): 9, date(2026, 9, 30): 1})
        Purchase.objects.create(
            pool=pool, what="It", seller="A", amount=1, bought_on=bought_on, recorded_by=people[0], recorded_at=MADE_AT
        )
        for membership in pool.memberships.select_related("profile"):
            if bought_on == date(2026, 11, 2) and membership.joined_at == BEFORE:
                yield Record(
                    series=Series.BOUGHT,
                    person=membership.profile,
                    category=wish.interest.category if wish else OTHER,
                    district=district.slug if district else NOT_SAID,
                )

    def frame(self, table: DemandTable) -> pd.DataFrame:
        """One row for each person in each cell of a table."""
        rows = {
            ("everybody", *(getattr(record, dimension) for dimension in table.dimensions), record.person)
            for record in self.records
            if record.series == table.series
        }
        frame = pd.DataFrame(sorted(rows, key=str), columns=["everybody", *table.dimensions, "person"])
        return frame.assign(record_key=frame["person"].map(self.key_of))


@pytest.fixture
def everybody(area: Area, stored_ptable: PTable) -> Everybody:
    return Everybody(Random("twenty thousand wishes"))


def ours(release: DemandRelease, table: DemandTable) -> dict[tuple[str, ...], int | None]:
    cells = release.cells.filter(table=table).values_list(*table.dimensions, "people")
    return {tuple(cell): people for *cell, people in cells}


def theirs(everybody: Everybody, table: DemandTable, ptable: PTable) -> dict[tuple[str, ...], int | None]:
    by = list(table.dimensions) or ["everybody"]
    published = published_by_reference(everybody.frame(table), ptable=ptable, by=by)
    return published if table.dimensions else {(): published[("everybody",)]}


def differing(release: DemandRelease, reference: dict[DemandTable, dict[tuple[str, ...], int | None]]) -> int:
    """How many figures are not those of the Office. A combination that nobody is in is not in its tables."""
    published = {table: ours(release, table) for table in DemandTable}
    assert all(set(reference[table]) <= set(published[table]) for table in DemandTable)
    return sum(
        people != reference[table].get(cell) for table, cells in published.items() for cell, people in cells.items()
    )


def miscount(wrong: str, right: str) -> AbstractContextManager[object]:
    assert module.STORE_PROTECTED_CELLS.count(right) == 1
    return mock.patch.object(module, "STORE_PROTECTED_CELLS", module.STORE_PROTECTED_CELLS.replace(right, wrong))


@contextmanager
def other_noise() -> Iterator[None]:
    PTableCell.objects.filter(count_row__gte=60).update(noise=-F("noise"))
    yield


FAULTS = {
    "people counted once for each wish": miscount("SELECT\n        shape", "SELECT DISTINCT\n        shape"),
    "keys added up modulo 255": miscount("mod(sum(record_key.value), 255)", "mod(sum(record_key.value), %(keys)s)"),
    "too few rows used again": miscount("mod(cell.people - 1, 49)", "mod(cell.people - 1, %(repeated_rows)s)"),
    "no noise for large counts": miscount("noise.noise * (cell.people < 500)::int AS", "noise.noise AS"),
    "rounded down": miscount("(people + 0)", "(people + %(rounded_to)s / 2)"),
    "too much suppressed": miscount("people > %(least_shown)s", "people >= %(least_shown)s"),
    "the noise of another table": other_noise(),
}


def test_every_table_agrees_with_the_office_and_each_planted_fault_is_caught(everybody, ptable):
    reference = {table: theirs(everybody, table, ptable) for table in DemandTable}

    with undone():
        release = publish_demand(quarter=QUARTER, now=QUARTER.ends_at)
        assert differing(release, reference) == 0
        is_a_test_worth_its_name(release, everybody)

    for name, fault in FAULTS.items():
        with undone(), fault:
            release = publish_demand(quarter=QUARTER, now=QUARTER.ends_at)
            assert differing(release, reference) > 0, name


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def is_a_test_worth_its_name(release: DemandRelease, everybody: Everybody) -> None:
    """There are cells of all sizes, shown and suppressed, and people with several wishes."""
    sizes = [
        len(group)
        for table in DemandTable
        for _, group in everybody.frame(table).groupby(["everybody", *table.dimensions])
    ]
    assert (min(sizes), max(sizes) > LAST_ROW) == (1, True)
    assert len(set(release.cells.values_list("people", flat=True))) > 50
    assert release.cells.filter(people=None).count() > 100
    assert len({record.person for record in everybody.records}) < WISHES < len(everybody.records)
