from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peers.models import Group
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
    Transfer,
    TransferKind,
)
from pools.operations import outings
from pools.operations.ledger import UnableToPost, account_for, credit, debit, post
from pools.operations.outings import (
    UnableToCallOff,
    UnableToGiveUpPlace,
    UnableToPlanOuting,
    UnableToRecordAttendance,
    UnableToRecordFee,
    UnableToSignUp,
    call_off_outing,
    give_up_place,
    record_attendance,
    record_fee_paid,
    sign_up,
)
from pools.operations.pool_status import move_pool
from pools.queries.ledger import balance_of_member, left_to_spend, money_held
from pools.queries.ledger_check import broken_rules
from pools.queries.outings import fee_state, fees_held, numbers_of, own_place
from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from portal.operations.refusal import Refusal
from tests.factories.outings import SATURDAY, SUNDAY, make_outing, make_outing_pool, make_places
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_area, make_member

FEE = Decimal("2.00")


@pytest.fixture
def amina(area: Area) -> Profile:
    return make_member("Amina")


@pytest.fixture
def people(area: Area) -> list[Profile]:
    return [make_member(name) for name in ("Samir", "Ines", "Patrick")]


@pytest.fixture
def pool(amina: Profile, people: list[Profile]) -> Pool:
    return make_outing_pool(amina, *people)


@pytest.fixture
def outing(pool: Pool) -> Outing:
    """Two places, and a booking fee."""
    return make_outing(pool, most_people=2, booking_fee=FEE)


def told(key: str) -> list[str]:
    notices = Notification.objects.filter(key__startswith=key).order_by("recipient__shown_name")
    return [notice.recipient.shown_name for notice in notices]


def test_plan_outing_tells_everybody_what_it_costs(pool: Pool, outing: Outing) -> None:
    assert told("outing-planned") == ["Ines", "Patrick", "Samir"]
    notice = Notification.objects.filter(key__startswith="outing-planned").first()
    assert notice.subject == "Bowling, on Saturday 5 December"
    assert (
        "It costs £7.00 for each person. There is a booking fee of £2.00. You get it back when you come." in notice.body
    )


@pytest.mark.parametrize(
    ("plan", "field", "words"),
    [
        ({"starts_at": SATURDAY - timedelta(days=30)}, "starts_on", "This day is over"),
        ({"most_people": 1, "fewest_people": 2}, "most_people", "cannot be fewer than the fewest"),
        ({"title": " "}, None, "Say what the outing is"),
    ],
)
def test_plan_outing_refuses_what_cannot_be(pool: Pool, plan: dict[str, object], field: str | None, words: str) -> None:
    with pytest.raises(UnableToPlanOuting, match=words) as refusal:
        make_outing(pool, **plan)

    assert refusal.value.field == field


@pytest.mark.parametrize("money_path", [MoneyPath.VENUE, MoneyPath.SELLER])
def test_plan_outing_refuses_a_booking_fee_where_nobody_keeps_money(amina: Profile, money_path: MoneyPath) -> None:
    pool = make_outing_pool(amina, money_path=money_path)

    with pytest.raises(UnableToPlanOuting, match="nobody keeps money for the others"):
        make_outing(pool, booking_fee=FEE)


def test_plan_outing_refuses_a_pool_that_has_ended(pool: Pool, now: datetime) -> None:
    move_pool(pool=pool, state=PoolState.ENDED, by=pool.organiser, now=now)

    with pytest.raises(UnableToPlanOuting, match="has ended"):
        make_outing(pool)


def test_plan_outing_leaves_nothing_behind_when_it_breaks(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outings, "notify_all", broken)

    with pytest.raises(RuntimeError):
        make_outing(pool)

    assert not Outing.objects.exists()


def test_who_comes_too_late_waits_and_gets_the_place_that_comes_free(
    outing: Outing, people: list[Profile], now: datetime
) -> None:
    samir, ines, patrick = make_places(outing, *people)
    assert [fee_state(place) for place in (samir, ines, patrick)] == [BookingFeeState.ASKED] * 2 + [None]
    assert (numbers_of(outing).coming, numbers_of(outing).waiting, patrick.is_waiting) == (2, 1, True)

    give_up_place(place=samir, by=people[0], now=now + timedelta(hours=1))

    patrick.refresh_from_db()
    assert (patrick.is_waiting, patrick.given_at) == (False, now + timedelta(hours=1))
    assert fee_state(OutingPlace.objects.get(pk=patrick.pk)) == BookingFeeState.ASKED
    assert told("outing-place") == ["Patrick"]
    assert own_place(outing, people[0]) is None
    assert numbers_of(outing).places_left == 0


