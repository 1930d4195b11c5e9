from datetime import UTC, datetime, timedelta

import pytest

from pools.models import Pool
from pools.operations.facilitation import UnableToChooseFacilitator, choose_facilitator, nudge_quiet_pools
from pools.operations.pause import pause_pool
from pools.tasks import nudge_quiet_pools_in_each_area
from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from tests.factories.pools import NOW, cost, make_agreed_pool, make_pool
from tests.factories.portal import make_champion, make_member

THREE_WEEKS = timedelta(days=21)


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member, make_member("Jo"))


def nudged(now: datetime) -> list[str]:
    return [notice.recipient.shown_name for notice in nudge_quiet_pools(now=now)]


def test_only_a_champion_is_chosen_and_nobody_will_do_too(pool: Pool, member: Profile) -> None:
    grace = make_champion("Grace")
    with pytest.raises(UnableToChooseFacilitator, match="one of the champions"):
        choose_facilitator(pool=pool, facilitator=member, by=member, now=NOW)

    assert choose_facilitator(pool=pool, facilitator=grace, by=member, now=NOW).facilitator == grace
    assert choose_facilitator(pool=pool, facilitator=None, by=member, now=NOW).facilitator is None


def test_the_organiser_is_told_once_for_each_quiet_time(pool: Pool) -> None:
    assert nudged(NOW + THREE_WEEKS - timedelta(minutes=1)) == []
    assert nudged(NOW + THREE_WEEKS) == ["Peter"]
    assert nudged(NOW + THREE_WEEKS + timedelta(days=5)) == []

    # Somebody does something, and then it falls quiet again.
    cost(pool, "50.00", now=NOW + timedelta(days=30))
    assert nudged(NOW + timedelta(days=40)) == []
    assert nudged(NOW + timedelta(days=51)) == ["Peter"]


def test_a_champion_who_is_not_in_the_pool_gets_no_way_into_it(pool: Pool, member: Profile) -> None:
    choose_facilitator(pool=pool, facilitator=make_champion("Grace"), by=member, now=NOW)

    assert nudged(NOW + THREE_WEEKS) == ["Grace"]

    notice = Notification.objects.get(key__startswith="quiet-pool:")
    assert (notice.subject, notice.url) == ("It is quiet in “Cooking together”", "")
    assert "since 16 November 2026" in notice.body
    assert "1. Meet for a cup of tea." in notice.body
    assert "http" not in notice.body


def test_the_organiser_finds_the_way(pool: Pool) -> None:
    nudge_quiet_pools(now=NOW + THREE_WEEKS)

    notice = Notification.objects.get(key__startswith="quiet-pool:")
    assert notice.url == pool.get_absolute_url()
    assert f"Look at the pool: http://oxfordshire.localhost:8000{pool.get_absolute_url()}" in notice.body


def test_a_pool_that_waits_for_advice_or_has_decided_is_left_in_peace(pool: Pool, member: Profile) -> None:
    make_agreed_pool(member, title="Decided")
    pause_pool(pool=pool, about="Benefits", by=member, now=NOW)

    assert nudged(NOW + timedelta(days=60)) == []


def test_the_job_goes_through_all_areas(oxfordshire: Area, knowsley: Area) -> None:
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            make_pool(make_member("Peter"), now=datetime(2020, 1, 1, tzinfo=UTC))

    nudge_quiet_pools_in_each_area()

    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            assert Notification.objects.filter(key__startswith="quiet-pool:").count() == 1
