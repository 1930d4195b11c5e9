"""Who may go where when somebody leaves, with things owned together, and at the end: the members of the pool."""

from decimal import Decimal
from functools import partial
from typing import Any

from pools.models import Leaving, Pool, PoolEnding, Purchase, SharedThing, ThingsChoice
from pools.operations.ending import answer_ending, propose_ending
from pools.operations.leaving import carry_out_leaving
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.leaving import NOW, TODAY, make_thing, make_yearly_pool, tell
from tests.factories.money import bill


def pool(world: World) -> Pool:
    """The member's own pool, signed. Somebody else is in it too."""
    return make_yearly_pool(world.member, world.host)


def others_leaving(world: World) -> Leaving:
    return tell(world.once(pool), world.host, things=ThingsChoice.SELL)


def own_leaving(world: World) -> Leaving:
    return tell(world.once(pool), world.member)


def left(world: World) -> Leaving:
    leaving = world.once(others_leaving)
    carry_out_leaving(leaving=leaving, by=world.host, now=NOW)
    return leaving


def thing(world: World) -> SharedThing:
    return make_thing(world.once(pool))


def ending(world: World) -> PoolEnding:
    return propose_ending(pool=world.once(pool), why="We are done.", by=world.member, now=NOW)


def purchase(world: World) -> Purchase:
    return bill(world.once(pool), "100.00")


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def of(make: Any) -> Any:
    """The address of a part of the pool."""
    return lambda world: the_pool(world) | {"pk": world.once(make).pk}


def the_part(world: World) -> dict[str, Any]:
    found = of(thing)(world)
    world.once(others_leaving)
    return found | {"seller": world.host.pk, "pence": 5000}


def the_pool_by_id(world: World) -> dict[str, Any]:
    return {"pool_id": world.once(pool).pk}


def by_id(make: Any) -> Any:
    return lambda world: the_pool_by_id(world) | {"pk": world.once(make).pk}


def told(world: World) -> dict[str, Any]:
    return {"last_day": "2099-01-01", "things": "give"}


def own_new_share(world: World) -> dict[str, Any]:
    return {"accepts": True, "share": "40000.00"}


def a_part_of_the_rest(world: World) -> dict[str, Any]:
    return {"amount": "0.01", "paid_on": TODAY.isoformat()}


def facts(world: World) -> dict[str, Any]:
    return {
        "what": "A rowing machine",
        "bought_on": TODAY.isoformat(),
        "value": "100.00",
        "place": "The shed",
        "looked_after_by": "Ray",
        "removal_cost": "30.00",
        "removal_paid_by": "All owners",
    }


def thing_with_a_part_for_sale(world: World) -> SharedThing:
    found = thing(world)
    world.once(others_leaving)
    return found


def the_price(world: World) -> dict[str, Any]:
    return {"seller": str(world.host.pk), "value": "50.00"}


def given_away(world: World) -> dict[str, Any]:
    return {"how": "given_away"}


def a_reason(world: World) -> dict[str, Any]:
    return {"why": "We are done."}


def yes(world: World) -> dict[str, Any]:
    return {"agrees": True, "to_get": "0.00"}


def agreed_ending(world: World) -> PoolEnding:
    found = world.once(ending)
    for person in (world.member, world.host):
        answer_ending(ending=found, agrees=True, to_get=Decimal("0.00"), by=person, now=NOW)
    return found


def asked(world: World) -> object:
    return world.once(ending)


Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivateApiButton = partial(PrivateApi, method="post")

ROUTES: list[Route] = [
    Private(name="pools:tell_of_leaving", make=the_pool),
    Private(name="pools:who_leaves", make=the_pool, given=lambda world: world.once(others_leaving)),
    Private(name="pools:leaving_of", make=of(others_leaving)),
    PrivateButton(name="pools:take_back_leaving", make=of(own_leaving)),
    PrivateButton(name="pools:carry_out_leaving", make=of(own_leaving)),
    Private(name="pools:settle_leaving", make=of(left)),
    Private(name="pools:things", make=the_pool, given=lambda world: world.once(thing)),
    Private(name="pools:record_thing", make=the_pool),
    Private(name="pools:end_thing", make=of(thing)),
    PrivateButton(name="pools:buy_part", make=the_part),
    Private(name="pools:ending", make=the_pool, given=asked),
    Private(name="pools:propose_ending", make=the_pool),
    Private(name="pools:answer_ending", make=the_pool, given=asked),
    PrivateButton(name="pools:take_back_ending", make=the_pool, given=asked),
    PrivateButton(name="pools:end_pool", make=the_pool, given=asked),
    Private(name="pools:purchases", make=the_pool, given=lambda world: world.once(purchase)),
    PrivateButton(name="pools:note_purchase", make=of(purchase)),
    PrivateApi(name="api:pool-leaving-list", make=the_pool_by_id, given=lambda world: world.once(others_leaving)),
    PrivateApiButton(name="api:pool-leaving-list", make=the_pool_by_id, data=told, allowed=201),
    PrivateApi(name="api:pool-leaving-detail", make=by_id(others_leaving)),
    PrivateApi(name="api:pool-leaving-own", make=the_pool_by_id),
    PrivateApi(name="api:pool-leaving-open-money", make=the_pool_by_id, given=lambda world: world.once(left)),
    PrivateApiButton(name="api:pool-leaving-answer", make=by_id(others_leaving), data=own_new_share),
    PrivateApiButton(name="api:pool-leaving-take-back", make=by_id(own_leaving)),
    PrivateApiButton(name="api:pool-leaving-carry-out", make=by_id(own_leaving)),
    PrivateApiButton(name="api:pool-leaving-settle", make=by_id(left), data=a_part_of_the_rest, allowed=201),
    PrivateApi(name="api:pool-thing-list", make=the_pool_by_id, given=lambda world: world.once(thing)),
    PrivateApiButton(name="api:pool-thing-list", make=the_pool_by_id, data=facts, allowed=201),
    PrivateApiButton(name="api:pool-thing-buy-part", make=by_id(thing_with_a_part_for_sale), data=the_price),
    PrivateApiButton(name="api:pool-thing-end", make=by_id(thing), data=given_away),
    PrivateApi(name="api:pool-ending-list", make=the_pool_by_id, given=asked),
    PrivateApiButton(name="api:pool-ending-list", make=the_pool_by_id, data=a_reason, allowed=201),
    PrivateApi(name="api:pool-ending-preview", make=the_pool_by_id),
    PrivateApiButton(name="api:pool-ending-answer", make=by_id(ending), data=yes),
    PrivateApiButton(name="api:pool-ending-take-back", make=by_id(ending)),
    PrivateApiButton(name="api:pool-ending-carry-out", make=by_id(agreed_ending)),
    PrivateApiButton(name="api:pool-purchase-not-right", make=by_id(purchase), allowed=201),
]
