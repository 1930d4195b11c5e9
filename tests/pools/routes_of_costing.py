"""Who may go where in own parts, joining late, and the question of a group."""

from datetime import timedelta
from functools import partial
from typing import Any

from peers.models import Group
from pools.models import CostLine, LateJoinRequest, OptInCall, OptInChoice, Period, Pool
from pools.operations.costing import add_line, keep_promise
from pools.operations.late_joining import ask_to_join_late
from pools.operations.opt_in import ask_who_goes_on, opt_in
from tests.architecture.routes import ApiRoute, Maker, Route, other_member
from tests.architecture.world import World
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import NOW, make_agreed_pool, make_pool, paper

LONG = timedelta(days=10_000)


def group(world: World) -> Group:
    """A group of the member and the host."""
    found = make_group("Banbury cooks", organiser=world.member)
    make_membership(found, world.host)
    return found


def pool(world: World) -> Pool:
    """The member's pool, with its costs still open."""
    return make_pool(world.member)


def promised(world: World) -> CostLine:
    """A cost that somebody else has promised in writing."""
    line = add_line(
        pool=world.once(pool),
        label="A helper",
        amount=200,
        period=Period.ONCE,
        paid_by="Richmond House",
        by=world.member,
        now=NOW,
    )
    return keep_promise(line=line, promised_on=NOW.date(), file=paper(), by=world.member, now=NOW)


def put_aside(world: World) -> CostLine:
    return add_line(
        pool=world.once(pool),
        label="In case",
        amount=10,
        period=Period.ONCE,
        prompt="contingency",
        by=world.member,
        now=NOW,
    )


def decided(world: World) -> Pool:
    """The host's pool in the group, which has decided. The member is not in it."""
    return make_agreed_pool(world.host, group=world.once(group))


def asked_by_member(world: World) -> LateJoinRequest:
    return ask_to_join_late(pool=world.once(decided), by=world.member, now=NOW)


def asked_of_member(world: World) -> LateJoinRequest:
    """The host asks to join the member's own pool, which has decided."""
    found = make_agreed_pool(world.member, group=world.once(group), title="Baking together")
    return ask_to_join_late(pool=found, by=world.host, now=NOW)


def call(world: World) -> OptInCall:
    return ask_who_goes_on(
        group=world.once(group),
        words="We go on cooking, and share a carer.",
        supporters=1,
        closes_on=(NOW + LONG).date(),
        by=world.member,
        now=NOW,
    )


def both_say_yes(world: World) -> None:
    for profile in (world.member, world.host):
        opt_in(call=world.once(call), choice=OptInChoice.YES, by=profile, now=NOW)


def the_group(world: World) -> dict[str, Any]:
    return {"pk": world.once(group).pk}


def the_call(world: World) -> dict[str, Any]:
    return {"pk": world.once(call).pk}


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_promise(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(promised).pk}


def the_reserve(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(put_aside).pk}


def the_decided_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(decided).pk}


def the_newcomer(world: World) -> dict[str, Any]:
    asked = world.once(asked_of_member)
    return {"pool": asked.pool_id, "pk": asked.pk}


def the_pool_asked(world: World) -> dict[str, Any]:
    return {"pool": world.once(asked_of_member).pool_id}


def asked_before(world: World) -> None:
    world.once(asked_by_member)


def in_api(make: Maker) -> Maker:
    """The same address in the API, where the pool is called `pool_id`."""

    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def words(**answers: Any) -> Maker:
    return lambda _world: answers


def question(world: World) -> dict[str, Any]:
    asked = {"words": "We go on cooking.", "supporters": 2, "closes_on": "2099-01-01"}
    return asked | {"group": str(world.once(group).pk)}


Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post")
PrivatePut = partial(PrivateApi, method="put")

ROUTES: list[Route] = [
    Private(name="pools:own_part", make=the_pool),
    Private(name="pools:renew_price", make=the_pool),
    Private(name="pools:set_money_path", make=the_pool),
    Private(name="pools:share_by_days", make=the_pool),
    Private(name="pools:keep_promise", make=the_promise),
    Private(name="pools:promise_paper", make=the_promise),
    Private(name="pools:answer_line", make=the_reserve, note="what is put aside"),
    # Joining late: who may see the pool asks, its members look, the organiser answers.
    PrivateButton(name="pools:ask_to_join_late", make=the_decided_pool),
    PrivateButton(name="pools:take_back_late", make=the_decided_pool, given=asked_before),
    Private(name="pools:join_pool", make=the_decided_pool, note="late"),
    Private(name="pools:late_joiners", make=the_pool_asked),
    PrivateButton(name="pools:let_in_late", make=the_newcomer),
    PrivateButton(name="pools:turn_down_late", make=the_newcomer),
    # What a group asks its people
    Private(name="pools:opt_in_calls", make=the_group),
    Private(name="pools:ask_who_goes_on", make=the_group),
    Private(name="pools:opt_in_call", make=the_call),
    Private(name="pools:start_pool_from_call", make=the_call, given=both_say_yes),
    # The same in the API
    PrivatePut(name="api:pool-costs-money-path", make=in_api(the_pool), data=words(money_path="venue")),
    PrivatePut(name="api:pool-costs-price", make=in_api(the_pool), data=words(holds_until="2099-01-01")),
    PrivatePut(name="api:pool-costs-days", make=in_api(the_pool), data=words(by_days=False)),
    PrivatePut(name="api:pool-cost-line-put-aside", make=in_api(the_reserve), data=words(percent="5")),
    PrivatePut(name="api:pool-cost-line-promise", make=in_api(the_promise), data=words(promised_on="2026-11-01")),
    PrivateApi(name="api:pool-cost-line-promise-paper", make=in_api(the_promise)),
    PrivateApi(name="api:pool-part-list", make=in_api(the_pool)),
    PrivateApi(name="api:pool-part-own", make=in_api(the_pool)),
    PrivatePut(name="api:pool-part-own", make=in_api(the_pool), data=words(pooled_part="whole")),
    PrivateApi(name="api:pool-late-joiner-list", make=in_api(the_pool_asked)),
    PrivatePost(name="api:pool-late-joiner-list", make=in_api(the_decided_pool), allowed=201),
    PrivatePost(name="api:pool-late-joiner-take-back", make=in_api(the_decided_pool), given=asked_before),
    PrivateApi(name="api:pool-late-joiner-preview", make=in_api(the_newcomer)),
    PrivatePost(name="api:pool-late-joiner-let-in", make=in_api(the_newcomer)),
    PrivatePost(name="api:pool-late-joiner-turn-down", make=in_api(the_newcomer)),
    ApiRoute(name="api:opt-in-call-list", without=404),
    ApiRoute(name="api:opt-in-call-list", method="post", data=question, allowed=201, without=404),
    PrivateApi(name="api:opt-in-call-detail", make=the_call),
    PrivatePost(name="api:opt-in-call-answer", make=the_call, data=words(choice="yes")),
    PrivatePost(
        name="api:opt-in-call-start-pool",
        make=the_call,
        given=both_say_yes,
        data=words(title="The M Group", purpose="We go on together."),
        allowed=201,
    ),
]
