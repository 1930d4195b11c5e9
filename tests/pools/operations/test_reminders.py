from datetime import UTC, datetime, timedelta

import pytest

from pools.models import Agreement, Pool
from pools.operations.decision import reopen_costing
from pools.operations.reminders import remind_unsigned
from pools.tasks import remind_unsigned_in_each_area
from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from tests.factories.agreements import freeze, make_chef, make_gym, people_in, sign, sign_all


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def frozen(gym: Pool) -> Agreement:
    """Made on Monday 23 November; Alan has signed it."""
    agreement = freeze(gym)
    sign(agreement, gym.organiser)
    return agreement


def reminded(now: datetime) -> list[str]:
    return sorted(notice.recipient.shown_name for notice in remind_unsigned(now=now))


@pytest.mark.parametrize(
    ("days", "names"),
    [(0, []), (1, ["Barry", "Colin"]), (2, []), (3, ["Barry", "Colin"]), (5, []), (7, ["Barry", "Colin"]), (30, [])],
)
def test_reminders_come_after_one_three_and_seven_days(
    frozen: Agreement, now: datetime, days: int, names: list[str]
) -> None:
    for day in range(days):
        remind_unsigned(now=now + timedelta(days=day))

    assert reminded(now + timedelta(days=days)) == names


def test_a_reminder_comes_once_however_often_the_job_runs(frozen: Agreement, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)

    assert reminded(tomorrow) == ["Barry", "Colin"]
    assert reminded(tomorrow + timedelta(hours=1)) == []
    assert Notification.objects.filter(key__endswith=":1-days").count() == 2


def test_missed_days_do_not_pile_up(frozen: Agreement, now: datetime) -> None:
    assert reminded(now + timedelta(days=9)) == ["Barry", "Colin"]
    assert reminded(now + timedelta(days=10)) == []


def test_the_day_counts_not_the_hours(frozen: Agreement, now: datetime) -> None:
    # Ten past midnight in London, ten hours later.
    assert reminded(datetime(2026, 11, 24, 0, 10, tzinfo=UTC)) == ["Barry", "Colin"]


def test_what_it_says(frozen: Agreement, now: datetime) -> None:
    remind_unsigned(now=now + timedelta(days=1))

    notice = Notification.objects.get(recipient__shown_name="Barry", key__endswith=":1-days")
    assert notice.subject == "The agreement of “A gym at home” waits for you"
    assert "It was made on 23 November 2026. Your share is £298.33 for the first year." in notice.body
    assert "If you do not agree, you do not have to sign." in notice.body
    assert f"http://oxfordshire.localhost:8000{frozen.get_absolute_url()}" in notice.body


def test_who_has_signed_is_left_in_peace(frozen: Agreement, now: datetime) -> None:
    sign_all(frozen)

    assert reminded(now + timedelta(days=3)) == []


def test_an_older_version_and_one_on_hold_are_not_asked_for(gym: Pool, frozen: Agreement, now: datetime) -> None:
    newer = freeze(gym, notice_days=7, now=now + timedelta(days=2))
    assert reminded(now + timedelta(days=3)) == ["Alan", "Barry", "Colin"]
    assert Notification.objects.filter(key__startswith=f"sign-agreement:{newer.pk}:").count() == 3

    reopen_costing(pool=gym, by=gym.organiser, now=now + timedelta(days=4))
    assert reminded(now + timedelta(days=9)) == []


def test_another_pool_and_another_area_wait_too(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    with area_context(oxfordshire.id):
        sign_all(freeze(make_gym()))
        chef = freeze(make_chef())
        sign_all(chef, but=people_in(chef)[3])
    with area_context(knowsley.id):
        gym = freeze(make_gym("Dan", "Eve"))
        sign(gym, people_in(gym)[0])

    with area_context(oxfordshire.id):
        assert reminded(now + timedelta(days=1)) == ["Cy"]
    with area_context(knowsley.id):
        assert reminded(now + timedelta(days=1)) == ["Eve"]


def test_the_job_goes_through_all_areas(oxfordshire: Area, knowsley: Area) -> None:
    for area, names in ((oxfordshire, ("Alan", "Bo")), (knowsley, ("Dan", "Eve"))):
        with area_context(area.id):
            # So long ago that any day on which this test runs is later.
            freeze(make_gym(*names), now=datetime(2020, 1, 1, tzinfo=UTC))

    remind_unsigned_in_each_area()

    for area, names in ((oxfordshire, ["Alan", "Bo"]), (knowsley, ["Dan", "Eve"])):
        with area_context(area.id):
            told = Profile.objects.filter(notifications__key__endswith=":7-days").order_by("shown_name")
            assert [profile.shown_name for profile in told] == names
