from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from pools.models import (
    Assistant,
    HoursConsent,
    Pool,
    Shift,
    ShiftKind,
    ShiftRecord,
    ShiftShare,
    Transfer,
    WorkedHow,
)
from pools.operations.hours import give_hours
from pools.operations.rota import (
    UnableToPlanWeek,
    UnableToRecordShift,
    UnableToShareShift,
    UnableToUseHours,
    Worked,
    accept_shift,
    accept_week,
    decline_shift,
    plan_week,
    record_shift,
    set_assistant,
    share_again,
    use_hours,
)
from pools.operations.rota_assistants import end_assistant
from pools.operations.rota_pattern import UnableToChangePattern, add_pattern_shifts, remove_pattern_shift
from pools.queries.hours import hours_left
from pools.queries.ledger_check import broken_rules
from pools.queries.pools import members_of
from pools.queries.rota import sheet_of_shift, week_of, why_not_counted
from portal.models import Area, Profile
from tests.factories.hours import HOUR, MONDAY, add_pattern, give_everybody, make_assistant, make_house
from tests.factories.pools import NOW, make_pool
from tests.factories.portal import make_member
from tests.pools.operations.test_hours import check_deferred

AFTER = datetime(2026, 11, 24, 12, tzinfo=UTC)
AS_PLANNED = Worked(how=WorkedHow.AS_PLANNED)


@pytest.fixture
def house(area: Area) -> Pool:
    """Three people with ten hours each; one person on duty on Mondays, from 4pm to 10am."""
    pool = make_house(people=3)
    give_everybody(pool, minutes=10 * HOUR)
    add_pattern(pool, weekdays=[0], staff=1)
    return pool


@pytest.fixture
def lin(house: Pool) -> Assistant:
    return house.assistants.get()


@pytest.fixture
def shift(house: Pool, lin: Assistant) -> Shift:
    (planned,) = plan_week(pool=house, monday=MONDAY, assistant=lin, by=house.organiser, now=NOW)
    return planned


@pytest.fixture
def people(house: Pool) -> list[Profile]:
    return [membership.profile for membership in members_of(house)]


def everybody_accepts(shift: Shift) -> None:
    for part in sheet_of_shift(shift).parts:
        accept_shift(shift=shift, minutes=part.minutes, by=part.share.profile, now=NOW)


def left(house: Pool) -> list[int]:
    return [hours_left(house, membership.profile) for membership in members_of(house)]


def test_plan_week_makes_a_shift_for_each_of_the_staff(house: Pool, now: datetime) -> None:
    add_pattern(house, weekdays=[6], staff=2, kind=ShiftKind.SLEEP_IN)

    # Any day of the week will do.
    shifts = plan_week(pool=house, monday=MONDAY + timedelta(days=3), by=house.organiser, now=now)

    assert [(shift.day.weekday(), shift.kind, shift.place) for shift in shifts] == [
        (0, "day", 1),
        (6, "sleep_in", 1),
        (6, "sleep_in", 2),
    ]
    assert shifts[0].starts_at == datetime(2026, 11, 16, 16, tzinfo=UTC)
    assert ShiftShare.objects.filter(accepted_at__isnull=True).count() == 9


def test_plan_week_counts_the_real_minutes_of_the_night(house: Pool, now: datetime) -> None:
    add_pattern(house, weekdays=[5], staff=1)

    week = plan_week(pool=house, monday=date(2026, 10, 24), by=house.organiser, now=now)

    assert [shift.planned_minutes for shift in week] == [18 * 60, 19 * 60]


def test_plan_week_leaves_out_what_the_clocks_jump_over(house: Pool, now: datetime) -> None:
    add_pattern(house, weekdays=[6], staff=1, starts=time(1), ends=time(2))

    assert len(plan_week(pool=house, monday=date(2027, 3, 22), by=house.organiser, now=now)) == 1


