"""The harness itself: a fault on a page is noticed."""

from collections.abc import Callable

from portal.models import Area
from tests.journeys.visitor import Visitor


def test_a_stranger_finds_the_front_page(oxfordshire: Area, visitor: Callable[..., Visitor]) -> None:
    visitor(oxfordshire).visits("/").reads("Oxfordshire")


def test_faults_on_a_page_are_noticed(oxfordshire: Area, visitor: Callable[..., Visitor]) -> None:
    someone = visitor(oxfordshire).visits("/")
    someone.page.evaluate(
        """() => {
            console.error("planted");
            document.body.insertAdjacentHTML("beforeend", '<img src="http://elsewhere.invalid/x.png">');
        }"""
    )
    someone.page.wait_for_timeout(300)
    someone.looks()

    noticed = " ".join(someone.faults)
    someone.faults.clear()

    assert "console: planted" in noticed
    assert "CSP: img-src" in noticed
    assert "axe on /: image-alt" in noticed
