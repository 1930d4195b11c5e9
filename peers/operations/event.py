"""An event: planned, changed, called off, and who comes to it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.operations.submission import revise, submit
from peers.models import Event, EventAttendance, EventFee, EventFeeState, EventPlace, Group
from peers.queries.events import event_fee_state, event_numbers, people_at
from peers.queries.groups import people_in
from peers.rules import may_read_event, may_run_event
from portal.models import District, Profile
from portal.money import quantize
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify, notify_all
from portal.operations.refusal import Refusal

# The answers that a broken rule of an event stands beside.
FIELDS = {
    "peers_event_title_not_blank": "title",
    "peers_event_text_not_blank": "text",
    "peers_event_place_not_blank": "place",
    "peers_event_ends_after_it_starts": "ends_time",
    "peers_event_sign_up_before_it_starts": "sign_up_by_day",
    "peers_event_numbers_fit": "most_people",
}


class UnableToPlanEvent(Refusal):
    """In the past, or something does not fit."""


class UnableToChangeEvent(Refusal):
    """Over, called off, or more people have a place than there would be."""


class UnableToCancelEvent(Refusal):
    """It has begun, or is called off already."""


class UnableToSignUp(Refusal):
    """Too late, called off, or on the list already."""


class UnableToTakeOff(Refusal):
    """There is no place to give up any more."""


class UnableToRecordAttendance(Refusal):
    """It has not begun, somebody has no place, or their booking fee is settled."""


class UnableToRecordFee(Refusal):
    """There is no booking fee to pay, or it is paid."""


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """What somebody needs to know before they say "I come". Without a day to sign up by, that is when it starts."""

    title: str
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime
    district: District | None = None
    access: str = ""
    cost: Decimal = Decimal(0)
    how_to_pay: str = ""
    what_to_bring: str = ""
    supporters: str = ""
    fewest_people: int = 1
    most_people: int | None = None
    sign_up_by: datetime | None = None
    booking_fee: Decimal = Decimal(0)


# What a champion reads; the rest is facts.
WORDS = ("title", "text", "place", "access", "how_to_pay", "what_to_bring", "supporters")


@transaction.atomic
def plan_event(*, group: Group | None, plan: EventPlan, by: Profile, now: datetime) -> Event:
    """
    Announce an event of a group, or of the whole area, as its author's own moderation level says.

    :raises UnableToPlanEvent: in the past, or the times or numbers do not fit
    """
    if plan.starts_at <= now:
        raise UnableToPlanEvent(_("This day is over. Please choose a day that is still to come."), field="starts_on")
    event = Event(group=group, changed_at=now)
    _fill(event, plan)
    with told_as(UnableToPlanEvent, model=Event, fields=FIELDS):
        return submit(content=event, by=by, now=now)


@transaction.atomic
def change_event(*, event: Event, plan: EventPlan, by: Profile, now: datetime) -> Event:
    """
    Change an event, and tell everybody on its list. Those who wait move up where there are more places.

    New words are looked at as the author's level says: at the level `pre`, nobody else sees the event until then, and
    its list is told when it is back. When, where, how much and how many change at once.

    :raises UnableToChangeEvent: begun, called off, in the past, or fewer places than are given
    """
    event = _locked(event)
    if event.is_cancelled or event.has_started(now=now):
        raise UnableToChangeEvent(_("It is too late to change this. You can plan another."))
    if plan.starts_at <= now:
        raise UnableToChangeEvent(_("This day is over. Please choose a day that is still to come."), field="starts_on")
    before = {field.name: getattr(event, field.name) for field in fields(plan)}
    _fill(event, plan)
    changed = {name for name, value in before.items() if getattr(event, name) != value}
    if not changed:
        return event
    event.sequence, event.changed_at = event.sequence + 1, now
    with (
        told_as(UnableToChangeEvent, model=EventPlace, field="most_people"),
        told_as(UnableToChangeEvent, model=Event, fields=FIELDS),
    ):
        event.save()
    record(by=by, action="change_event", subject=event, now=now, changed=sorted(changed))
    if event.is_published and changed.intersection(WORDS):
        event = revise(content=event, by=by, now=now)
    _move_up(event, by=by, now=now)
    if event.is_published:
        _tell_the_list(event, template="peers/email/event_changed", but=by, now=now)
    return event


@transaction.atomic
def cancel_event(*, event: Event, reason: str, by: Profile, now: datetime) -> Event:
    """
    Call an event off, and tell everybody on its list, the waiting too. It stays in their calendars as called off.

    Every booking fee goes back: nobody could come.

    :raises UnableToCancelEvent: begun, called off already, or no reason is given
    """
    event = _locked(event)
    if event.is_cancelled or event.has_started(now=now):
        raise UnableToCancelEvent(_("This has begun, or is called off already."))
    event.cancelled_at, event.cancelled_reason = now, reason.strip()
    event.sequence, event.changed_at = event.sequence + 1, now
    with told_as(UnableToCancelEvent, model=Event, field="reason"):
        event.save()
    for place in EventPlace.objects.held().filter(event=event):
        _settle_fee(place, goes_back=True, by=by, now=now)
    record(by=by, action="cancel_event", subject=event, now=now)
    _tell_the_list(event, template="peers/email/event_cancelled", but=by, now=now)
    return event


@transaction.atomic
def sign_up_for_event(*, event: Event, by: Profile, now: datetime) -> EventPlace:
    """
    Say "I come". Where all places are taken, that is a place on the waiting list.

    :raises UnableToSignUp: too late, called off, not for this person to see, or on the list already
    """
    # Lock the event: somebody else may be taking the last place at this very moment.
    event = _locked(event)
    if not event.is_open(now=now):
        raise UnableToSignUp(_("It is too late to sign up for this. Have a look at the others."))
    if not may_read_event(by, event):
        raise UnableToSignUp(_("This is for people in the group. Join it first."))
    with told_as(UnableToSignUp, model=EventPlace):
        place = EventPlace.objects.create(event=event, profile=by, asked_at=now)
    record(by=by, action="sign_up_for_event", subject=event, now=now)
    if event_numbers(event).has_room:
        place.given_at = now
        place.save(update_fields=["given_at"])
    return place


@transaction.atomic
def take_off_event(*, place: EventPlace, by: Profile, now: datetime) -> EventPlace:
    """
    Say "I cannot come after all", before it begins. Who runs it may write it down for somebody who rang.

    The place goes to whoever has waited longest. A booking fee goes back to whoever says so while people can still
    sign up; of who is later, it is kept.

    :raises UnableToTakeOff: somebody else's, given up already, or begun or called off
    """
    event = _locked(place.event)
    place = EventPlace.objects.select_related("profile").get(pk=place.pk)
    if by.pk != place.profile_id and not may_run_event(by, event):
        raise UnableToTakeOff(_("Only the person themselves, or who runs this, can do that."))
    if not place.is_open or event.is_cancelled or event.has_started(now=now):
        raise UnableToTakeOff(_("It is too late for this. Please talk to the organiser."))
    place.attendance, place.attendance_at, place.attendance_by = EventAttendance.TOLD_BEFORE, now, by
    place.save(update_fields=["attendance", "attendance_at", "attendance_by"])
    _settle_fee(place, goes_back=now < event.sign_up_by, by=by, now=now)
    record(by=by, action="take_off_event", subject=event, now=now, profile=str(place.profile_id))
    _move_up(event, by=by, now=now)
    return place


@transaction.atomic
def give_up_places(*, group: Group, profile: Profile, by: Profile, now: datetime) -> None:
    """Free what somebody who has left a closed group still had at its coming events: they cannot see them any more."""
    if not group.is_closed:
        return
    coming = EventPlace.objects.held().filter(event__group=group, event__starts_at__gt=now, event__cancelled_at=None)
    for place in coming.filter(profile=profile, attendance="").select_related("event"):
        take_off_event(place=place, by=by, now=now)


@transaction.atomic
def record_event_attendance(
    *, event: Event, answers: Mapping[EventPlace, EventAttendance], by: Profile, now: datetime
) -> list[EventPlace]:
    """
    Write down who came. A booking fee goes back to whoever came, and to nobody else.

    An answer may be put right later, as long as no booking fee has been settled by it.

    :raises UnableToRecordAttendance: not begun, called off, not a place of this event, or the fee is settled
    """
    event = _locked(event)
    if event.is_cancelled or not event.has_started(now=now):
        raise UnableToRecordAttendance(_("You can write this down when it has begun."))
    asked = {place.pk: attendance for place, attendance in answers.items()}
    places = list(EventPlace.objects.given().filter(event=event, pk__in=asked).select_related("profile"))
    if len(places) != len(asked):
        raise UnableToRecordAttendance(_("Somebody on your list has no place here. Please look again."))
    changed = [place for place in places if place.attendance != asked[place.pk]]
    for place in changed:
        if event_fee_state(place) in {EventFeeState.RETURNED, EventFeeState.KEPT}:
            raise UnableToRecordAttendance(
                _("The booking fee of %(name)s is settled, so this cannot change any more.")
                % {"name": place.profile.shown_name}
            )
        place.attendance, place.attendance_at, place.attendance_by = asked[place.pk], now, by
        place.save(update_fields=["attendance", "attendance_at", "attendance_by"])
        _settle_fee(place, goes_back=place.attendance == EventAttendance.CAME, by=by, now=now)
    record(by=by, action="record_event_attendance", subject=event, now=now, people=len(changed))
    return places


@transaction.atomic
def record_event_fee(*, place: EventPlace, by: Profile, now: datetime) -> EventFee:
    """
    Write down that the organiser has somebody's booking fee.

    :raises UnableToRecordFee: none is asked for, it is paid already, or it is too late for it
    """
    event = _locked(place.event)
    place = EventPlace.objects.get(pk=place.pk)
    if not event.booking_fee or not place.is_open or place.is_waiting or event.is_cancelled:
        raise UnableToRecordFee(_("There is no booking fee to pay here."))
    fee = EventFee(place=place, state=EventFeeState.PAID, amount=event.booking_fee, by=by, at=now)
    with told_as(UnableToRecordFee, model=EventFee):
        fee.save()
    record(by=by, action="record_event_fee", subject=event, now=now, profile=str(place.profile_id))
    return fee


def _settle_fee(place: EventPlace, *, goes_back: bool, by: Profile, now: datetime) -> None:
    """Write down what becomes of a booking fee that was paid: of the amount that was paid, whatever it is now."""
    paid = EventFee.objects.filter(place=place, state=EventFeeState.PAID).first()
    if paid is not None:
        state = EventFeeState.RETURNED if goes_back else EventFeeState.KEPT
        EventFee.objects.create(place=place, state=state, amount=paid.amount, by=by, at=now)


def tell_of_event(*, content: Event, now: datetime) -> None:
    """
    Tell the group of a new event, or the list of one that is back. Moderation calls this when it is published.

    Who is in no group with it finds an event of the area among the events: thousands want no email about each.
    """
    if people_at(content).exists():
        _tell_the_list(content, template="peers/email/event_changed", but=content.author, now=now)
    elif content.group_id is not None and not content.is_cancelled:
        notify_all(
            recipients=people_in(content.group_id).exclude(pk=content.author_id),
            key=f"event-planned:{content.pk}",
            template="peers/email/event_planned",
            now=now,
            url=content.get_absolute_url(),
            event=content,
        )


def _fill(event: Event, plan: EventPlan) -> None:
    answers = {field.name: getattr(plan, field.name) for field in fields(plan)}
    for name, value in answers.items():
        setattr(event, name, value.strip() if isinstance(value, str) else value)
    event.cost, event.booking_fee = quantize(plan.cost), quantize(plan.booking_fee)
    event.sign_up_by = plan.sign_up_by or plan.starts_at


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("group", "author").get(pk=event.pk)


def _move_up(event: Event, *, by: Profile, now: datetime) -> None:
    """Give each free place to whoever has waited longest, and tell them."""
    for place in EventPlace.objects.waiting().filter(event=event).select_related("profile"):
        if not event_numbers(event).has_room:
            return
        place.given_at = now
        place.save(update_fields=["given_at"])
        record(by=by, action="move_up", subject=event, now=now, profile=str(place.profile_id))
        notify(
            recipient=place.profile,
            key=f"event-place:{place.pk}",
            template="peers/email/event_place_given",
            now=now,
            url=event.get_absolute_url(),
            event=event,
        )


def _tell_the_list(event: Event, *, template: str, but: Profile, now: datetime) -> None:
    for person in people_at(event).exclude(pk=but.pk):
        notify(
            recipient=person,
            key=f"event-{event.sequence}:{event.pk}",
            template=template,
            now=now,
            url=event.get_absolute_url(),
            event=event,
        )
