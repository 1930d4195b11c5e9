"""Who may go where on a day out: the people of the pool, and to everybody else there is none."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from pools.models import Outing, OutingPlace, Pool
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.outings import make_outing, make_outing_pool, make_places

# The pages ask the clock of the day on which the tests run.
LONG_AGO = datetime(2020, 1, 6, 14, 0, tzinfo=UTC)
IN_A_LONG_TIME = datetime(2099, 1, 5, 14, 0, tzinfo=UTC)


def pool(world: World) -> Pool:
    """The member's pool, which goes on outings; the host is in it too."""
    return make_outing_pool(world.member, world.host)


def outing(world: World) -> Outing:
    """It is to come, and costs a booking fee."""
    return make_outing(world.once(pool), starts_at=IN_A_LONG_TIME, booking_fee=Decimal(2))


def past(world: World) -> Outing:
    """It is over, and the member was on its list."""
    over = make_outing(world.once(pool), now=LONG_AGO, starts_at=LONG_AGO + timedelta(days=1))
    OutingPlace.objects.create(outing=over, profile=world.member, asked_at=LONG_AGO, given_at=LONG_AGO)
    return over


def own_place(world: World) -> OutingPlace:
    (place,) = make_places(world.once(outing), world.member)
    return place


def hosts_place(world: World) -> OutingPlace:
    (place,) = make_places(world.once(outing), world.host)
    return place


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_outing(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(outing).pk}


def the_past_outing(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(past).pk}


def the_hosts_place(world: World) -> dict[str, Any]:
    return the_outing(world) | {"place": world.once(hosts_place).pk}


def the_pool_by_id(world: World) -> dict[str, Any]:
    return {"pool_id": world.once(pool).pk}


def the_outing_by_id(world: World) -> dict[str, Any]:
    return the_pool_by_id(world) | {"pk": world.once(outing).pk}


def the_own_place_by_id(world: World) -> dict[str, Any]:
    return the_pool_by_id(world) | {"pk": world.once(own_place).pk}


def the_past_place_by_id(world: World) -> dict[str, Any]:
    return the_pool_by_id(world) | {"pk": world.once(past).places.get().pk}


def i_am_on_the_list(world: World) -> OutingPlace:
    return world.once(own_place)


def plan(world: World) -> dict[str, Any]:
    return {
        "title": "Bowling",
        "place": "The station",
        "starts_at": "2099-01-05T14:00:00Z",
        "price": "7.00",
        "most_people": 4,
    }


def a_reason(world: World) -> dict[str, Any]:
    return {"reason": "The bus is broken."}


def came(world: World) -> dict[str, Any]:
    return {"attendance": "came"}


Private = partial(Route, without=404, outsider=other_member)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)

ROUTES: list[Route] = [
    Private(name="pools:outings", make=the_pool),
    Private(name="pools:plan_outing", make=the_pool),
    Private(name="pools:outing", make=the_outing),
    Private(name="pools:sign_up_for_outing", method="post", make=the_outing, allowed=302),
    Private(name="pools:give_up_place", make=the_outing, given=i_am_on_the_list),
    Private(name="pools:confirm_giving_up", method="post", make=the_outing, given=i_am_on_the_list, allowed=302),
    Private(name="pools:call_off_outing", make=the_outing),
    Private(name="pools:outing_attendance", make=the_past_outing),
    Private(name="pools:record_booking_fee", method="post", make=the_hosts_place, allowed=302),
    Private(name="pools:give_up_for_somebody", method="post", make=the_hosts_place, allowed=302),
    PrivateApi(name="api:pool-outing-list", make=the_pool_by_id),
    PrivateApi(name="api:pool-outing-list", method="post", make=the_pool_by_id, data=plan, allowed=201),
    PrivateApi(name="api:pool-outing-detail", make=the_outing_by_id),
    PrivateApi(name="api:pool-outing-call-off", method="post", make=the_outing_by_id, data=a_reason),
    PrivateApi(name="api:pool-outing-sign-up", method="post", make=the_outing_by_id, allowed=201),
    PrivateApi(name="api:pool-outing-place-list", make=the_pool_by_id),
    PrivateApi(name="api:pool-outing-place-give-up", method="post", make=the_own_place_by_id),
    PrivateApi(name="api:pool-outing-place-paid", method="post", make=the_own_place_by_id),
    PrivateApi(name="api:pool-outing-place-attendance", method="post", make=the_past_place_by_id, data=came),
]