def test_leaving_the_waiting_list_gives_nobody_a_place(outing: Outing, people: list[Profile], now: datetime) -> None:
    *_, patrick = make_places(outing, *people)

    give_up_place(place=patrick, by=people[2], now=now)

    assert (numbers_of(outing).coming, numbers_of(outing).waiting, told("outing-place")) == (2, 0, [])


def test_who_gave_up_can_come_back(outing: Outing, people: list[Profile], now: datetime) -> None:
    (samir,) = make_places(outing, people[0])
    give_up_place(place=samir, by=people[0], now=now)

    again = sign_up(outing=outing, by=people[0], now=now)

    assert again.pk != samir.pk
    assert not again.is_waiting


def test_the_organiser_writes_it_down_for_somebody_who_rang(
    outing: Outing, people: list[Profile], now: datetime
) -> None:
    (samir,) = make_places(outing, people[0])

    given_up = give_up_place(place=samir, by=outing.pool.organiser, now=now)

    assert (given_up.attendance, given_up.attendance_by) == (Attendance.TOLD_BEFORE, outing.pool.organiser)


def test_sign_up_is_for_the_group_of_the_pool_too(amina: Profile, now: datetime) -> None:
    group: Group = make_group("Everybody", organiser=amina)
    pool = make_outing_pool(amina)
    pool.group = group
    pool.save()
    newcomer = make_member("Yusuf")
    outing = make_outing(pool)

    with pytest.raises(UnableToSignUp, match="Join it first"):
        sign_up(outing=outing, by=newcomer, now=now)
    make_membership(group, newcomer)

    assert sign_up(outing=outing, by=newcomer, now=now).profile == newcomer


def test_sign_up_refuses_twice_too_late_and_called_off(outing: Outing, people: list[Profile], now: datetime) -> None:
    make_places(outing, people[0])

    with pytest.raises(UnableToSignUp, match="on the list already"):
        sign_up(outing=outing, by=people[0], now=now)
    with pytest.raises(UnableToSignUp, match="too late"):
        sign_up(outing=outing, by=people[1], now=SATURDAY)
    call_off_outing(outing=outing, reason="Snow", by=outing.pool.organiser, now=now)
    with pytest.raises(UnableToSignUp, match="too late"):
        sign_up(outing=outing, by=people[1], now=now)


def test_sign_up_leaves_nothing_behind_when_it_breaks(
    outing: Outing, people: list[Profile], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outings, "_book_fee", broken)

    with pytest.raises(RuntimeError):
        sign_up(outing=outing, by=people[0], now=now)

    assert not OutingPlace.objects.exists()


def test_give_up_place_refuses_somebody_elses_twice_and_too_late(
    outing: Outing, people: list[Profile], now: datetime
) -> None:
    samir, ines = make_places(outing, *people[:2])

    with pytest.raises(UnableToGiveUpPlace, match="Only the person themselves"):
        give_up_place(place=samir, by=people[1], now=now)
    with pytest.raises(UnableToGiveUpPlace, match="too late"):
        give_up_place(place=ines, by=people[1], now=SATURDAY)
    give_up_place(place=samir, by=people[0], now=now)
    with pytest.raises(UnableToGiveUpPlace, match="too late"):
        give_up_place(place=samir, by=people[0], now=now)


def books(pool: Pool, *people: Profile) -> list[Decimal]:
    """What is kept, what the pool can spend, and what stands on each person's account."""
    assert broken_rules() == []
    return [money_held(pool), left_to_spend(pool), *(balance_of_member(pool, person) for person in people)]


def test_a_booking_fee_goes_through_the_books(outing: Outing, people: list[Profile], now: datetime) -> None:
    samir, ines, _patrick = people
    places = make_places(outing, samir, ines)
    assert not Transfer.objects.exists()

    for place in places:
        record_fee_paid(place=place, by=outing.pool.organiser, now=now)
    assert books(outing.pool, samir, ines) == [2 * FEE, 0, FEE, FEE]

    answers = {places[0]: Attendance.CAME, places[1]: Attendance.DID_NOT_COME}
    record_attendance(outing=outing, answers=answers, by=outing.pool.organiser, now=SUNDAY)
    assert books(outing.pool, samir, ines) == [FEE, FEE, 0, 0]
    told = list(Transfer.objects.filter(happened_on=SUNDAY.date()).values_list("kind", "words").order_by("words"))
    assert told == [("booking_fee", "Booking fee given back: Bowling"), ("booking_fee", "Booking fee kept: Bowling")]
    moved = set(Transfer.objects.values_list("source", flat=True))
    assert moved == {fee.source for fee in BookingFee.objects.exclude(state="asked")}


