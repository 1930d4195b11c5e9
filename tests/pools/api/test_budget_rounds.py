"""Choosing activities by program."""

from collections.abc import Callable

import pytest
from django.test import Client

from pools.models import Pool
from portal.models import Profile
from tests.factories.pools import make_pool
from tests.pools.api.test_wishes_and_pools import send

Browse = Callable[..., Client]


@pytest.fixture
def pool(member: Profile) -> Pool:
    return make_pool(member)


def test_a_round_by_program(browse: Browse, member: Profile, pool: Pool) -> None:
    client = browse(member)
    plan = {"title": "Tuesdays", "allowance": "30.00", "period": "ten weeks", "closes_at": "2099-01-01T12:00",
            "funder": "A fund"}  # fmt: skip
    status, made = send(client, "post", "pool-budget-round-list", data=plan, pool_id=pool.pk)
    assert (status, made["state"], made["left"], made["lot"]) == (201, "draft", "0.00", "")
    at = {"pool_id": pool.pk, "pk": made["id"]}
    boat = {"title": "A boat", "price": "20.00", "not_included": "Travel"}
    for activity in (boat, boat | {"title": "The theatre"}):
        status, made = send(client, "post", "pool-budget-round-activities", data=activity, **at)
        assert status == 201
    send(client, "post", "pool-budget-round-open", **at)

    first, second = ({"activity": activity["id"]} for activity in made["activities"])
    status, made = send(client, "post", "pool-budget-round-choose", data=first, **at)
    assert (status, made["left"], made["activities"][0]["people"]) == (200, "10.00", 1)
    status, told = send(client, "post", "pool-budget-round-choose", data=second, **at)
    assert (status, "You have £10.00 left" in str(told)) == (409, True)
    own = {"choice": made["activities"][0]["own_choice"]}
    status, made = send(client, "post", "pool-budget-round-take-back", data=own, **at)
    assert (status, made["left"], made["activities"][0]["own_choice"]) == (200, "30.00", None)
    send(client, "post", "pool-budget-round-choose", data=second, **at)

    status, made = send(client, "post", "pool-budget-round-review", data={}, **at)
    assert (status, made["state"], len(made["lot"])) == (200, "settled", 64)
    assert [activity["outcome"] for activity in made["activities"]] == ["cancelled", "goes_ahead"]
    status, all_rounds = send(client, "get", "pool-budget-round-list", pool_id=pool.pk)
    assert all_rounds == [made]