def test_plan_week_refuses(house: Pool, shift: Shift, now: datetime) -> None:
    with pytest.raises(UnableToPlanWeek, match="on the rota already"):
        plan_week(pool=house, monday=MONDAY, by=house.organiser, now=now)
    with pytest.raises(UnableToPlanWeek, match="First work out your pattern"):
        plan_week(pool=make_pool(make_member("Ann")), monday=MONDAY, by=house.organiser, now=now)


def test_a_shift_that_everybody_agreed_to_is_counted_when_it_is_written_down(
    house: Pool, shift: Shift, lin: Assistant
) -> None:
    everybody_accepts(shift)

    record_shift(shift=shift, worked=AS_PLANNED, by=house.organiser, now=AFTER)

    assert left(house) == [240, 240, 240]
    used = Transfer.objects.get(kind="hours_used")
    assert used.words == "Monday 16 November 2026, 4pm to 10am, worked by Lin"
    yeses = HoursConsent.objects.filter(transfer=used)
    assert {(yes.minutes, yes.said_at) for yes in yeses} == {(360, NOW)}
    assert yeses[0].words == (
        "Yes, I share this shift: Monday 16 November 2026, 4pm to 10am. It may take up to 6 hours of mine."
    )
    check_deferred()
    assert broken_rules() == []


def test_odd_minutes_go_to_whoever_joined_first(house: Pool, shift: Shift, lin: Assistant) -> None:
    everybody_accepts(shift)
    worked = Worked(
        how=WorkedHow.CHANGED,
        worked_by=lin,
        worked_from=shift.starts_at,
        worked_to=shift.starts_at + timedelta(minutes=100),
    )

    record_shift(shift=shift, worked=worked, by=house.organiser, now=AFTER)

    assert left(house) == [566, 567, 567]


def test_nothing_is_counted_while_a_yes_is_missing(house: Pool, shift: Shift, people: list[Profile]) -> None:
    for person in people[:2]:
        accept_shift(shift=shift, minutes=360, by=person, now=NOW)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)

    with pytest.raises(UnableToUseHours, match="We need a yes first from: Rosa"):
        use_hours(shift=shift, by=people[0], now=AFTER)
    assert left(house) == [600, 600, 600]

    # The last yes counts it.
    accept_shift(shift=shift, minutes=360, by=people[2], now=AFTER, supporter_name="Hana")
    assert left(house) == [240, 240, 240]
    assert HoursConsent.objects.get(profile=people[2]).supporter_name == "Hana"


def test_who_says_no_does_not_share_and_the_others_are_asked_again(
    house: Pool, shift: Shift, people: list[Profile]
) -> None:
    everybody_accepts(shift)
    decline_shift(shift=shift, by=people[2], now=NOW)

    parts = sheet_of_shift(shift).parts
    assert [(part.minutes, part.is_agreed, part.is_outdated) for part in parts] == [(540, False, True)] * 2
    with pytest.raises(UnableToShareShift, match="First say that you share it after all"):
        accept_shift(shift=shift, minutes=360, by=people[2], now=NOW)

    # Back again, everybody's part is what they said yes to before.
    share_again(shift=shift, by=people[2], now=NOW)
    assert [part.is_agreed for part in sheet_of_shift(shift).parts] == [True, True, False]


def test_a_longer_shift_needs_a_yes_to_the_longer_part(
    house: Pool, shift: Shift, lin: Assistant, people: list[Profile]
) -> None:
    everybody_accepts(shift)
    worked = Worked(
        how=WorkedHow.CHANGED, worked_by=lin, worked_from=shift.starts_at, worked_to=shift.ends_at + timedelta(hours=3)
    )
    record_shift(shift=shift, worked=worked, by=people[0], now=AFTER)
    assert left(house) == [600, 600, 600]

    for person in people:
        accept_shift(shift=shift, minutes=420, by=person, now=AFTER)
    assert left(house) == [180, 180, 180]


