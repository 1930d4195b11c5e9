"""Days out, by a program."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from pools.models import Outing, Pool
from portal.models import Area, Profile
from tests.factories.outings import make_outing, make_outing_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]
PLAN = {
    "title": "Bowling",
    "place": "The station",
    "starts_at": "2099-06-06T14:30:00+01:00",
    "price": "7.00",
    "booking_fee": "2.00",
    "most_people": 1,
}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_outing_pool(member, jo)


def post(client: Client, address: str, **data: object) -> tuple[int, Any]:
    answer = client.post(address, data, content_type="application/json")
    return answer.status_code, answer.json()


def test_an_outing_from_beginning_to_end(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    outings, places = f"/api/v1/pools/{pool.pk}/outings/", f"/api/v1/pools/{pool.pk}/outing-places/"
    status, outing = post(browse(member), outings, **PLAN)
    assert (status, outing["price"], outing["booking_fee"]) == (201, "7.00", "2.00")
    assert outing["numbers"] == {"coming": 0, "waiting": 0, "places_left": 1, "people_missing": 1}

    status, own = post(browse(jo), f"{outings}{outing['id']}/sign_up/")
    assert (status, own["person"], own["fee"]) == (201, "Jo", "asked")
    status, waiting = post(browse(member), f"{outings}{outing['id']}/sign_up/")
    assert (status, waiting["given_at"], waiting["fee"]) == (201, None, None)
    assert post(browse(jo), f"{places}{own['id']}/paid/")[0] == 404
    assert post(browse(member), f"{places}{own['id']}/paid/")[1]["fee"] == "paid"
    assert post(browse(member), f"{places}{own['id']}/attendance/", attendance="came")[0] == 409
    status, given_up = post(browse(jo), f"{places}{own['id']}/give_up/")
    assert (status, given_up["attendance"], given_up["fee"]) == (200, "told_before", "kept")

    assert [place["fee"] for place in browse(jo).get(places).json()] == ["kept", "asked"]
    status, off = post(browse(member), f"{outings}{outing['id']}/call_off/", reason="Snow")
    assert (status, off["called_off_reason"]) == (200, "Snow")
    assert [one["title"] for one in browse(jo).get(outings).json()] == ["Bowling"]


def test_what_cannot_be_is_told(browse: Browse, member: Profile, pool: Pool) -> None:
    outings = f"/api/v1/pools/{pool.pk}/outings/"

    assert post(browse(member), outings, **PLAN | {"price": "-1"})[0] == 400
    status, answer = post(browse(member), outings, **PLAN | {"starts_at": "2020-01-01T10:00:00Z"})
    assert (status, answer["detail"]) == (409, "This day is over. Please choose a day that is still to come.")
    assert not Outing.objects.exists()


def test_an_outing_without_a_fee(browse: Browse, member: Profile, pool: Pool) -> None:
    outing = make_outing(pool, starts_at=datetime(2099, 1, 1, tzinfo=UTC), price=Decimal(0))

    answer = browse(member).get(f"/api/v1/pools/{pool.pk}/outings/{outing.pk}/").json()

    assert (answer["price"], answer["booking_fee"]) == ("0.00", "0.00")
