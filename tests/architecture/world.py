"""Two areas with one person of each role in each: whom the table of routes asks."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.test import Client

from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.portal import (
    make_area,
    make_champion,
    make_commissioner,
    make_host,
    make_member,
    make_provider,
)

Thing = TypeVar("Thing")


class People:
    """One person of each role in the area that is entered."""

    def __init__(self) -> None:
        self.member = make_member("Peter")
        self.other_member = make_member("Jo")
        self.champion = make_champion("Chandra")
        self.host = make_host("Hana")
        self.provider = make_provider("Pat")
        self.commissioner = make_commissioner("Carol")


class World:
    """
    Oxfordshire, with the people and things that are asked about, and Knowsley, whose people must not reach them.

    The people of Oxfordshire are at hand by role: `world.member`, `world.other_member`, `world.champion`,
    `world.host`, `world.provider`, `world.commissioner`; Knowsley's are under `world.elsewhere`.
    """

    def __init__(self) -> None:
        self.oxfordshire: Area = make_area("oxfordshire", "Oxfordshire")
        self.knowsley: Area = make_area("knowsley", "Knowsley")
        with area_context(self.oxfordshire.id):
            self.here = People()
        with area_context(self.knowsley.id):
            self.elsewhere = People()
        self._things: dict[Callable[[World], Any], Any] = {}

    def __getattr__(self, name: str) -> Profile:
        if name == "here":
            # Asked for before the people are there: without this, looking for them would never end.
            raise AttributeError(name)
        person: Profile = getattr(self.here, name)
        return person

    def once(self, make: Callable[["World"], Thing]) -> Thing:
        """The thing that `make(world)` gives, made only the first time: `world.once(walking_group)`."""
        if make not in self._things:
            self._things[make] = make(self)
        thing: Thing = self._things[make]
        return thing


def visitor(area: Area, profile: Profile | None) -> Client:
    """A browser on an area's host, signed in as this person (who may belong to another area), or not at all."""
    client = Client(HTTP_HOST=f"{area.slug}.localhost")
    if profile is not None:
        client.force_login(profile.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
