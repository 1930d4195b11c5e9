"""Days out, as people meet them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import Attendance, MoneyPath, Outing, OutingPlace, Pool
from pools.queries.outings import fee_state
from portal.models import Area, Profile
from tests.factories.outings import make_outing, make_outing_pool, make_places
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import make_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]
FAR = datetime(2099, 6, 6, 13, 30, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 6, 14, 0, tzinfo=UTC)
FORM = {
    "title": "Bowling",
    "place": "The station",
    "starts_on_day": "6",
    "starts_on_month": "6",
    "starts_on_year": "2099",
    "starts_time": "2.30 pm",
    "price": "7",
    "booking_fee": "",
    "fewest_people": "2",
    "most_people": "4",
    "what_to_bring": "Socks",
    "access": "There is a lift.",
    "supporters": "Leroy",
}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_outing_pool(member, jo)


def at(name: str, outing: Outing, *args: object) -> str:
    return reverse(f"pools:{name}", args=[outing.pool_id, outing.pk, *args])


def test_planning_an_outing(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    assert "No outings planned" in browse(jo).get(reverse("pools:outings", args=[pool.pk])).content.decode()

    page = browse(member).post(reverse("pools:plan_outing", args=[pool.pk]), FORM, follow=True).content.decode()

    outing = Outing.objects.get()
    assert (outing.starts_at, outing.price, outing.booking_fee) == (FAR, Decimal("7.00"), Decimal("0.00"))
    for words in ("£7.00", "Friday 5 June", "There is a lift.", "We need 2 more people to go."):
        assert (words in page) == (words != "Friday 5 June")
    assert "Saturday 6 June 2099, 2.30 p.m." in page


def test_what_was_typed_is_kept_when_it_is_refused(browse: Browse, member: Profile, pool: Pool) -> None:
    bad = FORM | {"starts_on_year": "2020", "starts_time": "2.30 pm", "most_people": "4"}

    page = browse(member).post(reverse("pools:plan_outing", args=[pool.pk]), bad)

    assert list(page.context["form"].errors) == ["starts_on"]
    for words in ("Bowling", "The station", "2.30 pm", "Socks", "There is a lift.", "Leroy", "2020"):
        assert words in page.content.decode()
    page = browse(member).post(reverse("pools:plan_outing", args=[pool.pk]), FORM | {"starts_time": "noonish"})
    assert page.context["form"].errors == {"starts_time": ["Give a time, such as 2.30 pm."]}


def test_where_all_pay_at_the_place_there_is_no_booking_fee_to_ask(browse: Browse, member: Profile) -> None:
    pool = make_outing_pool(member, money_path=MoneyPath.VENUE)

    page = browse(member).get(reverse("pools:plan_outing", args=[pool.pk])).content.decode()

    assert "Is there a booking fee?" not in page
    assert "In this pool each person pays at the place." in page
    assert browse(member).post(reverse("pools:plan_outing", args=[pool.pk]), FORM).status_code == 302


def test_coming_waiting_and_not_coming(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    outing = make_outing(pool, starts_at=FAR, most_people=1, booking_fee=Decimal(2))

    page = browse(jo).post(at("sign_up_for_outing", outing), follow=True).content.decode()
    assert "You are on the list. See you there!" in page
    assert "Please pay your booking fee to the organiser:" in page
    page = browse(member).post(at("sign_up_for_outing", outing), follow=True).content.decode()
    assert "You are on the waiting list" in page
    assert "1 person is on the waiting list." in page

    place = OutingPlace.objects.get(profile=jo)
    page = browse(member).post(at("record_booking_fee", outing, place.pk), follow=True).content.decode()
    assert "Booking fee:</span> Paid" in page or "Booking fee: Paid" in page.replace("</span>", "")
    for easy in ("0", "1"):
        page = browse(jo).get(at("give_up_place", outing), {"easy": easy}).content.decode()
        assert "£2.00" in page
    page = browse(jo).post(at("confirm_giving_up", outing), follow=True).content.decode()
    assert "Thank you for telling us before." in page
    assert not OutingPlace.objects.get(profile=member).is_waiting
    page = browse(member).post(at("record_booking_fee", outing, place.pk), follow=True).content.decode()
    assert "There is no booking fee to pay here." in page


def test_the_organiser_takes_somebody_off_who_rang(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    outing = make_outing(pool, starts_at=FAR)
    (place,) = make_places(outing, jo)
    assert "Jo told us: cannot come" in browse(member).get(at("outing", outing)).content.decode()

    browse(member).post(at("give_up_for_somebody", outing, place.pk))

    place.refresh_from_db()
    assert place.attendance == Attendance.TOLD_BEFORE


def test_calling_it_off(browse: Browse, member: Profile, pool: Pool) -> None:
    outing = make_outing(pool, starts_at=FAR)

    page = browse(member).post(at("call_off_outing", outing), {"reason": ""})
    assert page.context["form"].errors == {"reason": ["Say why the outing is called off."]}
    page = browse(member).post(at("call_off_outing", outing), {"reason": "The bus is broken."}, follow=True)

    assert "The bus is broken." in page.content.decode()
    assert "called off" in browse(member).get(reverse("pools:outings", args=[pool.pk])).content.decode()


def test_who_did_not_come_is_between_them_and_the_organiser(
    browse: Browse, member: Profile, jo: Profile, pool: Pool
) -> None:
    samir = make_member("Samir")
    pool.memberships.create(profile=samir, joined_at=LONG_AGO)
    outing = make_outing(pool, now=LONG_AGO, starts_at=LONG_AGO + timedelta(days=1))
    places = [
        OutingPlace.objects.create(outing=outing, profile=profile, asked_at=LONG_AGO, given_at=LONG_AGO)
        for profile in (jo, samir)
    ]
    assert "Nobody is blamed." in browse(member).get(at("outing_attendance", outing)).content.decode()

    answers = {f"place_{places[0].pk}": "came", f"place_{places[1].pk}": "did_not_come"}
    browse(member).post(at("outing_attendance", outing), answers)

    assert [OutingPlace.objects.get(pk=place.pk).attendance for place in places] == ["came", "did_not_come"]
    pages = [browse(profile).get(at("outing", outing)).content.decode() for profile in (member, samir, jo)]
    assert ["Did not come" in page for page in pages] == [True, True, False]
    assert "You could not come" in pages[1]


def test_an_outing_that_nobody_signed_up_for(browse: Browse, member: Profile, pool: Pool) -> None:
    outing = make_outing(pool, now=LONG_AGO, starts_at=LONG_AGO + timedelta(days=1))

    for easy in ("0", "1"):
        page = browse(member).get(at("outing_attendance", outing), {"easy": easy}).content.decode()
        assert "Nobody had a place" in page


def test_only_pools_that_go_out_have_the_room(browse: Browse, member: Profile, pool: Pool) -> None:
    room = "Where you go, what it costs, and who comes."

    assert room in browse(member).get(pool.get_absolute_url()).content.decode()
    assert room not in browse(member).get(make_pool(member).get_absolute_url()).content.decode()


def test_somebody_of_the_group_comes_without_being_in_the_pool(browse: Browse, member: Profile, pool: Pool) -> None:
    group, yusuf = make_group("Everybody", organiser=member), make_member("Yusuf")
    make_membership(group, yusuf)
    Pool.objects.filter(pk=pool.pk).update(group=group)
    outing = make_outing(Pool.objects.get(pk=pool.pk), starts_at=FAR)
    client = browse(yusuf)

    assert client.get(reverse("pools:outings", args=[pool.pk])).status_code == 200
    client.post(at("sign_up_for_outing", outing))

    assert OutingPlace.objects.get().profile == yusuf
    assert fee_state(OutingPlace.objects.get()) is None
    assert client.get(pool.get_absolute_url()).status_code == 404
