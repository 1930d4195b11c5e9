"""Leaving, things owned together, the end, and a word after a purchase, by a program."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from pools.models import Pool, PoolState, ThingsChoice
from pools.queries.pools import membership_of, state_of
from portal.models import Profile
from tests.factories.leaving import TODAY, make_thing, make_yearly_pool, tell
from tests.factories.ledger import put_in_minutes
from tests.factories.money import bill, pay
from tests.factories.portal import make_member
from tests.pools.api.test_wishes_and_pools import send

Browse = Callable[..., Client]


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    """Three people, £1,200.00 each a year."""
    return make_yearly_pool(*people, price="3600.00")


def test_a_leaving_from_beginning_to_end(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    peter, ann, bo = (browse(person) for person in people)
    of_pool = {"pool_id": pool.pk}
    put_in_minutes(pool, people[1], 60)
    told = {"last_day": "2099-01-01", "things": "sell", "hours_to": str(people[2].pk)}
    stranger = {**told, "hours_to": str(make_member("Cy").pk)}
    assert send(ann, "post", "pool-leaving-list", **of_pool, data=stranger)[0] == 404
    assert send(ann, "post", "pool-leaving-list", **of_pool, data={**told, "things": "burn"})[0] == 400
    assert send(ann, "post", "pool-leaving-list", **of_pool, data={**told, "last_day": "2020-01-01"})[0] == 409

    status, leaving = send(ann, "post", "pool-leaving-list", **of_pool, data=told)
    assert (status, leaving["person"], leaving["last_day"], leaving["outcome"]) == (201, "Ann", "2099-01-01", "")
    assert [(one["person"], one["before"], one["after"], one["accepts"]) for one in leaving["answers"]] == [
        ("Peter", "1200.00", "1800.00", None),
        ("Bo", "1200.00", "1800.00", None),
    ]
    this = {**of_pool, "pk": leaving["id"]}
    own = send(ann, "get", "pool-leaving-own", **of_pool)[1]
    assert own["last_day"] == "2099-01-01"
    assert sum(Decimal(line["amount"]) for line in own["lines"]) == Decimal(own["to_get"]) - Decimal(own["to_pay"])

    wrong = {"accepts": True, "share": "1799.99"}
    assert send(bo, "post", "pool-leaving-answer", **this, data=wrong) == (
        409,
        {"detail": "The numbers have changed. Please look at your share again."},
    )
    status, answered = send(bo, "post", "pool-leaving-answer", **this, data={**wrong, "share": "1800.00"})
    assert [one["accepts"] for one in answered["answers"]] == [None, True]
    assert send(peter, "post", "pool-leaving-carry-out", **this)[0] == 409
    assert send(peter, "post", "pool-leaving-take-back", **this)[0] == 409

    status, settlement = send(ann, "post", "pool-leaving-carry-out", **this)
    assert (status, settlement["to_get"], settlement["to_pay"]) == (200, "0.00", "1200.00")
    assert send(ann, "get", "pool-leaving-detail", **this)[0] == 404
    assert send(peter, "get", "pool-leaving-open-money", **of_pool)[1]["unsettled"] == [
        {"leaving": leaving["id"], "person": "Ann", "balance": "-1200.00"}
    ]
    paid = {"amount": "1200.00", "paid_on": TODAY.isoformat(), "other": str(people[2].pk)}
    assert send(bo, "post", "pool-leaving-settle", **this, data=paid)[0] == 404
    assert send(peter, "post", "pool-leaving-settle", **this, data={**paid, "amount": "1200.01"})[0] == 409
    status, settled = send(peter, "post", "pool-leaving-settle", **this, data=paid)
    assert status == 201
    assert settled["settled_at"] is not None
    assert [one["outcome"] for one in send(peter, "get", "pool-leaving-list", **of_pool)[1]] == ["in_effect"]


def test_staying_after_all(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1])

    status, stays = send(browse(people[1]), "post", "pool-leaving-take-back", pool_id=pool.pk, pk=leaving.pk)

    assert (status, stays["outcome"], stays["answers"]) == (200, "taken_back", [])
    assert membership_of(pool, people[1]) is not None


def test_things_are_owned_in_parts(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    peter, ann = browse(people[0]), browse(people[1])
    facts = {
        "what": "A rowing machine",
        "bought_on": TODAY.isoformat(),
        "value": "100.00",
        "place": "The shed",
        "looked_after_by": "Ray",
        "removal_cost": "30.00",
        "removal_paid_by": "All owners",
    }
    assert send(ann, "post", "pool-thing-list", pool_id=pool.pk, data={**facts, "value": "-1"})[0] == 400
    assert send(ann, "post", "pool-thing-list", pool_id=pool.pk, data={**facts, "bought_on": "2099-01-01"})[0] == 409
    status, thing = send(ann, "post", "pool-thing-list", pool_id=pool.pk, data=facts)
    assert (status, thing["last_step"], thing["facts"]) == (201, "recorded", facts)
    assert [(part["percent"], part["value"]) for part in thing["parts"]] == [
        ("33.34", "33.34"),
        ("33.33", "33.33"),
        ("33.33", "33.33"),
    ]
    this = {"pool_id": pool.pk, "pk": thing["id"]}

    price = {"seller": str(people[1].pk), "value": "33.33"}
    assert send(peter, "post", "pool-thing-buy-part", **this, data=price)[0] == 409
    tell(pool, people[1], things=ThingsChoice.SELL)
    status, bought = send(peter, "post", "pool-thing-buy-part", **this, data=price)
    assert (status, [part["percent"] for part in bought["parts"]]) == (200, ["66.67", "33.33"])

    assert send(ann, "post", "pool-thing-end", **this, data={"how": "sold"})[0] == 404
    assert send(peter, "post", "pool-thing-end", **this, data={"how": "recorded"})[0] == 400
    assert send(peter, "post", "pool-thing-end", **this, data={"how": "given_away", "amount": "1"})[0] == 409
    status, ended = send(peter, "post", "pool-thing-end", **this, data={"how": "sold", "amount": "50"})
    assert (status, ended["last_step"], ended["parts"]) == (200, "sold", [])
    assert [one["last_step"] for one in send(ann, "get", "pool-thing-list", pool_id=pool.pk)[1]] == ["sold"]


def test_a_pool_ends(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    pay(pool, people[0], "10.00")
    thing, of_pool = make_thing(pool), {"pool_id": pool.pk}
    assert send(browse(people[1]), "post", "pool-ending-list", **of_pool, data={"why": " "})[0] == 400
    status, ending = send(browse(people[1]), "post", "pool-ending-list", **of_pool, data={"why": "We are done."})
    assert (status, ending["asked_by"], ending["outcome"]) == (201, "Ann", "")
    assert ending["count"] == {"people": 3, "yes": 0, "no": 0}
    this = {**of_pool, "pk": ending["id"]}
    preview = send(browse(people[2]), "get", "pool-ending-preview", **of_pool)[1]
    assert preview["held"] == "10.00"
    assert preview["obstacles"] == [
        "You still own: A rowing machine. First sell it, give it away, or have it taken away."
    ]

    for person, part in zip(people, preview["parts"], strict=True):
        answer = {"agrees": True, "to_get": part["to_get"], "returns_hours": True}
        assert send(browse(person), "post", "pool-ending-answer", **this, data={**answer, "to_get": "9.99"})[0] == 409
        status, answered = send(browse(person), "post", "pool-ending-answer", **this, data=answer)
    assert answered["count"] == {"people": 3, "yes": 3, "no": 0}
    assert send(browse(people[2]), "post", "pool-ending-carry-out", **this)[0] == 409
    assert send(browse(people[2]), "post", "pool-ending-take-back", **this)[0] == 409
    send(browse(people[0]), "post", "pool-thing-end", **of_pool, pk=thing.pk, data={"how": "taken_away"})
    status, ended = send(browse(people[2]), "post", "pool-ending-carry-out", **this)

    assert (status, ended["outcome"]) == (200, "ended")
    assert state_of(pool) == PoolState.ENDED


def test_going_on_after_all(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    client = browse(people[1])
    ending = send(client, "post", "pool-ending-list", pool_id=pool.pk, data={"why": "We are done."})[1]

    status, taken_back = send(client, "post", "pool-ending-take-back", pool_id=pool.pk, pk=ending["id"])

    assert (status, taken_back["outcome"]) == (200, "taken_back")
    assert len(send(client, "get", "pool-ending-list", pool_id=pool.pk)[1]) == 1


def test_this_was_not_right_for_us(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    this = {"pool_id": pool.pk, "pk": bill(pool, "300.00").pk}

    status, note = send(browse(people[1]), "post", "pool-purchase-not-right", **this)

    assert (status, note["by"], note["words"]) == (201, "Ann", "It was not right for us.")
    assert send(browse(people[1]), "post", "pool-purchase-not-right", **this)[0] == 409
