"""Who may go where: each row of the table is asked by all its visitors, and no address is missing from the table."""

from collections.abc import Iterator
from http import HTTPStatus
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.areas.context import area_context
from portal.middleware.area import OWN_ACCOUNT_VIEWS, PUBLISHED
from portal.middleware.preferences import easy_twin
from portal.models import Area, Profile
from tests.architecture.routes import Route, nothing
from tests.architecture.world import World, visitor

APPS = ["portal", "moderation", "peers", "providers", "pools"]
ROUTES: list[Route] = [route for app in APPS for route in import_module(f"tests.{app}.routes").ROUTES]
URLCONFS = ["portal.urls", "portal.urls_without_area"]

# Addresses that need no row, each with the reason.
NOT_IN_THE_TABLE = {
    "portal:area_list": "the bare domain, which has no people; see tests/portal/middleware/test_area.py",
}
# The pages of django-allauth, by the beginnings of their names, with the reason why they need no row.
NOT_OURS = {
    "account": "about somebody's own sign-in; knows no area and reads none of its tables",
    "mfa": "about somebody's own passkeys; the same",
    "usersessions": "about somebody's own browsers; the same",
}


@pytest.fixture
def world(db: None) -> World:
    return World()


def ask(
    route: Route,
    *,
    world: World,
    area: Area,
    person: Profile | None,
    kwargs: dict[str, Any],
    easy_read: bool = False,
) -> HttpResponse:
    """Ask a route as a person, and undo whatever the asking changed."""
    with area_context(world.oxfordshire.id):
        data = route.data(world)
    client = visitor(area, person)
    kinds = {"content_type": "application/json"} if route.is_api and route.method != "get" else {}
    address = reverse(route.name, kwargs=kwargs, urlconf="portal.urls") + route.query
    if easy_read:
        address += "&easy=1" if route.query else "?easy=1"
    with transaction.atomic():
        response: HttpResponse = getattr(client, route.method)(address, data, **kinds)
        transaction.set_rollback(True)
    return response


def whole_template(answer: HttpResponse) -> str:
    """The page's own template, the first that was drawn and is no part of another."""
    return next(template.name for template in answer.templates if "/_" not in template.name)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_each_visitor_gets_what_the_table_says(route: Route, world: World) -> None:
    with area_context(world.oxfordshire.id):
        route.given(world)
        kwargs, insider, outsider = route.make(world), route.insider(world), route.outsider(world)
    elsewhere = {name: person for name, person in vars(world.elsewhere).items() if name != "commissioner"}
    visitors = {
        "stranger": (world.oxfordshire, None, route.stranger),
        "member of another area": (world.oxfordshire, world.elsewhere.member, route.other_area),
        "person without the permission": (world.oxfordshire, outsider, route.without),
        "commissioner": (world.oxfordshire, world.commissioner, route.commissioner),
        "one who may": (world.oxfordshire, insider, route.allowed),
    }
    if route.make is not nothing:
        # Oxfordshire's thing, asked for on Knowsley's host by each of Knowsley's people.
        visitors |= {
            f"Knowsley's {name}": (world.knowsley, person, HTTPStatus.NOT_FOUND) for name, person in elsewhere.items()
        }
    expected = {name: status for name, (*_, status) in visitors.items() if status is not None}

    answers = {}
    for name in expected:
        area, person, _ = visitors[name]
        answers[name] = ask(route, world=world, area=area, person=person, kwargs=kwargs)

    assert {name: answer.status_code for name, answer in answers.items()} == expected
    # A download or a health check is not a page.
    if route.is_page and answers["one who may"].headers["Content-Type"].startswith("text/html"):
        easy = ask(route, world=world, area=world.oxfordshire, person=insider, kwargs=kwargs, easy_read=True)
        assert easy.status_code == HTTPStatus.OK
        assert whole_template(easy) == easy_twin(whole_template(answers["one who may"]))


def test_the_council_finds_nothing_but_published_figures_and_its_own_account() -> None:
    reached = {route.name for route in ROUTES if route.commissioner != HTTPStatus.NOT_FOUND}

    assert {name for name in reached if PUBLISHED not in name.split(":")} == OWN_ACCOUNT_VIEWS


def addresses(
    resolver: URLResolver, namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], URLPattern]]:
    """Every address of a URLconf: its full name, its namespaces and its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, (*namespaces, *filter(None, [entry.namespace])))
        else:
            yield ":".join([*namespaces, entry.name or f"(no name: {entry.pattern})"]), namespaces, entry


def methods_of(pattern: URLPattern) -> set[str]:
    """The methods whose answers can differ: those of an API view set; any one for a page, which asks in dispatch."""
    actions: dict[str, str] = getattr(pattern.callback, "actions", None) or {}
    return set(actions) - {"head"}


def missing_from(table: list[Route]) -> list[str]:
    rows = {(route.name, route.method) for route in table}
    names = {name for name, _ in rows}
    missing = []
    for urlconf in URLCONFS:
        app_name = "portal" if urlconf == "portal.urls_without_area" else None
        for name, namespaces, pattern in addresses(get_resolver(urlconf), tuple(filter(None, [app_name]))):
            if name in NOT_IN_THE_TABLE or (not namespaces and name.partition("_")[0] in NOT_OURS):
                continue
            methods = methods_of(pattern) or {method for row, method in rows if row == name}
            missing += [f"{method.upper()} {name}" for method in methods if (name, method) not in rows]
            missing += [name] if name not in names and not methods else []
    return sorted(missing)


def test_no_address_is_missing_from_the_table() -> None:
    assert missing_from(ROUTES) == []


def test_an_address_that_is_missing_is_caught() -> None:
    without_home = [route for route in ROUTES if route.name != "portal:area_home"]

    assert set(missing_from(without_home)) - set(missing_from(ROUTES)) == {"portal:area_home"}


def test_no_row_of_the_table_is_there_twice() -> None:
    rows = [str(route) for route in ROUTES]

    assert sorted(rows) == sorted(set(rows))
