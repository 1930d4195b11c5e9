from datetime import UTC, datetime
from unittest import mock

import pytest

from pools.models import DemandRelease
from pools.tasks import publish_last_quarter
from portal.areas.context import area_context
from tests.factories.demand import make_crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stored_ptable")]

NEW_YEAR = datetime(2027, 1, 1, 3, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def new_year():
    with mock.patch("pools.tasks.timezone.now", return_value=NEW_YEAR):
        yield


def quarters(area):
    with area_context(area.id):
        return list(DemandRelease.objects.values_list("quarter", "published_at"))


def test_each_area_publishes_the_finished_quarter_once(oxfordshire, knowsley):
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            make_crowd(10)

    publish_last_quarter()
    publish_last_quarter()

    assert quarters(oxfordshire) == quarters(knowsley) == [("2026Q4", NEW_YEAR)]


def test_an_area_that_is_too_small_does_not_hold_up_the_others(oxfordshire, knowsley):
    with area_context(oxfordshire.id):
        make_crowd(10)

    publish_last_quarter()

    assert quarters(knowsley) == []
    assert quarters(oxfordshire) == [("2026Q4", NEW_YEAR)]
