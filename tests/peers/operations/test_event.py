from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction

from moderation.models import ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from peers.models import Event, EventAttendance, EventFee, EventPlace, Group
from peers.operations import event as event_module
from peers.operations.event import (
    EventPlan,
    UnableToCancelEvent,
    UnableToChangeEvent,
    UnableToPlanEvent,
    UnableToRecordAttendance,
    UnableToRecordFee,
    UnableToSignUp,
    UnableToTakeOff,
    cancel_event,
    change_event,
    plan_event,
    record_event_attendance,
    record_event_fee,
    sign_up_for_event,
    take_off_event,
)
from peers.operations.event_reminders import remind_of_events, tell_of_missing_people
from peers.queries.events import event_numbers, events_for
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.peers import make_event, make_event_place, make_group, make_membership
from tests.factories.portal import make_area, make_champion, make_member

SATURDAY = datetime(2026, 11, 28, 14, 0, tzinfo=UTC)


def plan(**others: object) -> EventPlan:
    usual = {
        "title": "Soup for everybody",
        "text": "We make soup.",
        "place": "The library",
        "starts_at": SATURDAY,
        "ends_at": SATURDAY + timedelta(hours=2),
    }
    return EventPlan(**{**usual, **others})


def told(profile: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=profile).order_by("created_at").values_list("subject", flat=True))


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile, member: Profile) -> Group:
    group = make_group("SPUG", organiser=rosa, is_closed=True)
    make_membership(group, member)
    return group


@pytest.fixture
def event(group: Group, rosa: Profile) -> Event:
    """Of a closed group, with room for one."""
    return make_event(group, rosa, most_people=1)


def test_plan_event_tells_the_group(group: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    outsider = make_member("Jo")

    event = plan_event(group=group, plan=plan(cost=Decimal("3.5")), by=rosa, now=now)

    assert (event.state, event.sequence, event.sign_up_by, event.cost) == ("published", 0, SATURDAY, Decimal("3.50"))
    assert [told(person) for person in (rosa, member, outsider)] == [
        [],
        ["Soup for everybody, on Saturday 28 November"],
        [],
    ]


@pytest.mark.parametrize(
    ("others", "field", "sentence"),
    [
        ({"starts_at": datetime(2026, 11, 23, 14, 0, tzinfo=UTC)}, "starts_on", "This day is over"),
        ({"ends_at": SATURDAY}, "ends_time", "cannot end before it starts"),
        ({"sign_up_by": SATURDAY + timedelta(minutes=1)}, "sign_up_by_day", "cannot be after it starts"),
        ({"fewest_people": 3, "most_people": 2}, "most_people", "cannot be fewer than the fewest"),
        ({"title": "  "}, "title", "Say what it is"),
    ],
)
def test_plan_event_refuses(
    group: Group, rosa: Profile, now: datetime, others: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(UnableToPlanEvent, match=sentence) as refusal:
        plan_event(group=group, plan=plan(**others), by=rosa, now=now)

    assert refusal.value.field == field
    assert not Event.objects.exists()


def test_a_held_event_is_seen_by_its_author_and_champions_and_by_everybody_once_it_is_read(
    group: Group, rosa: Profile, member: Profile, now: datetime
) -> None:
    rosa.moderation_level = ModerationLevel.PRE
    champion = make_champion("Chandra")
    event = plan_event(group=group, plan=plan(), by=rosa, now=now)

    seen = {person.shown_name: list(events_for(person)) for person in (rosa, member, champion)}
    assert seen == {"Rosa": [event], "Peter": [], "Chandra": [event]}
    with pytest.raises(UnableToSignUp):
        sign_up_for_event(event=event, by=member, now=now)

    item = ReviewItem.objects.open().get()
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=champion, now=now + timedelta(hours=1))

    # A champion who is not in the closed group does not see it any more.
    seen = {person.shown_name: list(events_for(person)) for person in (rosa, member, champion)}
    assert seen == {"Rosa": [event], "Peter": [event], "Chandra": []}
    assert told(member) == ["Soup for everybody, on Saturday 28 November"]


def test_the_waiting_list_moves_up_by_itself(event: Event, rosa: Profile, member: Profile, now: datetime) -> None:
    third = make_member("Third")
    make_membership(event.group, third)
    first = sign_up_for_event(event=event, by=rosa, now=now)
    second = sign_up_for_event(event=event, by=member, now=now + timedelta(minutes=1))
    sign_up_for_event(event=event, by=third, now=now + timedelta(minutes=2))
    assert (first.is_waiting, second.is_waiting) == (False, True)

    take_off_event(place=first, by=rosa, now=now + timedelta(hours=1))

    second.refresh_from_db()
    assert second.given_at == now + timedelta(hours=1)
    assert told(member) == ["You have a place: Soup for everybody, on Saturday 28 November"]
    assert told(third) == []
    assert vars(event_numbers(event)) == {"coming": 1, "waiting": 1, "fewest": 1, "most": 1}


@pytest.mark.parametrize(
    ("later", "fields"),
    [
        (timedelta(0), {"cancelled_at": SATURDAY, "cancelled_reason": "Snow"}),
        (timedelta(days=6), {}),
        (timedelta(0), {"sign_up_by": datetime(2026, 11, 23, 14, 0, tzinfo=UTC)}),
        (timedelta(0), {"state": ModerationState.REMOVED}),
    ],
)
def test_sign_up_for_event_refuses_when_it_is_too_late(
    event: Event, member: Profile, now: datetime, later: timedelta, fields: dict[str, object]
) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)

    with pytest.raises(UnableToSignUp, match="too late"):
        sign_up_for_event(event=event, by=member, now=now + later)

    assert not EventPlace.objects.exists()


