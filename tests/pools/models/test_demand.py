"""What PostgreSQL itself refuses of published figures, noise and record keys."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from pools.cell_key import PTable
from pools.models import DemandCell, DemandRelease, DemandTable, PTableCell, RecordKey
from portal.models import Area, Profile

COLUMNS = ("category", "district", "district_name", "time_of_week", "funding", "outcome")


@pytest.fixture
def release(area: Area) -> DemandRelease:
    return DemandRelease.objects.create(
        quarter="2026Q3",
        counted_to=date(2026, 9, 30),
        published_at=timezone.now(),
        base="Everybody.",
        method="Noise.",
        tables=1,
    )


def cell(release: DemandRelease, **values: object) -> DemandCell:
    return DemandCell(release=release, **{"table": DemandTable.WANTED_CATEGORY, "category": "swimming", **values})


def refused_by(name: str, statement: str, *values: object) -> None:
    with (
        pytest.raises(DatabaseError, match=name),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


@pytest.mark.parametrize("people", [0, 5, 9, 11, 12, 104])
def test_no_figure_is_small_or_exact(release, people):
    published = cell(release, people=10)
    published.save()

    with pytest.raises(IntegrityError, match="pools_demandcell_people_rounded_and_not_few"), transaction.atomic():
        cell(release, category="music", people=people).save()


@pytest.mark.parametrize("people", [None, 10, 15, 100])
def test_a_figure_is_rounded_or_not_shown(release, people):
    cell(release, people=people).save()

    assert DemandCell.objects.get().people == people


def test_one_figure_for_each_combination(release):
    cell(release, people=10).save()

    with pytest.raises(IntegrityError, match="pools_demandcell_one_for_each_combination"), transaction.atomic():
        cell(release, people=15).save()


@pytest.mark.parametrize(
    "values",
    [
        {"category": ""},
        {"district": "witney"},
        {"outcome": "met"},
        {"table": DemandTable.WANTED},
        {"table": DemandTable.WANTED_CATEGORY_TIME},
        {"table": "another"},
    ],
)
def test_a_table_has_its_own_dimensions_and_no_others(release, values):
    with pytest.raises(IntegrityError, match="pools_demandcell_dimensions_fit_table"), transaction.atomic():
        cell(release, **values).save()


def test_a_value_is_one_that_we_know(release):
    with pytest.raises(IntegrityError, match="pools_demandcell_values_known"), transaction.atomic():
        cell(release, category="secrets").save()


def test_one_release_for_each_quarter(release):
    release.pk = None

    with pytest.raises(IntegrityError, match="pools_demandrelease_one_for_each_quarter"), transaction.atomic():
        release.save(force_insert=True)


@pytest.mark.parametrize("quarter", ["2026Q5", "Q4", "202604"])
def test_a_quarter_is_a_quarter(release, quarter):
    release.pk, release.quarter = None, quarter

    with pytest.raises(IntegrityError, match="pools_demandrelease_quarter_is_a_quarter"), transaction.atomic():
        release.save(force_insert=True)


@pytest.mark.parametrize("words", ["base", "method"])
def test_figures_have_words(release, words):
    release.pk, release.quarter = None, "2026Q4"
    setattr(release, words, " ")

    with pytest.raises(IntegrityError, match="pools_demandrelease_says_base_and_method"), transaction.atomic():
        release.save(force_insert=True)


def test_published_figures_are_never_changed(release):
    cell(release, people=10).save()

    refused_by("pools_demandcell is append-only", "UPDATE pools_demandcell SET people = 15")
    refused_by("pools_demandcell is append-only", "DELETE FROM pools_demandcell")
    refused_by("pools_demandrelease is append-only", "UPDATE pools_demandrelease SET base = 'Nobody.'")
    refused_by("pools_demandrelease is append-only", "DELETE FROM pools_demandrelease")


class TestRecordKey:
    def test_is_never_changed(self, member):
        RecordKey.objects.create(profile=member, value=7)

        refused_by("pools_recordkey is append-only", "UPDATE pools_recordkey SET value = 8")
        refused_by("pools_recordkey is append-only", "DELETE FROM pools_recordkey")

    def test_one_for_each_member(self, member):
        RecordKey.objects.create(profile=member, value=7)

        with pytest.raises(IntegrityError, match="profile_id"), transaction.atomic():
            RecordKey.objects.create(profile=member, value=8)

    @pytest.mark.parametrize("value", [-1, 256])
    def test_is_a_byte(self, member: Profile, value: int):
        with pytest.raises(IntegrityError, match="pools_recordkey_value"), transaction.atomic():
            RecordKey.objects.create(profile=member, value=value)


@pytest.mark.django_db
class TestPTableCell:
    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"count_row": 101}, "pools_ptablecell_count_row_in_range"),
            ({"cell_key": 256}, "pools_ptablecell_cell_key_in_range"),
            ({"count_row": 3, "noise": 4}, "pools_ptablecell_noise_not_more_than_count"),
            ({"count_row": 3, "noise": -4}, "pools_ptablecell_noise_not_more_than_count"),
        ],
    )
    def test_noise_fits_its_count(self, values, constraint):
        PTableCell.objects.all().delete()

        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            PTableCell.objects.create(**{"count_row": 10, "cell_key": 0, "noise": 0, **values})

    def test_one_noise_for_each_count_and_key(self, stored_ptable: PTable):
        with pytest.raises(IntegrityError, match="pools_ptablecell_pkey"), transaction.atomic():
            PTableCell.objects.create(count_row=10, cell_key=0, noise=0)
