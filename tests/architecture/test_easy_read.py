"""Each page has its Easy Read twin. That it is shown where somebody asks for it: test_routes.py."""

from pathlib import Path

from portal.middleware.preferences import easy_twin

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
APPS = ["portal", "moderation", "peers", "providers", "pools"]


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
