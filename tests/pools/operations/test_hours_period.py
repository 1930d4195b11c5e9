from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pools.models import HoursConsent, HoursLoan, HoursPeriod, Pool, Transfer, UnusedHours
from pools.operations.hours import UnableToChangeHours, give_hours
from pools.operations.hours_period import (
    UnableToAnswerHoursPeriod,
    UnableToCloseHoursPeriod,
    UnableToOpenHoursPeriod,
    UnusedAnswer,
    answer_hours_period,
    close_hours_period,
    open_hours_period,
    remind_unused_hours,
)
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.queries.hours import answer_of, hours_left, statement_of
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of, membership_of
from pools.tasks import remind_unused_hours_in_each_area
from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from tests.factories.hours import HOUR, give_everybody, make_house
from tests.factories.portal import make_member
from tests.pools.operations.test_hours import check_deferred

DUE = date(2027, 3, 1)


@pytest.fixture
def house(area: Area) -> Pool:
    pool = make_house(people=5)
    give_everybody(pool, minutes=10 * HOUR)
    return pool


@pytest.fixture
def people(house: Pool) -> list[Profile]:
    return [membership.profile for membership in members_of(house)]


@pytest.fixture
def period(house: Pool, now: datetime) -> HoursPeriod:
    return open_hours_period(
        pool=house, starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 30), by=house.organiser, now=now
    )


@pytest.fixture
def december(now: datetime) -> datetime:
    return now + timedelta(days=8)


def answer(period: HoursPeriod, who: Profile, now: datetime, choice: UnusedHours, **details: object) -> None:
    answer_hours_period(period=period, answer=UnusedAnswer(choice=choice, **details), by=who, now=now)


def test_each_gets_what_they_chose_and_silence_loses_nothing(
    house: Pool, people: list[Profile], period: HoursPeriod, now: datetime, december: datetime
) -> None:
    edie, walter, rosa, stan, tess = people
    answer(period, edie, now, UnusedHours.GIVE, minutes=200, to=tess, supporter_name="Hana")
    answer(period, walter, now, UnusedHours.LEND, minutes=60, to=tess, due_on=DUE)
    answer(period, rosa, now, UnusedHours.RETURN, minutes=30)
    answer(period, stan, now, UnusedHours.CARRY, minutes=99, to=tess)
    assert [hours_left(house, person) for person in people] == [600] * 5

    closed = close_hours_period(period=period, by=edie, now=december)

    assert (closed.closed_at, closed.closed_by) == (december, edie)
    assert [hours_left(house, person) for person in people] == [400, 540, 570, 600, 860]
    carried = Transfer.objects.filter(kind="hours_carried")
    assert [statement_of(house, person).carried for person in people] == [400, 540, 570, 600, 860]
    assert not HoursConsent.objects.filter(transfer__in=carried).exists()
    yes = HoursConsent.objects.get(profile=edie)
    assert (yes.words, yes.said_at, yes.supporter_name) == ("Yes, I give 3 hours 20 minutes to Tess.", now, "Hana")
    assert HoursLoan.objects.get().due_on == DUE
    check_deferred()
    assert broken_rules() == []


def test_only_what_is_left_goes(
    house: Pool, people: list[Profile], period: HoursPeriod, now: datetime, december: datetime
) -> None:
    edie, walter, *_rest, tess = people
    answer(period, edie, now, UnusedHours.GIVE, minutes=200, to=tess)
    answer(period, walter, now, UnusedHours.RETURN, minutes=200)
    give_hours(pool=house, to=tess, minutes=500, by=edie, now=now)
    give_hours(pool=house, to=tess, minutes=600, by=walter, now=now)

    close_hours_period(period=period, by=edie, now=december)

    assert (hours_left(house, edie), hours_left(house, walter), hours_left(house, tess)) == (0, 0, 1800)
    check_deferred()
    assert broken_rules() == []


def test_what_is_not_possible_any_more_is_carried(
    house: Pool, people: list[Profile], period: HoursPeriod, now: datetime, december: datetime
) -> None:
    edie, walter, *_rest, tess = people
    answer(period, edie, now, UnusedHours.GIVE, minutes=200, to=tess)
    answer(period, walter, now, UnusedHours.LEND, minutes=60, to=edie, due_on=december.date())
    place = membership_of(house, tess)
    warn_of_leaving(membership=place, by=tess, now=now)
    leave_pool(membership=place, by=tess, now=now)

    close_hours_period(period=period, by=edie, now=december)

    assert (hours_left(house, edie), hours_left(house, walter)) == (600, 600)


def test_who_was_given_hours_can_return_them(
    house: Pool, people: list[Profile], period: HoursPeriod, now: datetime, december: datetime
) -> None:
    ann = make_member("Ann")
    house.memberships.create(profile=ann, joined_at=now)
    give_hours(pool=house, to=ann, minutes=60, by=people[0], now=now)
    answer(period, ann, now, UnusedHours.RETURN, minutes=60)

    close_hours_period(period=period, by=people[0], now=december)

    assert hours_left(house, ann) == 0