def test_somebody_of_the_group_pays_a_booking_fee_too(amina: Profile, now: datetime) -> None:
    group = make_group(amina)
    guest = make_membership(group, make_member("Gil")).profile
    pool = make_outing_pool(amina)
    pool.group = group
    pool.save(update_fields=["group"])
    outing = make_outing(pool, booking_fee=FEE)

    (place,) = make_places(outing, guest, paid=True)
    assert books(pool, guest) == [FEE, 0, FEE]

    record_attendance(outing=outing, answers={place: Attendance.CAME}, by=amina, now=SUNDAY)
    assert books(pool, guest) == [0, 0, 0]


def test_a_booking_fee_that_was_spent_cannot_be_given_back(
    outing: Outing, people: list[Profile], amina: Profile
) -> None:
    (place,) = make_places(outing, people[0], paid=True)
    account = account_for(outing.pool, AccountKind.PROVIDER, name="Marco")
    postings = [debit(account, FEE), credit(account_for(outing.pool, AccountKind.HOLDER), FEE)]
    spent = {"words": "Tickets", "happened_on": outing.planned_at.date(), "by": amina, "now": outing.planned_at}
    post(pool=outing.pool, kind=TransferKind.PAYMENT, postings=postings, **spent)

    with pytest.raises(UnableToPost, match=r"There is not enough: £0\.00 is there, and this takes £2\.00"):
        record_attendance(outing=outing, answers={place: Attendance.CAME}, by=amina, now=SUNDAY)


def test_a_booking_fee_that_breaks_half_way_leaves_nothing_behind(
    outing: Outing, people: list[Profile], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place,) = make_places(outing, people[0])
    monkeypatch.setattr(outings, "post", broken)

    with pytest.raises(RuntimeError):
        record_fee_paid(place=place, by=outing.pool.organiser, now=now)

    assert fee_state(OutingPlace.objects.get()) == BookingFeeState.ASKED
    assert not Transfer.objects.exists()


def test_a_paid_booking_fee_of_who_gives_up_is_kept(outing: Outing, people: list[Profile], now: datetime) -> None:
    samir, ines = make_places(outing, *people[:2])
    record_fee_paid(place=samir, by=outing.pool.organiser, now=now)

    for place in (samir, ines):
        give_up_place(place=place, by=place.profile, now=now)

    states = [fee_state(OutingPlace.objects.get(pk=place.pk)) for place in (samir, ines)]
    assert states == [BookingFeeState.KEPT, BookingFeeState.ASKED]
    assert fees_held(outing.pool) == FEE
    assert books(outing.pool, *people[:2]) == [FEE, FEE, 0, 0]


def test_call_off_gives_every_paid_fee_back_and_tells_the_list(
    outing: Outing, people: list[Profile], now: datetime
) -> None:
    samir, *_rest = make_places(outing, *people)
    record_fee_paid(place=samir, by=outing.pool.organiser, now=now)

    call_off_outing(outing=outing, reason=" The bus is broken. ", by=outing.pool.organiser, now=now)

    assert told("outing-off") == ["Ines", "Patrick", "Samir"]
    with_fee = [
        notice for notice in Notification.objects.filter(key__startswith="outing-off") if "£2.00 back" in notice.body
    ]
    assert [notice.recipient for notice in with_fee] == [people[0]]
    assert fees_held(outing.pool) == Decimal("0.00")
    assert books(outing.pool, people[0]) == [0, 0, 0]
    assert Outing.objects.get().called_off_reason == "The bus is broken."


def test_call_off_refuses_twice_too_late_and_without_a_reason(outing: Outing, amina: Profile, now: datetime) -> None:
    with pytest.raises(UnableToCallOff, match="Say why") as refusal:
        call_off_outing(outing=outing, reason=" ", by=amina, now=now)
    assert refusal.value.field == "reason"
    with pytest.raises(UnableToCallOff, match="has begun"):
        call_off_outing(outing=outing, reason="Snow", by=amina, now=SATURDAY)
    call_off_outing(outing=outing, reason="Snow", by=amina, now=now)
    with pytest.raises(UnableToCallOff, match="called off already"):
        call_off_outing(outing=outing, reason="Snow", by=amina, now=now)


def test_record_attendance_can_be_put_right_where_there_is_no_fee(pool: Pool, people: list[Profile]) -> None:
    outing = make_outing(pool)
    (samir,) = make_places(outing, people[0])

    for attendance in (Attendance.DID_NOT_COME, Attendance.CAME):
        record_attendance(outing=outing, answers={samir: attendance}, by=pool.organiser, now=SUNDAY)

    samir.refresh_from_db()
    assert (samir.attendance, samir.attendance_at, samir.attendance_by) == ("came", SUNDAY, pool.organiser)


