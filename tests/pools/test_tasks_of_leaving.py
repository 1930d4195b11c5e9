"""Whose last day is over has left: once, in each area, and one that stops holds up no other."""

from datetime import timedelta
from unittest import mock

from django.conf import settings

from pools.operations.leaving import UnableToCarryOutLeaving
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of
from pools.tasks import carry_out_leavings
from portal.areas.context import area_context
from portal.models import Area, Notification
from tests.factories.leaving import NOW, TODAY, make_yearly_pool, tell
from tests.factories.portal import make_member

LATER = NOW + timedelta(days=8)


def test_whose_last_day_is_over_has_left_in_each_area(oxfordshire: Area, knowsley: Area) -> None:
    pools = {}
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            people = [make_member(name) for name in ("Peter", "Ann", "Bo", "Cy")]
            pools[area] = make_yearly_pool(*people)
            # Ann's last day is over, Bo's is today, and Cy's is to come.
            for person, days in zip(people[1:], (7, 8, 9), strict=True):
                tell(pools[area], person, TODAY + timedelta(days=days))

    with mock.patch("pools.tasks.timezone.now", return_value=LATER):
        carry_out_leavings()
        carry_out_leavings()

    for area, pool in pools.items():
        with area_context(area.id):
            assert {place.profile.shown_name for place in members_of(pool)} == {"Peter", "Bo", "Cy"}
            told = Notification.objects.filter(key__startswith="leaving-settled:")
            assert [notice.recipient.shown_name for notice in told] == ["Ann"]
            assert broken_rules() == []


def test_one_that_stops_holds_up_no_other(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        people = [make_member(name) for name in ("Peter", "Ann")]
        for title in ("One", "Another"):
            tell(make_yearly_pool(*people, title=title), people[1])

    with (
        mock.patch("pools.tasks.timezone.now", return_value=LATER),
        mock.patch("pools.tasks.carry_out_leaving", side_effect=UnableToCarryOutLeaving("Over already.")) as carry_out,
    ):
        carry_out_leavings()

    assert carry_out.call_count == 2


def test_the_beat_rings_for_it() -> None:
    assert settings.CELERY_BEAT_SCHEDULE["carry-out-leavings"]["task"] == carry_out_leavings.name
