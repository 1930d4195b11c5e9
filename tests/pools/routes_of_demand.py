"""Who may go where in what is published: everybody in the area, the council among them."""

from functools import partial
from typing import Any

from tests.architecture.routes import ApiRoute, Route
from tests.architecture.world import World
from tests.factories.demand import make_release


def the_release(world: World) -> dict[str, Any]:
    return {"quarter": make_release().quarter}


def the_table(world: World) -> dict[str, Any]:
    return {**the_release(world), "table": "wanted-by-category-and-district"}


def the_table_by_code(world: World) -> dict[str, Any]:
    return {**the_release(world), "code": "wanted-by-category-and-district"}


# Nobody in the area is without the permission.
Published = partial(Route, without=None, commissioner=200)
PublishedApi = partial(ApiRoute, without=None, commissioner=200)

ROUTES: list[Route] = [
    Published(name="pools:demand:overview", given=the_release),
    Published(name="pools:demand:overview", note="with nothing published"),
    Published(name="pools:demand:method"),
    Published(name="pools:demand:release", make=the_release),
    Published(name="pools:demand:release_csv", make=the_release),
    Published(name="pools:demand:table", make=the_table),
    Published(name="pools:demand:table_csv", make=the_table),
    PublishedApi(name="api:demand:release-list", given=the_release),
    PublishedApi(name="api:demand:release-detail", make=the_release),
    PublishedApi(name="api:demand:release-table", make=the_table_by_code),
]
