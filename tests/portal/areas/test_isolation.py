"""Nobody from another area can see or touch what they should not, because PostgreSQL says no."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from uuid_utils.compat import uuid7

from portal.areas.context import UnableToEnterArea, area_context
from portal.models import Area, District, Profile
from tests.factories.portal import make_district, make_member


def test_area_is_filled_in_by_the_database(area: Area) -> None:
    district = District.objects.create(name="Banbury", slug="banbury")

    assert district.area_id == area.id


def test_other_areas_rows_cannot_be_seen(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        make_district("Huyton")
    with area_context(oxfordshire.id):
        make_district("Banbury")

        assert [district.name for district in District.objects.all()] == ["Banbury"]


def test_no_area_no_rows_and_no_inserts(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        make_district("Banbury")

    assert District.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        District.objects.create(name="Witney", slug="witney")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        District.objects.create(name="Witney", slug="witney", area=oxfordshire)


def test_area_cannot_be_forged(oxfordshire: Area, knowsley: Area) -> None:
    with (
        area_context(oxfordshire.id),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        District.objects.create(name="Huyton", slug="huyton", area=knowsley)


def test_foreign_key_cannot_point_into_another_area(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        huyton = make_district("Huyton")
    with area_context(oxfordshire.id):
        peter = make_member("Peter")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE portal_profile SET district_id = %s WHERE id = %s", [huyton.pk, peter.pk])
            with pytest.raises(IntegrityError, match="same_area"):
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)


def test_another_area_cannot_be_entered_inside(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id), pytest.raises(UnableToEnterArea), area_context(knowsley.id):
        pass


def test_leaving_an_area_inside_a_transaction_forgets_it(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        make_member("Peter")

    assert Profile.objects.count() == 0


def test_an_unknown_area_shows_nothing(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        make_member("Peter")
    with area_context(uuid7()):
        assert Profile.objects.count() == 0