def test_who_has_too_little_is_not_named(house: Pool, shift: Shift, people: list[Profile]) -> None:
    give_hours(pool=house, to=people[1], minutes=300, by=people[0], now=NOW)
    everybody_accepts(shift)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)

    with pytest.raises(UnableToUseHours, match="Somebody in this shift has not enough hours left"):
        use_hours(shift=shift, by=people[0], now=AFTER)
    assert left(house) == [300, 900, 600]


def test_the_week_in_one_go(house: Pool, people: list[Profile], lin: Assistant) -> None:
    add_pattern(house, weekdays=[1], staff=1, starts=time(10), ends=time(11))
    plan_week(pool=house, monday=MONDAY, assistant=lin, by=house.organiser, now=NOW)

    with pytest.raises(UnableToShareShift, match="The number has changed"):
        accept_week(pool=house, monday=MONDAY, minutes=381, by=people[0], now=NOW)
    accept_week(pool=house, monday=MONDAY, minutes=380, by=people[0], now=NOW)
    with pytest.raises(UnableToShareShift, match="Nothing in this week"):
        accept_week(pool=house, monday=MONDAY, minutes=0, by=people[0], now=NOW)

    assert [share.accepted_minutes for share in ShiftShare.objects.filter(profile=people[0])] == [360, 20]


def test_sharing_refuses(house: Pool, shift: Shift, people: list[Profile]) -> None:
    with pytest.raises(UnableToShareShift, match="The number has changed"):
        accept_shift(shift=shift, minutes=359, by=people[0], now=NOW)
    with pytest.raises(UnableToShareShift, match="do not share this shift"):
        accept_shift(shift=shift, minutes=360, by=make_member("Ann"), now=NOW)
    everybody_accepts(shift)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)
    with pytest.raises(UnableToShareShift, match="counted already"):
        decline_shift(shift=shift, by=people[0], now=AFTER)
    with pytest.raises(UnableToUseHours, match="counted already"):
        use_hours(shift=shift, by=people[0], now=AFTER)


def test_nobody_came(house: Pool, shift: Shift, people: list[Profile]) -> None:
    everybody_accepts(shift)
    worked = Worked(how=WorkedHow.DID_NOT_COME, feedback=" Nobody rang us. ", late_minutes=5)

    written = record_shift(shift=shift, worked=worked, by=people[0], now=AFTER)

    assert (written.worked_by, written.minutes, written.late_minutes) == (None, 0, 0)
    assert written.feedback == "Nobody rang us."
    with pytest.raises(UnableToUseHours, match="no hours to count"):
        use_hours(shift=shift, by=people[0], now=AFTER)
    assert left(house) == [600, 600, 600]


def test_somebody_stood_in(house: Pool, shift: Shift, people: list[Profile]) -> None:
    everybody_accepts(shift)
    bea = make_assistant(house, "Bea", hired_how="self_employed", employers="Edie", is_backup=True)

    record_shift(
        shift=shift,
        worked=Worked(how=WorkedHow.AS_PLANNED, worked_by=bea, late_minutes=20),
        by=people[0],
        now=AFTER,
    )

    used = Transfer.objects.get(kind="hours_used")
    assert used.entries.get(account__kind="provider").account.name == "Bea"
    assert sheet_of_shift(shift).record.late_minutes == 20


def test_what_was_written_down_wrongly_is_written_again(
    house: Pool, shift: Shift, lin: Assistant, people: list[Profile]
) -> None:
    everybody_accepts(shift)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)

    record_shift(
        shift=shift,
        worked=Worked(
            how=WorkedHow.CHANGED,
            worked_by=lin,
            worked_from=shift.starts_at,
            worked_to=shift.starts_at + timedelta(hours=3),
        ),
        by=people[1],
        now=AFTER + timedelta(minutes=1),
    )

    assert left(house) == [540, 540, 540]
    assert ShiftRecord.objects.count() == 2
    check_deferred()
    assert broken_rules() == []