def test_the_newest_answer_counts(people: list[Profile], period: HoursPeriod, now: datetime) -> None:
    edie, tess = people[0], people[-1]
    answer(period, edie, now, UnusedHours.GIVE, minutes=200, to=tess)
    answer(period, edie, now + timedelta(hours=1), UnusedHours.CARRY)

    said = answer_of(period, edie)
    assert (said.choice, said.words, period.answers.count()) == (
        "carry",
        "I keep my unused hours for the next time.",
        2,
    )


def test_answers_that_are_not_whole(people: list[Profile], period: HoursPeriod, now: datetime) -> None:
    edie, tess = people[0], people[-1]
    for refusal, reason, details in [
        (UnableToChangeHours, "one minute or more", {"choice": UnusedHours.RETURN}),
        (UnableToChangeHours, "10 hours left", {"choice": UnusedHours.RETURN, "minutes": 601}),
        (UnableToChangeHours, "not in this pool", {"choice": UnusedHours.GIVE, "minutes": 1, "to": make_member("Ann")}),
        (UnableToAnswerHoursPeriod, "who gets them", {"choice": UnusedHours.GIVE, "minutes": 1}),
        (UnableToAnswerHoursPeriod, "who gets them", {"choice": UnusedHours.GIVE, "minutes": 1, "to": edie}),
        (UnableToAnswerHoursPeriod, "due back", {"choice": UnusedHours.LEND, "minutes": 1, "to": tess}),
        (
            UnableToAnswerHoursPeriod,
            "due back",
            {"choice": UnusedHours.LEND, "minutes": 1, "to": tess, "due_on": now.date()},
        ),
    ]:
        with pytest.raises(refusal, match=reason):
            answer_hours_period(period=period, answer=UnusedAnswer(**details), by=edie, now=now)
    assert period.answers.count() == 0


def test_closing_refuses(people: list[Profile], period: HoursPeriod, now: datetime, december: datetime) -> None:
    with pytest.raises(UnableToCloseHoursPeriod, match="not over yet"):
        close_hours_period(period=period, by=people[0], now=now + timedelta(days=7))
    close_hours_period(period=period, by=people[0], now=december)
    with pytest.raises(UnableToCloseHoursPeriod, match="closed already"):
        close_hours_period(period=period, by=people[0], now=december)
    with pytest.raises(UnableToAnswerHoursPeriod, match="You can still give"):
        answer(period, people[0], december, UnusedHours.CARRY)


def test_closing_leaves_nothing_behind_when_it_stops_half_way(
    house: Pool,
    people: list[Profile],
    period: HoursPeriod,
    now: datetime,
    december: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.hours_period.carry_hours", broken)
    with pytest.raises(RuntimeError):
        close_hours_period(period=period, by=people[0], now=december)

    period.refresh_from_db()
    assert (period.is_open, Transfer.objects.exclude(kind="hours_in").count()) == (True, 0)


def test_periods_do_not_overlap(house: Pool, period: HoursPeriod, now: datetime) -> None:
    with pytest.raises(UnableToOpenHoursPeriod, match="in another of your periods"):
        open_hours_period(
            pool=house, starts_on=date(2026, 11, 30), ends_on=date(2027, 2, 28), by=house.organiser, now=now
        )
    with pytest.raises(UnableToOpenHoursPeriod, match="before the first"):
        open_hours_period(
            pool=house, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 1), by=house.organiser, now=now
        )
    open_hours_period(pool=house, starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 28), by=house.organiser, now=now)


def test_who_has_hours_left_is_reminded_once_for_each_step(
    people: list[Profile], period: HoursPeriod, now: datetime
) -> None:
    answer(period, people[0], now, UnusedHours.CARRY)

    told = remind_unused_hours(now=now)
    assert {notice.recipient for notice in told} == set(people[1:])
    assert "You have 10 hours left" in told[0].body
    assert "If you do not answer, you keep them all." in told[0].body
    assert remind_unused_hours(now=now + timedelta(hours=1)) == []
    assert len(remind_unused_hours(now=now + timedelta(days=5))) == 4
    assert remind_unused_hours(now=now + timedelta(days=9)) == []
    assert Notification.objects.filter(key__startswith="unused-hours").count() == 8


def test_the_beat_reminds_in_each_area(oxfordshire: Area, now: datetime) -> None:
    with area_context(oxfordshire.id):
        pool = make_house(people=2)
        give_everybody(pool, minutes=60)
        today = timezone.localdate()
        open_hours_period(pool=pool, starts_on=today, ends_on=today, by=pool.organiser, now=now)

    remind_unused_hours_in_each_area()

    with area_context(oxfordshire.id):
        assert Notification.objects.filter(key__startswith="unused-hours").count() == 2
