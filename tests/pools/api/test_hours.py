from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from pools.models import Assistant, HoursConsent, Pool
from pools.operations.hours_period import open_hours_period
from portal.models import Profile
from tests.factories.hours import HOUR, add_pattern, give_everybody, make_house
from tests.factories.pools import NOW

Browse = Callable[..., Client]


@pytest.fixture
def house(member: Profile) -> Pool:
    pool = make_house(member, people=2)
    give_everybody(pool, minutes=10 * HOUR)
    return pool


@pytest.fixture
def walter(house: Pool) -> Profile:
    return Profile.objects.get(shown_name="Walter")


@pytest.fixture
def lin(house: Pool) -> Assistant:
    return house.assistants.get()


def address(pool: Pool, rest: str) -> str:
    return f"/api/v1/pools/{pool.pk}/{rest}"


def post(client: Client, place: str, **data: Any) -> Any:
    return client.post(place, data, content_type="application/json")


def test_ones_own_hours(browse: Browse, member: Profile, walter: Profile, house: Pool, lin: Assistant) -> None:
    client = browse(member)
    post(client, address(house, "hours/put_in/"), minutes=30, assistant=str(lin.pk))
    answer = post(client, address(house, "hours/give/"), minutes=200, to=str(walter.pk), supporter_name="Hana")

    told = answer.json()
    assert [(line["kind"], line["minutes"], line["left"]) for line in told["lines"]] == [
        ("hours_in", 600, 600),
        ("hours_in", 30, 630),
        ("hours_given", -200, 430),
    ]
    assert (told["opening"], told["left"], told["carried"]) == (0, 430, 0)
    assert HoursConsent.objects.get().supporter_name == "Hana"
    assert post(client, address(house, "hours/give/"), minutes=431, to=str(walter.pk)).status_code == 409
    assert post(client, address(house, "hours/give/"), minutes=0, to=str(walter.pk)).status_code == 400
    assert browse(walter).get(address(house, "hours/")).json()["left"] == 800


def test_a_loan_is_seen_by_its_two_people(browse: Browse, member: Profile, walter: Profile, house: Pool) -> None:
    post(browse(member), address(house, "hours/lend/"), minutes=60, to=str(walter.pk), due_on="2099-01-01")
    (loan,) = browse(walter).get(address(house, "hours-loans/")).json()
    assert (loan["minutes"], loan["owed"]) == (60, 60)

    back = post(browse(walter), address(house, f"hours-loans/{loan['id']}/give_back/"), minutes=20)

    assert back.json()["owed"] == 40
    assert post(browse(member), address(house, f"hours-loans/{loan['id']}/give_back/"), minutes=1).status_code == 409


def test_what_becomes_of_unused_hours(browse: Browse, member: Profile, walter: Profile, house: Pool) -> None:
    period = open_hours_period(pool=house, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31), by=member, now=NOW)
    place = address(house, f"hours-periods/{period.pk}/")
    said = post(browse(walter), f"{place}answer/", choice="give", minutes=30, to=str(member.pk)).json()
    assert said["words"] == "Yes, I give 30 minutes to Peter."
    assert post(browse(walter), f"{place}close/").status_code == 404

    assert post(browse(member), f"{place}close/").json()["closed_at"] is not None
    assert browse(walter).get(address(house, "hours/")).json()["left"] == 570
    again = post(browse(member), address(house, "hours-periods/"), starts_on="2026-01-31", ends_on="2026-02-28")
    assert again.status_code == 409


def test_what_an_hour_costs(browse: Browse, walter: Profile, house: Pool) -> None:
    assert browse(walter).get(address(house, "hours-price/")).json() == {"rates": None, "cost": None}
    add_pattern(house, weekdays=[0], staff=1)

    told = post(
        browse(walter), address(house, "hours-price/"), hired_how="agency", day_hour="20.00", checked_on="2026-04-06"
    ).json()

    assert (told["cost"]["hour"], told["cost"]["week"], told["cost"]["year"]) == ("20.00", "360.00", "18720.00")
    assert (told["rates"]["day_hour"], told["rates"]["ni_percent"]) == ("20.00", "15.00")


def test_a_shift(browse: Browse, member: Profile, walter: Profile, house: Pool, lin: Assistant) -> None:
    lines = post(
        browse(walter),
        address(house, "pattern/"),
        weekdays=[0],
        starts="16:00",
        ends="10:00",
        staff=1,
        kind="waking_night",
    ).json()
    assert [(line["minutes"], line["staff_minutes"]) for line in lines] == [(1080, 1080)]
    (planned,) = post(browse(member), address(house, "shifts/plan/"), monday="2026-01-05", assistant=str(lin.pk)).json()
    assert [(part["name"], part["minutes"], part["is_agreed"]) for part in planned["parts"]] == [
        ("Peter", 540, False),
        ("Walter", 540, False),
    ]
    place = address(house, f"shifts/{planned['id']}/")
    post(browse(member), f"{place}accept/", minutes=540)
    post(browse(walter), address(house, "shifts/accept_week/"), monday="2026-01-05", minutes=540)

    worked = post(browse(walter), f"{place}record/", how="as_planned", late_minutes=5).json()

    assert (worked["is_counted"], worked["worked_how"], worked["assistant"], worked["late_minutes"]) == (
        True,
        "as_planned",
        "Lin",
        5,
    )
    assert browse(walter).get(address(house, "hours/")).json()["left"] == 60
    week = browse(walter).get(address(house, "shifts/?week=2026-01-08"))
    assert [shift["id"] for shift in week.json()] == [planned["id"]]
    assert browse(walter).get(address(house, "shifts/")).json() == []
    assert browse(walter).get(address(house, "shifts/?week=soon")).status_code == 400


def test_who_works(browse: Browse, walter: Profile, house: Pool) -> None:
    made = post(
        browse(walter),
        address(house, "assistants/"),
        name="Bea",
        hired_how="self_employed",
        employers="Walter",
        starts_on="2026-01-01",
        owed_if_employed="412.50",
        owed_if_self_employed="380",
    ).json()
    assert (made["reserve"], made["status_words"]) == ("412.50", "")
    place = address(house, f"assistants/{made['id']}/")
    assert browse(walter).get(f"{place}paper/").status_code == 404

    told = post(browse(walter), f"{place}status/", words="Employed", dated_on="2026-02-02").json()
    assert (told["reserve"], told["status_on"]) == ("0.00", "2026-02-02")
    assert post(browse(walter), f"{place}end/", ended_on="2026-03-01").json()["ended_on"] == "2026-03-01"
    assert post(browse(walter), f"{place}end/", ended_on="2026-03-01").status_code == 409
