"""The money of a pool for programs: the same sight and the same refusals as on the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pools.models import Pool
from pools.queries.ledger import money_held
from pools.queries.pools import membership_of
from portal.models import Profile
from tests.factories.money import bill, make_signed_pool, pay, plan, statement
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: object) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    """£420.00 each. Peter, who organises it, has paid £100.00."""
    signed = make_signed_pool(member, jo)
    pay(signed, member, "100.00")
    return signed


def address(pool: Pool, rest: str) -> str:
    return f"/api/v1/pools/{pool.pk}/{rest}"


def post(client: Client, place: str, **data: Any) -> Any:
    return client.post(place, data, content_type="application/json")


def test_what_there_is(pool: Pool, jo: Profile, browse: Browse) -> None:
    answer = browse(jo).get(address(pool, "money/")).json()

    assert (answer["holder"], answer["held"]) == ("Lakeside Credit Union", "100.00")
    assert (answer["left_to_spend"], answer["put_aside"]) == ("840.00", "0.00")
    assert {(found["owner"], found["pounds"]) for found in answer["accounts"] if found["kind"] == "member"} == {
        ("Jo", "-420.00")
    }


def test_the_books_show_the_others_together(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    theirs, keepers = (browse(person).get(address(pool, "transfers/")).json() for person in (jo, member))

    assert [entry["whose"] for entry in theirs[0]["entries"]] == ["The money that is kept for us", "The other members"]
    assert [entry["whose"] for entry in keepers[0]["entries"]] == ["The money that is kept for us", "Peter"]


def test_accounts(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    own, other = (pool.accounts.get(profile=person) for person in (jo, member))

    answer = browse(jo).get(address(pool, f"accounts/{own.pk}/")).json()

    assert (answer["opening"], answer["closing"]) == ("0.00", "-420.00")
    assert browse(jo).get(address(pool, f"accounts/{other.pk}/")).status_code == 404
    assert len(browse(jo).get(address(pool, "accounts/")).json()) == 3


def test_status_and_plans(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    place = membership_of(pool, jo)
    made = post(
        browse(member),
        address(pool, "contribution-plans/"),
        member=str(place.pk),
        rhythm="quarterly",
        first_due_on="2026-12-01",
    )
    wrong = post(
        browse(member),
        address(pool, "contribution-plans/"),
        member=str(jo.pk),
        rhythm="once",
        first_due_on="2026-12-01",
    )
    plan(pool, profile=member)

    assert (made.status_code, wrong.status_code) == (201, 400)
    theirs, keepers = (browse(person).get(address(pool, "contributions/status/")).json() for person in (jo, member))
    assert theirs["totals"] == keepers["totals"]
    assert [money["person"] for money in theirs["members"]] == ["Jo"]
    assert [money["person"] for money in keepers["members"]] == ["Peter", "Jo"]
    assert theirs["members"][0]["instalments"][0] == {"due_on": "2026-12-01", "amount": "105.00"}
    assert [len(browse(who).get(address(pool, "contribution-plans/")).json()) for who in (jo, member)] == [1, 2]


def test_contributions(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    said = post(
        browse(jo), address(pool, "contributions/say_paid/"), amount="20.00", received_on="2026-11-20", how="held"
    )
    found = said.json()
    assert (said.status_code, found["state"], found["person"]) == (201, "told", "Jo")
    confirmed = post(browse(member), address(pool, f"contributions/{found['id']}/confirm/"))
    assert confirmed.json()["state"] == "confirmed"
    again = post(browse(member), address(pool, f"contributions/{found['id']}/confirm/"))
    assert (again.status_code, again.json()) == (409, {"detail": "Somebody has answered this already."})
    place = membership_of(pool, jo)
    too_much = post(
        browse(member),
        address(pool, "contributions/"),
        member=str(place.pk),
        amount="400.01",
        received_on="2026-11-20",
        how="held",
    )
    assert too_much.status_code == 409
    back = post(browse(member), address(pool, f"contributions/{found['id']}/take_back/"), why="Twice.")
    assert back.json()["state"] == "taken_back"
    seen = [len(browse(who).get(address(pool, "contributions/")).json()) for who in (jo, member)]
    assert seen == [1, 2]


def test_tasks(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    bill(pool, "50.00")
    made = post(browse(jo), address(pool, "tasks/"), what="I wash up", seller="Marco", value="10.00").json()

    done = post(browse(member), address(pool, f"tasks/{made['id']}/done/"))

    assert (done.status_code, done.json()["kind"]) == (201, "in_kind")
    assert browse(jo).get(address(pool, "tasks/")).json()[0]["state"] == "done"


def test_statements(pool: Pool, member: Profile, jo: Profile, browse: Browse) -> None:
    client, place = browse(member), membership_of(pool, jo)
    brought = client.post(address(pool, "statements/bring/"), {"file": statement("20/11/2026,JO,20.00,1")})
    found = brought.json()
    assert (brought.status_code, found["rows"][0]["person"], found["rows"][0]["verdict"]) == (201, "Jo", "ready")
    confirm = address(pool, f"statements/{found['id']}/confirm/")
    assert post(client, confirm, payers={"9": str(place.pk)}).status_code == 400

    answer = post(client, confirm, payers={"2": str(place.pk)})

    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert money_held(pool) == 120
    again = client.post(address(pool, "statements/bring/"), {"file": statement("20/11/2026,JO,20.00,1")})
    assert again.status_code == 409