def test_record_attendance_refuses_too_early_strangers_and_settled_fees(
    outing: Outing, people: list[Profile], amina: Profile, now: datetime
) -> None:
    samir, _ines, waiting = make_places(outing, *people)
    record_fee_paid(place=samir, by=amina, now=now)

    with pytest.raises(UnableToRecordAttendance, match="when the outing has begun"):
        record_attendance(outing=outing, answers={samir: Attendance.CAME}, by=amina, now=now)
    with pytest.raises(UnableToRecordAttendance, match="has no place on this outing"):
        record_attendance(outing=outing, answers={waiting: Attendance.CAME}, by=amina, now=SUNDAY)
    record_attendance(outing=outing, answers={samir: Attendance.CAME}, by=amina, now=SUNDAY)
    record_attendance(outing=outing, answers={samir: Attendance.CAME}, by=amina, now=SUNDAY)
    with pytest.raises(UnableToRecordAttendance, match="The booking fee of Samir is settled"):
        record_attendance(outing=outing, answers={samir: Attendance.DID_NOT_COME}, by=amina, now=SUNDAY)


def test_record_fee_paid_refuses_without_a_fee_twice_and_too_late(
    outing: Outing, people: list[Profile], amina: Profile, now: datetime
) -> None:
    samir, ines, waiting = make_places(outing, *people)
    record_fee_paid(place=samir, by=amina, now=now)

    for place in (samir, waiting):
        with pytest.raises(UnableToRecordFee, match="no booking fee to pay here"):
            record_fee_paid(place=place, by=amina, now=now)
    record_attendance(outing=outing, answers={ines: Attendance.DID_NOT_COME}, by=amina, now=SUNDAY)
    with pytest.raises(UnableToRecordFee, match="too late"):
        record_fee_paid(place=ines, by=amina, now=SUNDAY)


def test_four_people_want_the_last_two_places_at_the_same_moment(committed: None) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        people = [make_member(f"Person {number}") for number in range(4)]
        outing = make_outing(make_outing_pool(make_member("Amina"), *people), most_people=2)

    def come(profile: Profile) -> None:
        try:
            with area_context(area.id):
                sign_up(outing=outing, by=profile, now=SATURDAY - timedelta(days=1))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(come, people))

    with area_context(area.id):
        assert (numbers_of(outing).coming, numbers_of(outing).waiting) == (2, 2)


STEPS = ("come", "give_up", "pay")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), max_size=12),
    pennies=st.integers(1, 2_000),
    who_came=st.lists(st.sampled_from([Attendance.CAME, Attendance.DID_NOT_COME]), min_size=3, max_size=3),
)
def test_whatever_people_do_the_fees_add_up(
    pool: Pool, people: list[Profile], steps: list[tuple[str, int]], pennies: int, who_came: list[Attendance]
) -> None:
    """What the pool has is what was paid less what went back; it goes back to those who came, and to nobody else."""
    held_before = fees_held(pool)
    outing = make_outing(pool, most_people=2, booking_fee=Decimal(pennies) / 100)
    for step, number in steps:
        take(step, outing=outing, profile=people[number])
    places = list(OutingPlace.objects.given().filter(outing=outing))
    answers = {place: who_came[people.index(place.profile)] for place in places}
    record_attendance(outing=outing, answers=answers, by=pool.organiser, now=SUNDAY)

    fees = BookingFee.objects.filter(place__outing=outing)
    paid, back, kept = (fees.filter(state=state).count() for state in ("paid", "returned", "kept"))
    assert paid == back + kept
    assert {fee.place.attendance for fee in fees.filter(state="returned")} <= {Attendance.CAME}
    assert Attendance.CAME not in {fee.place.attendance for fee in fees.filter(state="kept")}
    assert fees_held(pool) - held_before == kept * outing.booking_fee
    assert books(pool, *people) == [fees_held(pool), fees_held(pool), 0, 0, 0]
    assert len(places) <= 2


def take(step: str, *, outing: Outing, profile: Profile) -> None:
    """One step of somebody; what is not possible is refused, and that is all."""
    now, place = outing.planned_at, own_place(outing, profile)
    actions: dict[str, Callable[[], object]] = {"come": lambda: sign_up(outing=outing, by=profile, now=now)}
    if place is not None:
        actions["give_up"] = lambda: give_up_place(place=place, by=profile, now=now)
        actions["pay"] = lambda: record_fee_paid(place=place, by=outing.pool.organiser, now=now)
    try:
        actions.get(step, lambda: None)()
    except Refusal:
        return


def broken(**_: object) -> None:
    raise RuntimeError
