"""Every page of wishes and pools in both ways of reading."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.areas.context import area_context
from tests.architecture.routes import Route
from tests.architecture.world import World, visitor
from tests.pools.routes import ROUTES

DOWNLOADS = {
    "pools:consent_paper",
    "pools:download_agreement",
    "pools:demand:release_csv",
    "pools:demand:table_csv",
}
PAGES = [
    route
    for route in ROUTES
    if route.name.startswith("pools:") and route.method == "get" and route.name not in DOWNLOADS
]


@pytest.mark.parametrize("route", PAGES, ids=str)
@pytest.mark.parametrize("easy", [False, True], ids=["standard", "easy"])
def test_page_has_its_own_template(db: None, route: Route, easy: bool) -> None:
    world = World()
    with area_context(world.oxfordshire.id):
        route.given(world)
        kwargs, insider = route.make(world), route.insider(world)
    client: Client = visitor(world.oxfordshire, insider)

    page = client.get(reverse(route.name, kwargs=kwargs, urlconf="portal.urls"), {"easy": "1"} if easy else {})

    folder, _, name = route.name.replace(":", "/").rpartition("/")
    assert page.status_code == 200
    assert page.templates[0].name == f"{folder}/{'easy/' if easy else ''}{name}.html"
