"""Journeys: real people's ways through the portal, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from portal.models import Area
from tests.factories.peers import SMALL_PDF
from tests.factories.portal import make_area
from tests.journeys.site import Site
from tests.journeys.visitor import Visitor, context_options

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(home=tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread: Django takes that for asynchronous code, and nothing else in the
    # thread can run a loop of its own. So it ends with each module, and no test that comes after meets it.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def oxfordshire(committed: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@pytest.fixture
def knowsley(committed: None) -> Area:
    return make_area("knowsley", "Knowsley")


@pytest.fixture
def visitor(site: Site, browser: Browser, committed: None) -> Iterator[Callable[..., Visitor]]:
    """`visitor(area)` opens a browser of its own at an area's site; `javascript=False` is one without JavaScript."""
    visitors: list[Visitor] = []

    def arrive(area: Area, *, javascript: bool = True, **options: object) -> Visitor:
        context = browser.new_context(**context_options(java_script_enabled=javascript, **options))
        visitors.append(Visitor(context=context, home=site.address(area.slug, ""), javascript=javascript))
        return visitors[-1]

    yield arrive
    for someone in visitors:
        someone.context.close()
    assert [fault for someone in visitors for fault in someone.faults] == []


@pytest.fixture
def picture_of_a_letter(tmp_path: Path) -> Path:
    """A small real PNG, such as a photographed letter."""
    path = tmp_path / "letter.png"
    Image.new("RGB", (40, 60), "white").save(path)
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A small real PDF, such as minutes."""
    path = tmp_path / "minutes.pdf"
    path.write_bytes(SMALL_PDF)
    return path
