"""Days out: planned, signed up for, and who came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    Attendance,
    BookingFee,
    BookingFeeState,
    MoneyPath,
    Outing,
    OutingPlace,
    Pool,
    PoolState,
    TransferKind,
)
from pools.operations.ledger import account_for, credit, debit, post
from pools.operations.pool_status import lock_pool
from pools.queries.outings import fee_state, numbers_of, people_for_outings
from pools.rules import may_join_outing
from portal.models import Profile
from portal.money import quantize
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify, notify_all
from portal.operations.refusal import Refusal


class UnableToPlanOuting(Refusal):
    """The plan is not whole, or the pool cannot keep a booking fee."""


class UnableToCallOff(Refusal):
    """It has begun, or is called off already."""


class UnableToSignUp(Refusal):
    """The outing is over or called off, or the person is on the list already."""


class UnableToGiveUpPlace(Refusal):
    """There is no place to give up any more."""


class UnableToRecordAttendance(Refusal):
    """The outing has not begun, or the money is settled already."""


class UnableToRecordFee(Refusal):
    """There is no booking fee to pay, or it is paid."""


@dataclass(frozen=True, kw_only=True)
class OutingPlan:
    """What somebody needs to know before they say "I come". The price first: it is always clear what it costs."""

    title: str
    place: str
    starts_at: datetime
    price: Decimal
    most_people: int
    fewest_people: int = 1
    booking_fee: Decimal = Decimal(0)
    what_to_bring: str = ""
    access: str = ""
    supporters: str = ""


@transaction.atomic
def plan_outing(*, pool: Pool, plan: OutingPlan, by: Profile, now: datetime) -> Outing:
    """
    Announce an outing to everybody whom it is open to.

    :raises UnableToPlanOuting: in the past, the numbers do not fit, or nobody keeps the pool's money for a booking fee
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToPlanOuting(_("This pool has ended. You can start a new one."))
    if plan.starts_at <= now:
        raise UnableToPlanOuting(_("This day is over. Please choose a day that is still to come."), field="starts_on")
    if plan.booking_fee and pool.money_path != MoneyPath.HOLDER:
        raise UnableToPlanOuting(
            _("In this pool nobody keeps money for the others, so there can be no booking fee."), field="booking_fee"
        )
    if plan.most_people < plan.fewest_people:
        raise UnableToPlanOuting(_("The most people cannot be fewer than the fewest."), field="most_people")
    with told_as(UnableToPlanOuting, model=Outing):
        outing = Outing.objects.create(
            pool=pool,
            title=plan.title.strip(),
            place=plan.place.strip(),
            starts_at=plan.starts_at,
            price=quantize(plan.price),
            booking_fee=quantize(plan.booking_fee),
            what_to_bring=plan.what_to_bring.strip(),
            access=plan.access.strip(),
            supporters=plan.supporters.strip(),
            fewest_people=plan.fewest_people,
            most_people=plan.most_people,
            planned_by=by,
            planned_at=now,
        )
    record(by=by, action="plan_outing", subject=outing, now=now)
    notify_all(
        recipients=people_for_outings(pool).exclude(pk=by.pk),
        key=f"outing-planned:{outing.pk}",
        template="pools/email/outing_planned",
        now=now,
        url=outing.get_absolute_url(),
        outing=outing,
    )
    return outing


@transaction.atomic
def call_off_outing(*, outing: Outing, reason: str, by: Profile, now: datetime) -> Outing:
    """
    Call an outing off, and tell everybody on its list. Every booking fee that was paid goes back: nobody could come.

    :raises UnableToCallOff: it has begun, is called off already, or no reason is given
    :raises UnableToPost: the money for the booking fees is not there any more
    """
    outing = _locked(outing)
    if outing.is_called_off:
        raise UnableToCallOff(_("This outing is called off already."))
    if outing.has_started(now=now):
        raise UnableToCallOff(_("This outing has begun. You can still write down who came."))
    outing.called_off_at, outing.called_off_reason = now, reason.strip()
    with told_as(UnableToCallOff, model=Outing, field="reason"):
        outing.save(update_fields=["called_off_at", "called_off_reason"])
    on_the_list = list(OutingPlace.objects.held().filter(outing=outing).select_related("profile"))
    for place in on_the_list:
        if fee_state(place) == BookingFeeState.PAID:
            _book_fee(place=place, state=BookingFeeState.RETURNED, by=by, now=now)
    record(by=by, action="call_off_outing", subject=outing, now=now)
    for place in on_the_list:
        _tell(place, about="outing-off", template="pools/email/outing_called_off", now=now, state=fee_state(place))
    return outing


