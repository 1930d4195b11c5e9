from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest

from pools.cell_key import PTable, key_of_cell, protect
from pools.models import (
    DemandCell,
    DemandRelease,
    DemandTable,
    PoolMembership,
    PTableCell,
    RecordKey,
    Wish,
    WishState,
)
from pools.operations import publish_demand as module
from pools.operations.publish_demand import UnableToPublishDemand, publish_demand, tables_for
from pools.quarter import Quarter
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, FundingKind, InterestCategory, Profile, Role, TimeOfWeek
from tests.factories.demand import MADE_AT, make_crowd, make_purchase, make_wishes
from tests.factories.portal import make_district, make_interest, make_member

QUARTER = Quarter(year=2026, number=4)


@pytest.fixture(autouse=True)
def noise(stored_ptable: PTable) -> PTable:
    return stored_ptable


@pytest.fixture
def crowd(area: Area) -> list[Profile]:
    """Forty members, each with a key that is known."""
    return make_crowd(40, keys=range(40))


def figures(release: DemandRelease, table: DemandTable) -> dict[tuple[str, ...], int | None]:
    cells = release.cells.filter(table=table).values_list(*table.dimensions, "people")
    return {tuple(values): people for *values, people in cells}


def expected(people: list[Profile], ptable: PTable) -> int | None:
    keys = RecordKey.objects.filter(profile__in=people).values_list("value", flat=True)
    return protect(len(people), key_of_cell(keys), ptable)


def test_publish_demand_counts_each_person_once(crowd, noise, now):
    swimming = make_interest("Swimming", InterestCategory.SWIMMING)
    lessons = make_interest("Swimming lessons", InterestCategory.SWIMMING)
    make_wishes(crowd[:30], swimming)
    make_wishes(crowd[:30], lessons)

    release = publish_demand(quarter=QUARTER, now=now)

    shown = figures(release, DemandTable.WANTED_CATEGORY)
    assert shown[("swimming",)] == expected(crowd[:30], noise) is not None
    assert figures(release, DemandTable.WANTED) == {(): shown[("swimming",)]}


def test_publish_demand_has_a_cell_for_every_combination(crowd, now):
    make_district("Witney")
    make_district("Oxford")

    release = publish_demand(quarter=QUARTER, now=now)

    cells = {table: release.cells.filter(table=table).count() for table in DemandTable}
    assert {table: number for table, number in cells.items() if number} == {
        DemandTable.WANTED: 1,
        DemandTable.WANTED_CATEGORY: 12,
        DemandTable.WANTED_DISTRICT: 3,
        DemandTable.WANTED_CATEGORY_DISTRICT: 12 * 3,
        DemandTable.BOUGHT: 1,
        DemandTable.BOUGHT_CATEGORY: 13,
    }
    assert release.tables == 6


def test_nobody_and_nine_look_the_same(crowd, now):
    make_wishes(crowd[:4], make_interest("Beads", InterestCategory.CRAFTS))

    release = publish_demand(quarter=QUARTER, now=now)

    shown = figures(release, DemandTable.WANTED_CATEGORY)
    assert shown[("crafts",)] is None
    assert shown[("music",)] is None


def test_publish_demand_tells_people_apart_by_all_that_they_said(area, noise, now):
    crowd = make_crowd(600, keys=[key % 256 for key in range(600)])
    oxford = make_district("Oxford")
    chess = make_interest("Chess", InterestCategory.GAMES)
    make_wishes(
        crowd[:50],
        chess,
        district=oxford,
        times=[TimeOfWeek.WEEKEND_DAY, TimeOfWeek.WEEKDAY_EVENING],
        funding_kinds=[FundingKind.DIRECT_PAYMENT, FundingKind.OWN_MONEY],
    )
    make_wishes(crowd[50:90], chess, state=WishState.MET, closed_at=MADE_AT)

    release = publish_demand(quarter=QUARTER, now=now)

    some, others, everybody = expected(crowd[:50], noise), expected(crowd[50:90], noise), expected(crowd[:90], noise)
    assert published(release, DemandTable.WANTED_DISTRICT) == {("oxford",): some, ("not_said",): others}
    assert published(release, DemandTable.WANTED_CATEGORY) == {("games",): everybody}
    assert published(release, DemandTable.WANTED_CATEGORY_TIME) == {
        ("games", "weekend_day"): some,
        ("games", "weekday_evening"): some,
        ("games", "not_said"): others,
    }
    assert published(release, DemandTable.WANTED_CATEGORY_FUNDING) == {
        ("games", "direct_payment"): some,
        ("games", "own_money"): some,
        ("games", "not_said"): others,
    }
    assert published(release, DemandTable.WANTED_CATEGORY_OUTCOME) == {
        ("games", "unmet"): some,
        ("games", "met"): others,
    }


