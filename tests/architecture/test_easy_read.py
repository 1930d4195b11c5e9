"""Each page has its Easy Read twin."""

from pathlib import Path

import pytest
from django.http import HttpResponse

from portal.areas.context import area_context
from portal.middleware.preferences import easy_twin
from tests.architecture.routes import Route
from tests.architecture.test_routes import ROUTES, ask
from tests.architecture.world import World

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
APPS = ["portal", "moderation", "peers", "providers", "pools"]
PAGES = [route for route in ROUTES if route.method == "get" and route.allowed == 200 and not route.is_api]


@pytest.fixture
def world(db: None) -> World:
    return World()


def answer_in_easy_read(route: Route, world: World) -> HttpResponse:
    with area_context(world.oxfordshire.id):
        route.given(world)
        kwargs, insider = route.make(world), route.insider(world)
    easy = "&easy=1" if "?" in route.query else "?easy=1"
    return ask(route, world=world, area=world.oxfordshire, person=insider, kwargs=kwargs, query=route.query + easy)


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_each_page_can_be_read_in_easy_read(route: Route, world: World) -> None:
    answer = answer_in_easy_read(route, world)

    # A download or a health check is not a page.
    if answer.headers["Content-Type"].startswith("text/html"):
        assert answer.status_code == 200
        assert "easy_base.html" in [template.name for template in answer.templates]


def twinless() -> list[str]:
    """Pages without a twin. A part of a page (its name begins with _), an email and a PDF have none of their own."""
    pages = [path for app in APPS for path in (TEMPLATES / app).glob("*.html") if not path.name.startswith("_")]
    return [f"{path.parent.name}/{path.name}" for path in pages if not (path.parent / "easy" / path.name).exists()]


def test_each_page_has_a_twin_beside_it() -> None:
    assert twinless() == []


def test_each_twin_has_its_page() -> None:
    twins = [path for app in APPS for path in (TEMPLATES / app / "easy").glob("*.html")]

    lonely = [str(path) for path in twins if not (path.parent.parent / path.name).exists()]

    assert lonely == []


def test_the_name_of_a_twin() -> None:
    assert easy_twin("pools/pool.html") == "pools/easy/pool.html"
    assert easy_twin("404.html") == "easy/404.html"