@transaction.atomic
def sign_up(*, outing: Outing, by: Profile, now: datetime) -> OutingPlace:
    """
    Say "I come". Where all places are taken, that is a place on the waiting list.

    :raises UnableToSignUp: over, called off, not open to this person, or on the list already
    """
    # Lock the outing: somebody else may be taking the last place at this very moment.
    outing = _locked(outing)
    if outing.is_called_off or outing.has_started(now=now):
        raise UnableToSignUp(_("It is too late for this outing. Have a look at the others."))
    if not may_join_outing(by, outing.pool):
        raise UnableToSignUp(_("Only people in the pool can come. Join it first."))
    with told_as(UnableToSignUp, model=OutingPlace):
        place = OutingPlace.objects.create(outing=outing, profile=by, asked_at=now)
    record(by=by, action="sign_up", subject=place, now=now)
    if numbers_of(outing).places_left:
        _give(place, by=by, now=now)
    return place


@transaction.atomic
def give_up_place(*, place: OutingPlace, by: Profile, now: datetime) -> OutingPlace:
    """
    Say "I cannot come after all", before it begins; the organiser may write it down for somebody who rang. The place
    goes to whoever has waited longest. A booking fee that was paid stays with the pool.

    :raises UnableToGiveUpPlace: somebody else's, given up already, or the outing has begun or is called off
    """
    outing = _locked(place.outing)
    place = OutingPlace.objects.select_related("profile").get(pk=place.pk)
    place.outing = outing
    if by.pk not in {place.profile_id, outing.pool.organiser_id}:
        raise UnableToGiveUpPlace(_("Only the person themselves, or the organiser, can do this."))
    if not place.is_open or outing.is_called_off or outing.has_started(now=now):
        raise UnableToGiveUpPlace(_("It is too late for this. Please talk to the organiser."))
    had_place = place.given_at is not None
    _write_down(place, Attendance.TOLD_BEFORE, by=by, now=now)
    _settle(place, by=by, now=now)
    record(by=by, action="give_up_place", subject=place, now=now)
    if had_place:
        _promote_the_next(outing, by=by, now=now)
    return place


@transaction.atomic
def record_attendance(
    *, outing: Outing, answers: Mapping[OutingPlace, Attendance], by: Profile, now: datetime
) -> list[OutingPlace]:
    """
    Write down who came. The booking fee goes back to whoever came, and to nobody else.

    An answer may be put right later, as long as no booking fee has been settled by it.

    :raises UnableToRecordAttendance: not begun, called off, not a place of this outing, or the fee is settled
    :raises UnableToPost: the money for the booking fees is not there any more
    """
    outing = _locked(outing)
    if outing.is_called_off or not outing.has_started(now=now):
        raise UnableToRecordAttendance(_("You can write this down when the outing has begun."))
    asked = {place.pk: attendance for place, attendance in answers.items()}
    places = list(OutingPlace.objects.given().filter(outing=outing, pk__in=asked).select_related("profile"))
    if len(places) != len(asked):
        raise UnableToRecordAttendance(_("Somebody on your list has no place on this outing. Please look again."))
    changed = [place for place in places if place.attendance != asked[place.pk]]
    for place in changed:
        place.outing = outing
        if fee_state(place) in {BookingFeeState.RETURNED, BookingFeeState.KEPT}:
            raise UnableToRecordAttendance(
                _("The booking fee of %(name)s is settled, so this cannot change any more.")
                % {"name": place.profile.shown_name}
            )
        _write_down(place, asked[place.pk], by=by, now=now)
        _settle(place, by=by, now=now)
    record(by=by, action="record_attendance", subject=outing, now=now, people=len(changed))
    return places


