"""Who may go where to find people."""

from functools import partial
from typing import Any

from peers.models import Group, SavedSearch
from portal.models import InterestCategory, Profile
from tests.architecture.routes import ApiRoute, Route, other_member
from tests.architecture.world import World
from tests.factories.finding import make_found, make_likes, make_search
from tests.factories.peers import make_group
from tests.factories.portal import make_interest


def cook(world: World) -> Profile:
    """Somebody to be found by Peter, who runs a group; Jo likes something else."""
    cooking = make_interest("Cooking", InterestCategory.COOKING)
    make_likes(world.member, cooking)
    make_group("Banbury cooks", organiser=world.member)
    return make_found("Ruth", cooking)


def search_of_peter(world: World) -> SavedSearch:
    return make_search(world.member)


def of(thing: Any) -> Any:
    return lambda world: {"pk": world.once(thing).pk}


def group_of_peter(world: World) -> dict[str, Any]:
    world.once(cook)
    return {"group": str(Group.objects.get(name="Banbury cooks").pk)}


def words(**data: Any) -> Any:
    return lambda _world: data


Own = partial(Route, outsider=other_member, without=404)

PAGES = [
    Route(name="peers:people", given=lambda world: world.once(cook)),
    Route(name="peers:be_found"),
    Route(name="peers:be_found", method="post", allowed=302),
    Route(name="peers:stop_being_found", method="post", allowed=302),
    Route(name="peers:saved_searches", given=lambda world: world.once(search_of_peter)),
    Route(name="peers:save_search"),
    Route(name="peers:save_search", method="post", data=words(people_wanted="6"), allowed=302),
    Own(name="peers:delete_search", method="post", make=of(search_of_peter), allowed=302),
    Own(name="peers:invite_person", make=of(cook)),
    Own(name="peers:invite_person", method="post", make=of(cook), data=group_of_peter, allowed=302),
]

API = [
    ApiRoute(name="api:found-person-list", given=lambda world: world.once(cook)),
    ApiRoute(name="api:findability"),
    ApiRoute(name="api:findability", method="put", data=words(is_found=True)),
    ApiRoute(name="api:saved-search-list"),
    ApiRoute(name="api:saved-search-list", method="post", data=words(people_wanted=6), allowed=201),
    ApiRoute(
        name="api:saved-search-detail",
        method="delete",
        make=of(search_of_peter),
        outsider=other_member,
        without=404,
        allowed=204,
    ),
]

ROUTES = [*PAGES, *API]