def published(release: DemandRelease, table: DemandTable) -> dict[tuple[str, ...], int | None]:
    return {cell: people for cell, people in figures(release, table).items() if people is not None}


@pytest.mark.parametrize(
    ("details", "is_counted"),
    [
        ({}, True),
        ({"made_at": QUARTER.begins_at - timedelta(days=400)}, True),
        ({"state": WishState.MET, "closed_at": QUARTER.begins_at}, True),
        ({"state": WishState.MET, "closed_at": QUARTER.begins_at - timedelta(seconds=1)}, False),
        ({"made_at": QUARTER.ends_at}, False),
        ({"state": WishState.WITHDRAWN, "closed_at": MADE_AT}, False),
    ],
    ids=["made in it", "open since long", "met in it", "met before", "made after", "taken back"],
)
def test_which_wishes_belong_to_a_quarter(crowd, details, is_counted):
    crafts = make_interest("Beads", InterestCategory.CRAFTS)
    made_at = QUARTER.begins_at - timedelta(days=30) if "closed_at" in details else MADE_AT
    make_wishes(crowd, crafts, **{"made_at": made_at, **details})

    release = publish_demand(quarter=QUARTER, now=QUARTER.ends_at + timedelta(days=1))

    assert (figures(release, DemandTable.WANTED)[()] is not None) == is_counted


def test_a_wish_that_came_true_after_the_quarter_had_not_come_true_in_it(area):
    crowd = make_crowd(600)
    after = QUARTER.ends_at + timedelta(days=1)
    make_wishes(crowd, make_interest("Beads", InterestCategory.CRAFTS), state=WishState.MET, closed_at=after)

    release = publish_demand(quarter=QUARTER, now=after + timedelta(days=1))

    assert set(published(release, DemandTable.WANTED_CATEGORY_OUTCOME)) == {("crafts", "unmet")}


def test_only_members_are_counted(crowd, noise, now):
    make_wishes(crowd, make_interest("Beads", InterestCategory.CRAFTS))
    Profile.objects.filter(pk__in=[profile.pk for profile in crowd[10:]]).update(roles=[Role.PROVIDER])

    release = publish_demand(quarter=QUARTER, now=now)

    assert figures(release, DemandTable.WANTED)[()] == expected(crowd[:10], noise)


class TestBought:
    def test_counts_who_was_in_the_pool_on_the_day(self, crowd, noise, now):
        beads = make_interest("Beads", InterestCategory.CRAFTS)
        (wish,) = make_wishes(crowd[:1], beads)
        purchase = make_purchase(crowd, wish=wish)
        memberships = PoolMembership.objects.filter(pool=purchase.pool)
        memberships.filter(profile__in=crowd[:5]).update(left_at=datetime(2026, 11, 1, 12, tzinfo=UTC))
        memberships.filter(profile__in=crowd[5:10]).update(joined_at=datetime(2026, 11, 3, 12, tzinfo=UTC))

        release = publish_demand(quarter=QUARTER, now=now)

        bought = expected(crowd[10:], noise)
        assert bought is not None
        assert published(release, DemandTable.BOUGHT_CATEGORY) == {("crafts",): bought}
        assert published(release, DemandTable.BOUGHT) == {(): bought}

    def test_a_pool_from_no_wish_bought_something_else(self, crowd, now):
        make_purchase(crowd)

        release = publish_demand(quarter=QUARTER, now=now)

        assert set(published(release, DemandTable.BOUGHT_CATEGORY)) == {("other",)}

    @pytest.mark.parametrize("bought_on", [date(2026, 9, 30), date(2026, 11, 24)])
    def test_a_purchase_of_another_time_is_not_counted(self, crowd, now, bought_on):
        make_purchase(crowd, bought_on=bought_on)

        release = publish_demand(quarter=QUARTER, now=now)

        assert published(release, DemandTable.BOUGHT) == {}

    def test_large_areas_also_publish_where(self, area, now):
        crowd = make_crowd(600)
        make_purchase(crowd, district=make_district("Oxford"))

        release = publish_demand(quarter=QUARTER, now=now)

        assert set(published(release, DemandTable.BOUGHT_CATEGORY_DISTRICT)) == {("other", "oxford")}


