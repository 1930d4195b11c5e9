"""One table says who may go where. Each app lists its own routes in `tests/<app>/routes.py`, as `ROUTES`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from portal.models import Profile
from tests.architecture.world import World

Maker = Callable[[World], dict[str, Any]]
Person = Callable[[World], Profile]


def nothing(world: World) -> dict[str, Any]:
    return {}


def member(world: World) -> Profile:
    return world.member


def other_member(world: World) -> Profile:
    return world.other_member


def champion(world: World) -> Profile:
    return world.champion


def host(world: World) -> Profile:
    return world.host


def provider(world: World) -> Profile:
    return world.provider


@dataclass(frozen=True, kw_only=True)
class Route:
    """
    One address, one method, and the status that each of five visitors gets there.

    :param name: the URL's name, such as "peers:group" or "api:group-detail"
    :param make: gives the address's arguments, and makes what they need: it runs inside Oxfordshire
    :param given: makes what has to be there besides
    :param data: gives what is sent along
    :param stranger: nobody is signed in
    :param other_area: a member of Knowsley, signed in on Oxfordshire's host
    :param without: `outsider`, a person of Oxfordshire without the permission; None where all people there have it
    :param commissioner: Oxfordshire's commissioner
    :param allowed: `insider`, a person who may
    """

    name: str
    method: str = "get"
    make: Maker = nothing
    given: Callable[[World], object] = nothing
    data: Maker = nothing
    query: str = ""
    stranger: int = 302
    other_area: int = 302
    without: int | None = 403
    outsider: Person = provider
    commissioner: int = 404
    allowed: int = 200
    insider: Person = member
    # Shown beside the row in the test's name, where one address has several rows.
    note: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.method.upper(), self.name, self.note]))

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def is_page(self) -> bool:
        return self.method == "get" and self.allowed == HTTPStatus.OK and not self.is_api


# An address of the API asks for a token where a page offers to sign in or to join.
ApiRoute = partial(Route, stranger=401, other_area=403)