@transaction.atomic
def record_fee_paid(*, place: OutingPlace, by: Profile, now: datetime) -> BookingFee:
    """
    Write down that somebody has paid their booking fee.

    :raises UnableToRecordFee: none is asked for, it is paid already, or the outing has begun
    """
    outing = _locked(place.outing)
    place = OutingPlace.objects.get(pk=place.pk)
    place.outing = outing
    if fee_state(place) != BookingFeeState.ASKED:
        raise UnableToRecordFee(_("There is no booking fee to pay here. Perhaps it is written down already."))
    if not place.is_open or outing.is_called_off:
        raise UnableToRecordFee(_("It is too late for this booking fee."))
    fee = _book_fee(place=place, state=BookingFeeState.PAID, by=by, now=now)
    record(by=by, action="record_fee_paid", subject=place, now=now)
    return fee


def _locked(outing: Outing) -> Outing:
    """The outing for oneself, and its pool before it: a booking fee is written into the pool's books."""
    lock_pool(outing.pool)
    return Outing.objects.select_for_update(of=("self",)).select_related("pool__group").get(pk=outing.pk)


def _give(place: OutingPlace, *, by: Profile, now: datetime) -> None:
    place.given_at = now
    place.save(update_fields=["given_at"])
    if place.outing.booking_fee:
        _book_fee(place=place, state=BookingFeeState.ASKED, by=by, now=now)


def _promote_the_next(outing: Outing, *, by: Profile, now: datetime) -> None:
    """Give a place that is free again to whoever has waited longest, and tell them."""
    following = OutingPlace.objects.waiting().filter(outing=outing).select_related("profile").first()
    if following is None or not numbers_of(outing).places_left:
        return
    following.outing = outing
    _give(following, by=by, now=now)
    _tell(following, about="outing-place", template="pools/email/outing_place_given", now=now)


def _write_down(place: OutingPlace, attendance: Attendance, *, by: Profile, now: datetime) -> None:
    place.attendance, place.attendance_at, place.attendance_by = attendance, now, by
    place.save(update_fields=["attendance", "attendance_at", "attendance_by"])


def _settle(place: OutingPlace, *, by: Profile, now: datetime) -> None:
    """Give a paid booking fee back to whoever came; of everybody else it is kept."""
    if fee_state(place) == BookingFeeState.PAID:
        came = place.attendance == Attendance.CAME
        state = BookingFeeState.RETURNED if came else BookingFeeState.KEPT
        _book_fee(place=place, state=state, by=by, now=now)


def _book_fee(*, place: OutingPlace, state: BookingFeeState, by: Profile, now: datetime) -> BookingFee:
    """Write down the next step of a booking fee, here and nowhere else, and what it moves in the books."""
    fee = BookingFee.objects.create(place=place, state=state, amount=place.outing.booking_fee, by=by, at=now)
    _post_fee(fee, now=now)
    return fee


def _post_fee(fee: BookingFee, *, now: datetime) -> None:
    """
    What was paid stands on the person's own account, whether they are in the pool or only in its group, until they get
    it back or it stays with the pool. What is only asked for moves nothing.
    """
    if fee.state == BookingFeeState.ASKED:
        return
    outing = fee.place.outing
    person = account_for(outing.pool, AccountKind.MEMBER, profile=fee.place.profile)
    words = {
        BookingFeeState.PAID: gettext("Booking fee paid: %(outing)s"),
        BookingFeeState.RETURNED: gettext("Booking fee given back: %(outing)s"),
        BookingFeeState.KEPT: gettext("Booking fee kept: %(outing)s"),
    }
    if fee.state == BookingFeeState.KEPT:
        other = account_for(outing.pool, AccountKind.POOL)
    else:
        other = account_for(outing.pool, AccountKind.HOLDER)
    paid, received = (other, person) if fee.state == BookingFeeState.PAID else (person, other)
    post(
        pool=outing.pool,
        kind=TransferKind.BOOKING_FEE,
        words=words[BookingFeeState(fee.state)] % {"outing": outing.title},
        postings=[debit(paid, fee.amount), credit(received, fee.amount)],
        happened_on=timezone.localdate(now),
        by=fee.by,
        now=now,
        source=fee.source,
    )


def _tell(place: OutingPlace, *, about: str, template: str, now: datetime, **context: object) -> None:
    notify(
        recipient=place.profile,
        key=f"{about}:{place.pk}",
        template=template,
        now=now,
        url=place.outing.get_absolute_url(),
        outing=place.outing,
        **context,
    )
