from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Area, Delegation, Profile, Scope
from portal.operations.api_tokens import make_api_token
from tests.factories.portal import make_member
from tests.factories.supporters import ask, let_help

JSON = "application/json"
Browse = Callable[..., Client]


@pytest.fixture
def dad(area: Area) -> Profile:
    return make_member("Frank")


@pytest.fixture
def others(area: Area) -> Delegation:
    return let_help(make_member("Jo"), make_member("Kim"), now=timezone.now())


def test_a_member_asks_and_stops(others: Delegation, member: Profile, dad: Profile, browse: Browse) -> None:
    client, today = browse(member), timezone.localdate()
    wanted = {"email": dad.user.email, "voice": "carer", "scopes": ["see"]}
    days = {"starts_on": str(today), "ends_on": str(today + timedelta(days=30))}

    made = client.post("/api/v1/delegations/", {**wanted, **days}, content_type=JSON)

    assert made.status_code == 201
    assert made.json() == {
        "id": str(Delegation.objects.get(member=member).pk),
        "member": "Peter",
        "supporter": dad.user.email,
        "voice": "carer",
        "scopes": ["see"],
        **days,
        "state": "asked",
        "mine": True,
    }
    assert client.post("/api/v1/delegations/", {**wanted, **days}, content_type=JSON).status_code == 409
    stopped = client.post(f"/api/v1/delegations/{made.json()['id']}/revoke/")
    assert stopped.json()["state"] == "revoked"


def test_a_supporter_answers_and_gives_back(others: Delegation, member: Profile, dad: Profile, browse: Browse) -> None:
    delegation, client = ask(member, dad, now=timezone.now()), browse(dad)

    accepted = client.post(f"/api/v1/delegations/{delegation.pk}/accept/").json()

    assert (accepted["state"], accepted["supporter"], accepted["mine"]) == ("accepted", "Frank", False)
    assert client.post(f"/api/v1/delegations/{delegation.pk}/decline/").status_code == 409
    assert client.post(f"/api/v1/delegations/{delegation.pk}/give-back/").json()["state"] == "given_back"


def test_only_ones_own_are_listed(others: Delegation, member: Profile, dad: Profile, browse: Browse) -> None:
    mine = let_help(member, dad, now=timezone.now())

    for person in (member, dad):
        listed = browse(person).get("/api/v1/delegations/").json()["results"]
        assert [one["id"] for one in listed] == [str(mine.pk)]
    assert browse(member).get(f"/api/v1/delegations/{others.pk}/").status_code == 404


def test_a_token_never_acts_for_the_member(member: Profile, dad: Profile) -> None:
    let_help(member, dad, *Scope, now=timezone.now())
    _token, secret = make_api_token(label="calendar", by=dad, now=timezone.now())
    program = Client(HTTP_HOST="oxfordshire.localhost", headers={"authorization": f"Token {secret}"})

    assert program.get("/api/v1/me/").json()["shown_name"] == "Frank"