def test_sign_up_for_event_refuses_outsiders_and_a_second_time(event: Event, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToSignUp, match="Join it first"):
        sign_up_for_event(event=event, by=make_member("Jo"), now=now)
    sign_up_for_event(event=event, by=member, now=now)
    with pytest.raises(UnableToSignUp, match="on the list already"):
        sign_up_for_event(event=event, by=member, now=now)

    assert EventPlace.objects.get().profile == member


def test_take_off_event_refuses(event: Event, rosa: Profile, member: Profile, now: datetime) -> None:
    place = make_event_place(event, member)
    with pytest.raises(UnableToTakeOff, match="Only the person themselves"):
        take_off_event(place=place, by=make_member("Jo"), now=now)
    with pytest.raises(UnableToTakeOff, match="too late"):
        take_off_event(place=place, by=member, now=SATURDAY)
    # Somebody rang the organiser.
    assert take_off_event(place=place, by=rosa, now=now).attendance == EventAttendance.TOLD_BEFORE
    with pytest.raises(UnableToTakeOff, match="too late"):
        take_off_event(place=place, by=member, now=now)


def test_take_off_event_sabotaged_leaves_the_list_as_it_was(
    event: Event, rosa: Profile, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    place, waiting = make_event_place(event, rosa), make_event_place(event, member, given_at=None)
    monkeypatch.setattr(event_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        take_off_event(place=place, by=rosa, now=now)

    place.refresh_from_db()
    waiting.refresh_from_db()
    assert (place.attendance, waiting.given_at) == ("", None)
    assert not AuditEvent.objects.exists()


def test_change_event_tells_the_list_and_lets_those_who_wait_move_up(
    event: Event, rosa: Profile, member: Profile, now: datetime
) -> None:
    ann = make_member("Ann")
    make_membership(event.group, ann)
    make_event_place(event, ann)
    make_event_place(event, member, given_at=None)

    changed = change_event(event=event, plan=plan(text=event.text, most_people=2, place="The hall"), by=rosa, now=now)

    assert (changed.sequence, changed.changed_at, changed.state) == (1, now, "published")
    assert told(ann) == ["Changed: Soup for everybody, on Saturday 28 November"]
    assert set(told(member)) == {*told(ann), "You have a place: Soup for everybody, on Saturday 28 November"}
    # The same again is no change, and a second one is told again.
    assert change_event(event=changed, plan=plan(text=event.text, most_people=2, place="The hall"), by=rosa, now=now)
    change_event(event=changed, plan=plan(text=event.text, most_people=3, place="The hall"), by=rosa, now=now)
    assert Event.objects.get().sequence == 2
    assert len(told(ann)) == 2


def test_change_event_refuses(event: Event, rosa: Profile, member: Profile, now: datetime) -> None:
    Event.objects.update(most_people=2)
    make_event_place(event, rosa)
    make_event_place(event, member)

    with pytest.raises(UnableToChangeEvent, match="More people than this have a place already") as refusal:
        change_event(event=event, plan=plan(text=event.text, most_people=1), by=rosa, now=now)
    assert refusal.value.field == "most_people"
    with pytest.raises(UnableToChangeEvent, match="This day is over"):
        change_event(event=event, plan=plan(starts_at=now), by=rosa, now=now)
    with pytest.raises(UnableToChangeEvent, match="too late"):
        change_event(event=event, plan=plan(), by=rosa, now=SATURDAY)
    assert Event.objects.get().sequence == 0


def test_new_words_of_a_careful_author_are_read_first_and_facts_are_not(
    group: Group, rosa: Profile, member: Profile, now: datetime
) -> None:
    event = make_event(group, rosa)
    make_event_place(event, member)
    rosa.moderation_level = ModerationLevel.PRE

    later = {"starts_at": SATURDAY + timedelta(hours=1), "ends_at": SATURDAY + timedelta(hours=3)}
    assert change_event(event=event, plan=plan(text=event.text, **later), by=rosa, now=now).is_published
    held = change_event(event=event, plan=plan(text="Bring a friend.", **later), by=rosa, now=now)

    assert held.is_held
    assert list(events_for(member)) == []
    assert len(told(member)) == 1
    decide(
        item=ReviewItem.objects.open().get(),
        outcome=Outcome.PUBLISH,
        reason=Reason.ALL_WELL,
        by=make_champion("Chandra"),
        now=now + timedelta(hours=1),
    )
    assert list(events_for(member)) == [event]
    assert len(told(member)) == 2


def test_cancel_event_tells_the_list_and_stays(event: Event, rosa: Profile, member: Profile, now: datetime) -> None:
    make_event_place(event, member)

    cancelled = cancel_event(event=event, reason=" Snow ", by=rosa, now=now)

    assert (cancelled.cancelled_reason, cancelled.sequence, cancelled.changed_at) == ("Snow", 1, now)
    assert told(member) == ["Called off: Soup for everybody, on Saturday 28 November"]
    with pytest.raises(UnableToCancelEvent, match="called off already"):
        cancel_event(event=event, reason="Snow", by=rosa, now=now)


def test_cancel_event_refuses(event: Event, rosa: Profile, now: datetime) -> None:
    with pytest.raises(UnableToCancelEvent, match="Say why") as refusal:
        cancel_event(event=event, reason="  ", by=rosa, now=now)
    assert refusal.value.field == "reason"
    with pytest.raises(UnableToCancelEvent, match="has begun"):
        cancel_event(event=event, reason="Snow", by=rosa, now=SATURDAY)
    assert Event.objects.get().cancelled_at is None


def test_who_has_left_a_closed_group_is_told_nothing_more(
    event: Event, rosa: Profile, member: Profile, now: datetime
) -> None:
    make_event_place(event, member)
    event.group.memberships.filter(profile=member).update(left_at=now)

    cancel_event(event=event, reason="Snow", by=rosa, now=now)

    assert told(member) == []


def test_record_event_attendance(event: Event, rosa: Profile, member: Profile, now: datetime) -> None:
    place = make_event_place(event, member)
    answers = {place: EventAttendance.DID_NOT_COME}
    with pytest.raises(UnableToRecordAttendance, match="when it has begun"):
        record_event_attendance(event=event, answers=answers, by=rosa, now=now)

    record_event_attendance(event=event, answers=answers, by=rosa, now=SATURDAY)
    record_event_attendance(event=event, answers={place: EventAttendance.CAME}, by=rosa, now=SATURDAY)

    place.refresh_from_db()
    assert (place.attendance, place.attendance_by, place.attendance_at) == ("came", rosa, SATURDAY)
    elsewhere = make_event_place(make_event(event.group, rosa), member)
    with pytest.raises(UnableToRecordAttendance, match="has no place here"):
        record_event_attendance(event=event, answers={elsewhere: EventAttendance.CAME}, by=rosa, now=SATURDAY)


CLOSES = SATURDAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("what_happens", "state"),
    [
        ("comes", "returned"),
        ("does not come", "kept"),
        ("takes themselves off in time", "returned"),
        ("takes themselves off late", "kept"),
        ("it is called off", "returned"),
    ],
)
def test_what_becomes_of_a_booking_fee(
    group: Group, rosa: Profile, member: Profile, now: datetime, what_happens: str, state: str
) -> None:
    event = make_event(group, rosa, booking_fee=Decimal("5.00"), sign_up_by=CLOSES)
    place = make_event_place(event, member)
    record_event_fee(place=place, by=rosa, now=now)

    if what_happens == "it is called off":
        cancel_event(event=event, reason="Snow", by=rosa, now=now)
    elif what_happens.startswith("takes"):
        take_off_event(place=place, by=member, now=now if "in time" in what_happens else CLOSES)
    else:
        came = EventAttendance.CAME if what_happens == "comes" else EventAttendance.DID_NOT_COME
        record_event_attendance(event=event, answers={place: came}, by=rosa, now=SATURDAY)
        other = EventAttendance.DID_NOT_COME if what_happens == "comes" else EventAttendance.CAME
        with pytest.raises(UnableToRecordAttendance, match="booking fee of Peter is settled"):
            record_event_attendance(event=event, answers={place: other}, by=rosa, now=SATURDAY)

    assert list(EventFee.objects.values_list("state", "amount")) == [("paid", 5), (state, 5)]


def test_a_fee_that_was_never_paid_settles_nothing(group: Group, rosa: Profile, member: Profile) -> None:
    place = make_event_place(make_event(group, rosa, booking_fee=Decimal("5.00")), member)

    record_event_attendance(event=place.event, answers={place: EventAttendance.CAME}, by=rosa, now=SATURDAY)

    assert not EventFee.objects.exists()


def test_record_event_fee_refuses(group: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    free = make_event_place(make_event(group, rosa), member)
    event = make_event(group, rosa, booking_fee=Decimal("5.00"), most_people=1)
    place, waiting = make_event_place(event, member), make_event_place(event, rosa, given_at=None)
    record_event_fee(place=place, by=rosa, now=now)

    for refused, sentence in ((free, "no booking fee"), (waiting, "no booking fee"), (place, "written down already")):
        with pytest.raises(UnableToRecordFee, match=sentence):
            record_event_fee(place=refused, by=rosa, now=now)

    assert EventFee.objects.get().place == place


def test_each_step_of_a_reminder_comes_once(event: Event, rosa: Profile, member: Profile) -> None:
    make_event_place(event, member)
    make_event_place(event, rosa, given_at=None)
    left = make_member("Left")
    make_event_place(make_event(event.group, rosa, "Another"), left)

    counts = [len(remind_of_events(now=SATURDAY - timedelta(hours=hours))) for hours in (195, 171, 147, 27, 26, 1)]

    assert counts == [0, 1, 0, 1, 0, 0]
    assert [told(person) for person in (member, rosa, left)] == [
        ["Soon: Soup for everybody, on Saturday 28 November"] * 2,
        [],
        [],
    ]


def test_the_author_is_asked_once_where_too_few_come(group: Group, rosa: Profile, now: datetime) -> None:
    make_event(group, rosa, fewest_people=2, sign_up_by=now)
    enough = make_event(group, rosa, "Enough", sign_up_by=now)
    make_event_place(enough, rosa)
    make_event(group, rosa, "Still open", fewest_people=2)

    counts = [len(tell_of_missing_people(now=now + timedelta(hours=hours))) for hours in (0, 1)]

    assert counts == [1, 0]
    assert told(rosa) == ["Too few people so far: Soup for everybody, on Saturday 28 November"]


def test_the_database_itself_holds_the_most(event: Event, rosa: Profile, member: Profile) -> None:
    make_event_place(event, rosa)

    with pytest.raises(IntegrityError, match="peers_eventplace_most_people"), transaction.atomic():
        make_event_place(event, member)
    Event.objects.update(most_people=2)
    make_event_place(event, member)
    with pytest.raises(IntegrityError, match="peers_eventplace_most_people"), transaction.atomic():
        Event.objects.update(most_people=1)


@pytest.mark.parametrize("write", ["operation", "raw"])
def test_four_at_once_take_the_last_place(committed: None, now: datetime, write: str) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        people = [make_member(f"Member {number}") for number in range(4)]
        event = make_event(make_group("Open", organiser=people[0]), people[0], most_people=1)

    def come(person: Profile) -> str:
        try:
            with area_context(area.id):
                if write == "operation":
                    return "waits" if sign_up_for_event(event=event, by=person, now=now).is_waiting else "comes"
                make_event_place(event, person)
                return "comes"
        except IntegrityError:
            return "refused"
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as threads:
        outcomes = sorted(threads.map(come, people))

    assert outcomes == (["comes", *["waits"] * 3] if write == "operation" else ["comes", *["refused"] * 3])


def test_reminders_of_each_area(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    people = {}
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            people[area.slug] = make_member("Peter")
            make_event_place(make_event(make_group(), people[area.slug]), people[area.slug])
    with area_context(oxfordshire.id):
        reminded = remind_of_events(now=SATURDAY - timedelta(days=1))

    assert [notification.recipient for notification in reminded] == [people["oxfordshire"]]
