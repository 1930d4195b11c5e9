"""Who may go where in a budget round: the members of its pool, and to everybody else there is none."""

from functools import partial
from typing import Any

from django.utils import timezone

from pools.models import BudgetChoice, BudgetRound, Pool
from pools.operations.budget_round import choose_activity
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.budget_rounds import make_activity, make_open_round, make_round
from tests.factories.pools import make_pool


def pool(world: World) -> Pool:
    return make_pool(world.member)


def draft(world: World) -> BudgetRound:
    """A round that is prepared, with something on its list."""
    found = make_round(world.once(pool), now=timezone.now())
    make_activity(found, "A boat", now=timezone.now())
    return found


def opened(world: World) -> BudgetRound:
    found, _activities = make_open_round(world.once(pool), now=timezone.now(), title="Ten Fridays")
    return found


def choice(world: World) -> BudgetChoice:
    activity = world.once(opened).activities.get(title="Dancing")
    return choose_activity(activity=activity, by=world.member, now=timezone.now())


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_draft(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(draft).pk}


def the_round(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(opened).pk}


def the_activity(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(opened).activities.get(title="Painting").pk}


def the_choice(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(choice).pk}


def by_id(make: Any) -> Any:
    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def plan(world: World) -> dict[str, Any]:
    return {"title": "Mondays", "allowance": "50.00", "period": "ten weeks", "closes_at": "2099-01-01T12:00"}


def activity_plan(world: World) -> dict[str, Any]:
    return {"title": "Bingo", "price": "0.00"}


def an_activity(world: World) -> dict[str, Any]:
    return {"activity": str(world.once(opened).activities.get(title="Painting").pk)}


def a_choice(world: World) -> dict[str, Any]:
    return {"choice": str(world.once(choice).pk)}


def everybody_has_chosen(world: World) -> None:
    world.once(choice)


Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post")

ROUTES: list[Route] = [
    Private(name="pools:budget_rounds", make=the_pool),
    Private(name="pools:start_round", make=the_pool),
    Private(name="pools:budget_round", make=the_round),
    Private(name="pools:add_activity", make=the_draft),
    PrivateButton(name="pools:open_round", make=the_draft),
    Private(name="pools:review_round", make=the_round),
    PrivateButton(name="pools:choose_activity", make=the_activity),
    PrivateButton(name="pools:take_back_choice", make=the_choice),
    PrivateApi(name="api:pool-budget-round-list", make=by_id(the_pool)),
    PrivatePost(name="api:pool-budget-round-list", make=by_id(the_pool), data=plan, allowed=201),
    PrivateApi(name="api:pool-budget-round-detail", make=by_id(the_round)),
    PrivatePost(name="api:pool-budget-round-activities", make=by_id(the_draft), data=activity_plan, allowed=201),
    PrivatePost(name="api:pool-budget-round-open", make=by_id(the_draft)),
    PrivatePost(name="api:pool-budget-round-choose", make=by_id(the_round), data=an_activity),
    PrivatePost(name="api:pool-budget-round-take-back", make=by_id(the_round), data=a_choice),
    PrivatePost(name="api:pool-budget-round-review", make=by_id(the_round), given=everybody_has_chosen),
]
