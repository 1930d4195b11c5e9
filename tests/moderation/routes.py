"""Who may go where in moderation."""

from functools import partial
from typing import Any

from moderation.models import Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from portal.models import ModerationLevel
from tests.architecture.routes import ApiRoute, Route, champion, member, other_member
from tests.architecture.world import World
from tests.factories.moderation import make_item
from tests.factories.peers import LONG_AGO


def item_of_peter(world: World) -> ReviewItem:
    return make_item(world.member)


def change_asked_of_peter(world: World) -> ReviewItem:
    item = make_item(world.member, level=ModerationLevel.PRE)
    decide(
        item=item,
        outcome=Outcome.ASK_CHANGE,
        reason=Reason.UNCLEAR,
        advice="Say which day.",
        by=world.champion,
        now=LONG_AGO,
    )
    return item


def of(thing: Any) -> Any:
    """The address's argument: the id of a thing that is made once."""
    return lambda world: {"pk": world.once(thing).pk}


def words(**data: Any) -> Any:
    return lambda _world: data


Champion = partial(Route, outsider=member, insider=champion)
ApiChampion = partial(ApiRoute, outsider=member, insider=champion)

# Whoever may write chooses for themself, a provider too: nobody in the area is without it.
Own, ApiOwn = partial(Route, without=None), partial(ApiRoute, without=None)

PAGES = [
    Own(name="moderation:choose_level"),
    Own(name="moderation:choose_level", method="post", data=words(level="none"), allowed=302),
    Own(name="moderation:choose_mentor"),
    Own(name="moderation:choose_mentor", method="post", data=words(mentor=""), allowed=302),
    Own(name="moderation:my_items"),
    Route(name="moderation:change_words", make=of(change_asked_of_peter), outsider=other_member, without=404),
    Route(
        name="moderation:change_words",
        method="post",
        make=of(change_asked_of_peter),
        data=words(words="On Tuesday"),
        outsider=other_member,
        without=404,
        allowed=302,
    ),
    Champion(name="moderation:say_when_away"),
    Champion(name="moderation:say_when_away", method="post", data=words(until_day="", until_month=""), allowed=302),
    Champion(name="moderation:queue"),
    Champion(name="moderation:decide", make=of(item_of_peter)),
    Champion(
        name="moderation:decide",
        method="post",
        make=of(item_of_peter),
        data=words(outcome="publish", reason="all_well"),
        allowed=302,
    ),
]

API = [
    ApiOwn(name="api:moderation-level"),
    ApiOwn(name="api:moderation-level", method="patch", data=words(level="none")),
    ApiOwn(name="api:mentor-list"),
    ApiOwn(name="api:my-item-list"),
    ApiRoute(
        name="api:my-item-change",
        method="post",
        make=of(change_asked_of_peter),
        data=words(words="On Tuesday"),
        outsider=other_member,
        without=404,
    ),
    ApiChampion(name="api:moderation-away"),
    ApiChampion(name="api:moderation-away", method="put", data=words(until=None)),
    ApiChampion(name="api:queue-list"),
    ApiChampion(name="api:queue-detail", make=of(item_of_peter)),
    ApiChampion(
        name="api:queue-decide",
        method="post",
        make=of(item_of_peter),
        data=words(outcome="publish", reason="all_well"),
        allowed=201,
    ),
]

ROUTES = [*PAGES, *API]
