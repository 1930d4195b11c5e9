"""Who may go where: one's own papers and days are for members; the returns of all, for whoever keeps the books."""

from typing import Any

from tests.architecture.routes import Maker, Route
from tests.architecture.world import World
from tests.pools.routes_of_money import ForKeeper, Private, PrivateApi, PrivatePost, in_api, the_pool, words


def of_quarter(world: World) -> dict[str, Any]:
    return the_pool(world) | {"quarter": "2026Q3"}


def own_quarter(world: World) -> dict[str, Any]:
    return in_api(the_pool)(world) | {"pk": "2026Q3"}


DAYS: Maker = words(kind="statement", period_from="2026-07-01", period_to="2026-07-02")

ROUTES: list[Route] = [
    Private(name="pools:papers", make=the_pool),
    Private(name="pools:ask_for_paper", make=the_pool),
    Private(name="pools:own_return_csv", make=of_quarter),
    ForKeeper(name="pools:quarterly_returns", make=of_quarter),
    ForKeeper(name="pools:quarterly_returns_csv", make=of_quarter),
    Private(name="pools:due_dates", make=the_pool),
    Private(name="pools:due_dates_file", make=the_pool),
    PrivateApi(name="api:pool-due-date-list", make=in_api(the_pool)),
    PrivateApi(name="api:pool-return-detail", make=own_quarter),
    PrivatePost(name="api:pool-paper-list", make=in_api(the_pool), data=DAYS),
]
