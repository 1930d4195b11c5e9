"""
Scenario 9, outings in Kensington & Chelsea.

Bowling for £7.00, Brighton for £5.00, Holland Park for nothing. Guidelines first; reminders by letter and by telephone.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import Account, Attendance, BookingFee, BookingFeeState, MoneyPath, Outing, OutingPlace
from pools.operations.outings import record_attendance
from pools.operations.reminders import remind_dated
from pools.queries.ledger import balance_of_member, left_to_spend, money_held
from pools.queries.ledger_check import broken_rules
from pools.queries.outings import fees_held
from portal.models import Area, Channel, Format, Letter, Notification, Profile
from portal.operations.conduct import publish_guidelines
from tests.factories.channels import choose, deliver
from tests.factories.outings import SATURDAY, SUNDAY, make_outing, make_outing_pool, make_places
from tests.factories.portal import make_host, make_member
from tests.pdf import faults_in, text_of

PRICES = {"Bowling": Decimal("7.00"), "Brighton": Decimal("5.00"), "Holland Park": Decimal("0.00")}
A_WEEK_BEFORE = SATURDAY - timedelta(days=7)


@pytest.fixture
def amina(area: Area) -> Profile:
    return make_member("Amina")


@pytest.fixture
def ten(area: Area) -> list[Profile]:
    return [make_member(f"Person {number}") for number in range(10)]


def test_it_is_always_clear_what_it_costs_and_the_pool_holds_nothing(
    amina: Profile, ten: list[Profile], browse: Callable[..., Client]
) -> None:
    pool = make_outing_pool(amina, *ten, money_path=MoneyPath.VENUE)
    outings = [make_outing(pool, title=title, price=price, most_people=10) for title, price in PRICES.items()]
    for outing in outings:
        make_places(outing, *ten)

    page = browse(ten[0]).get(reverse("pools:outings", args=[pool.pk])).content.decode()

    assert [f"£{price}" in page for price in PRICES.values()] == [True, True, True]
    assert "you pay at the place, on the day" in page
    assert "you pay nothing" in page
    assert [outing.price * outing.places.given().count() for outing in outings] == [70, 50, 0]
    assert (fees_held(pool), money_held(pool)) == (Decimal("0.00"), Decimal("0.00"))
    assert not BookingFee.objects.exists()
    assert not Account.objects.filter(pool=pool).exists()


def test_nobody_signs_up_before_they_agree_to_the_guidelines(
    amina: Profile, ten: list[Profile], browse: Callable[..., Client]
) -> None:
    outing = make_outing(make_outing_pool(amina, *ten), starts_at=datetime(2099, 1, 5, 14, 0, tzinfo=UTC))
    come = reverse("pools:sign_up_for_outing", args=[outing.pool_id, outing.pk])
    publish_guidelines(text="Be kind.", easy_text="Be kind.", by=make_host("Beatriz"), now=SATURDAY)
    samir = browse(ten[0])

    answer = samir.post(come)
    assert answer.url == reverse("portal:accept_guidelines")
    assert not OutingPlace.objects.exists()

    samir.post(reverse("portal:accept_guidelines"), {"version": 1, "agree": "on"})
    samir.post(come)
    assert OutingPlace.objects.get().profile == ten[0]


def test_a_week_before_one_gets_a_letter_and_another_stands_on_the_call_sheet(amina: Profile, area: Area) -> None:
    patrick = choose(make_member("Patrick"), Channel.LETTER, Format.EASY_READ)
    samir = choose(make_member("Samir"), Channel.PHONE)
    pool = make_outing_pool(amina, patrick, samir, money_path=MoneyPath.VENUE)
    make_places(make_outing(pool, price=PRICES["Bowling"]), patrick, samir)

    for notice in remind_dated(now=A_WEEK_BEFORE):
        deliver(notice, now=A_WEEK_BEFORE)

    letter = Letter.objects.get()
    pdf = bytes(letter.file.content)
    assert letter.notification.recipient == patrick
    assert faults_in(pdf) == []
    for fact in ("Ms P. Example", "In 7 days: Bowling", "Saturday 5 December 2026", "£7.00", "You pay at the place"):
        assert fact in text_of(pdf)
    (line,) = Notification.objects.to_tell_by_telephone()
    assert (line.recipient, line.subject) == (samir, "In 7 days: Bowling")
    assert remind_dated(now=A_WEEK_BEFORE + timedelta(hours=3)) == []
    assert len(remind_dated(now=SATURDAY - timedelta(days=1))) == 2


def test_a_no_show_is_written_down_and_the_booking_fee_goes_back_to_those_who_came(
    amina: Profile, ten: list[Profile]
) -> None:
    outing = make_outing(make_outing_pool(amina, *ten), price=PRICES["Bowling"], booking_fee=Decimal(2), most_people=10)
    places = make_places(outing, *ten, paid=True)
    assert (fees_held(outing.pool), money_held(outing.pool)) == (Decimal("20.00"), Decimal("20.00"))
    assert {balance_of_member(outing.pool, person) for person in ten} == {Decimal("2.00")}

    answers = dict.fromkeys(places[:9], Attendance.CAME) | {places[9]: Attendance.DID_NOT_COME}
    record_attendance(outing=outing, answers=answers, by=amina, now=SUNDAY)

    back = BookingFee.objects.filter(state=BookingFeeState.RETURNED)
    assert {fee.place.profile for fee in back} == set(ten[:9])
    assert {fee.amount for fee in back} == {Decimal("2.00")}
    assert BookingFee.objects.get(state=BookingFeeState.KEPT).place.profile == ten[9]
    assert OutingPlace.objects.get(attendance=Attendance.DID_NOT_COME).profile == ten[9]
    assert fees_held(outing.pool) == Decimal("2.00")
    assert {balance_of_member(outing.pool, person) for person in ten} == {Decimal("0.00")}
    assert (money_held(outing.pool), left_to_spend(outing.pool)) == (Decimal("2.00"), Decimal("2.00"))
    assert broken_rules() == []
    assert Outing.objects.get().price == Decimal("7.00")