def test_record_shift_refuses(house: Pool, shift: Shift, lin: Assistant, people: list[Profile]) -> None:
    ann = make_assistant(make_pool(make_member("Ann")), "Sam")
    changed = {"how": WorkedHow.CHANGED, "worked_by": lin, "worked_from": shift.starts_at}
    for reason, moment, worked in [
        ("has not begun yet", shift.starts_at - timedelta(minutes=1), AS_PLANNED),
        ("still to come", shift.starts_at, AS_PLANNED),
        ("works for you", AFTER, Worked(how=WorkedHow.AS_PLANNED, worked_by=ann)),
        ("from when, and to when", AFTER, Worked(**changed)),
        ("from when, and to when", AFTER, Worked(**changed, worked_to=shift.starts_at)),
    ]:
        with pytest.raises(UnableToRecordShift, match=reason):
            record_shift(shift=shift, worked=worked, by=people[0], now=moment)
    assert ShiftRecord.objects.count() == 0

    Shift.objects.update(assistant=None)
    with pytest.raises(UnableToRecordShift, match="Say who worked"):
        record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)
    assert why_not_counted(sheet_of_shift(shift)) == "First write down how the shift went."


def test_writing_down_leaves_nothing_behind_when_it_stops_half_way(
    house: Pool, shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody_accepts(shift)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.rota.post_with_yes", broken)
    with pytest.raises(RuntimeError):
        record_shift(shift=shift, worked=AS_PLANNED, by=house.organiser, now=AFTER)

    assert (ShiftRecord.objects.count(), left(house)) == (0, [600, 600, 600])


def test_a_shift_that_nobody_shares_is_not_counted(house: Pool, shift: Shift, people: list[Profile]) -> None:
    for person in people:
        decline_shift(shift=shift, by=person, now=NOW)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)

    with pytest.raises(UnableToUseHours, match="Nobody shares this shift"):
        use_hours(shift=shift, by=people[0], now=AFTER)


def test_set_assistant(house: Pool, shift: Shift, lin: Assistant, people: list[Profile]) -> None:
    mo = make_assistant(house, "Mo")
    assert set_assistant(shift=shift, assistant=mo, by=people[0], now=NOW).assistant == mo

    gone = end_assistant(assistant=lin, ended_on=MONDAY, by=people[0], now=NOW)
    with pytest.raises(UnableToShareShift, match="works for you now"):
        set_assistant(shift=shift, assistant=gone, by=people[0], now=NOW)
    record_shift(shift=shift, worked=AS_PLANNED, by=people[0], now=AFTER)
    with pytest.raises(UnableToShareShift, match="written down already"):
        set_assistant(shift=shift, assistant=mo, by=people[0], now=AFTER)


def test_the_pattern(house: Pool, now: datetime) -> None:
    line = {
        "pool": house,
        "starts": time(16),
        "ends": time(10),
        "staff": 2,
        "kind": ShiftKind.DAY,
        "by": house.organiser,
    }
    with pytest.raises(UnableToChangePattern, match="in the pattern already"):
        add_pattern_shifts(weekdays=[1, 0], now=now, **line)
    # All of them or none.
    assert house.pattern_shifts.count() == 1
    with pytest.raises(UnableToChangePattern, match="from 1 to 20"):
        add_pattern_shifts(weekdays=[2], now=now, **line | {"staff": 21})

    remove_pattern_shift(line=house.pattern_shifts.get(), by=house.organiser, now=now)
    assert house.pattern_shifts.count() == 0


def test_a_week_is_read_in_a_few_queries(house: Pool, shift: Shift, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):
        week_of(house, MONDAY)
    add_pattern(house, weekdays=[1, 2, 3, 4], staff=2, kind=ShiftKind.SLEEP_IN)
    monday = MONDAY + timedelta(days=7)
    plan_week(pool=house, monday=monday, by=house.organiser, now=NOW)
    with django_assert_num_queries(3):
        assert sum(part.minutes for sheet in week_of(house, monday) for part in sheet.parts) == Decimal(9 * 18 * 60)