class TestRecordKeys:
    def test_every_member_gets_one(self, area, now):
        make_crowd(30)

        publish_demand(quarter=QUARTER, now=now)

        assert Profile.objects.members().filter(record_key__isnull=True).count() == 0

    def test_is_never_changed(self, crowd, now):
        publish_demand(quarter=QUARTER, now=now)

        keys = RecordKey.objects.filter(profile__in=crowd).order_by("id").values_list("value", flat=True)
        assert list(keys) == list(range(40))

    def test_same_people_same_figure_in_each_quarter(self, area, now):
        crowd = make_crowd(43)
        make_wishes(crowd, make_interest("Beads", InterestCategory.CRAFTS), made_at=QUARTER.before.begins_at)

        before = publish_demand(quarter=QUARTER.before, now=now)
        after = publish_demand(quarter=QUARTER, now=now)

        assert figures(before, DemandTable.WANTED_CATEGORY) == figures(after, DemandTable.WANTED_CATEGORY)


class TestWords:
    def test_a_finished_quarter(self, crowd):
        release = publish_demand(quarter=QUARTER, now=QUARTER.ends_at)

        assert release.counted_to == date(2026, 12, 31)
        assert not release.is_unfinished
        assert release.base.startswith(
            "Members of Oxfordshire who had a wish at any time from 1 October 2026 to 31 December 2026. "
            "Wishes that were taken back"
        )

    def test_an_unfinished_quarter_says_so(self, crowd, now):
        release = publish_demand(quarter=QUARTER, now=now)

        assert release.counted_to == date(2026, 11, 23)
        assert release.is_unfinished
        assert "to 23 November 2026. The quarter was not over when we counted." in release.base

    def test_the_method_says_that_a_small_area_publishes_less(self, crowd, now):
        assert "fewer than 600 members" in publish_demand(quarter=QUARTER, now=now).method

    def test_is_written_down(self, crowd, now):
        peter = crowd[0]

        release = publish_demand(quarter=QUARTER, now=now, by=peter)

        event = AuditEvent.objects.get(action="publish_demand")
        assert (event.actor, event.subject_id, event.detail) == (peter, release.pk, {"quarter": "2026Q4", "tables": 6})


class TestRefusals:
    def test_a_quarter_that_has_not_begun(self, crowd):
        with pytest.raises(UnableToPublishDemand, match=r"It begins on 1 October 2026\."):
            publish_demand(quarter=QUARTER, now=QUARTER.begins_at - timedelta(seconds=1))

    def test_a_quarter_that_is_published_already(self, crowd, now):
        make_wishes(crowd, make_interest("Beads", InterestCategory.CRAFTS))
        publish_demand(quarter=QUARTER, now=now)
        before = list(DemandCell.objects.values_list("id", "people"))
        Wish.objects.all().delete()

        with pytest.raises(UnableToPublishDemand, match="We count a quarter once and never again"):
            publish_demand(quarter=QUARTER, now=now)

        assert list(DemandCell.objects.values_list("id", "people")) == before
        assert DemandRelease.objects.count() == 1

    def test_fewer_than_ten_members(self, area, now):
        make_crowd(9)

        with pytest.raises(UnableToPublishDemand, match="fewer than 10 members publishes nothing"):
            publish_demand(quarter=QUARTER, now=now)

        assert DemandRelease.objects.count() == 0

    def test_members_of_another_area_do_not_help(self, knowsley, oxfordshire, now):
        with area_context(knowsley.id):
            make_crowd(20)
        with area_context(oxfordshire.id):
            make_member("Peter")
            with pytest.raises(UnableToPublishDemand, match="fewer than 10 members"):
                publish_demand(quarter=QUARTER, now=now)

    def test_no_table_of_noise(self, crowd, now):
        PTableCell.objects.all().delete()

        with pytest.raises(UnableToPublishDemand, match=r"manage\.py make_ptable"):
            publish_demand(quarter=QUARTER, now=now)


def test_a_failure_midway_leaves_nothing_behind(crowd, now):
    make_crowd(1)
    with (
        mock.patch.object(module, "_store_protected_cells", side_effect=RuntimeError("power cut")),
        pytest.raises(RuntimeError, match="power cut"),
    ):
        publish_demand(quarter=QUARTER, now=now)

    assert DemandRelease.objects.count() == DemandCell.objects.count() == AuditEvent.objects.count() == 0
    assert RecordKey.objects.count() == 40


@pytest.mark.parametrize(("members", "tables"), [(10, 6), (599, 6), (600, 10), (20_000, 10)])
def test_how_many_tables_grows_with_the_area(members, tables):
    assert len(tables_for(members=members)) == tables
