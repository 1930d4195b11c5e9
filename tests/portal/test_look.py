"""What holds for every page: the colours, the weight, and no markup that the content security policy would block."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from portal.models.area import Accent
from portal.models.interest import InterestCategory

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PICTURES = {path.stem for path in (ROOT / "static/img/pictures").glob("*.svg")}
ICONS = {path.stem for path in (ROOT / "templates/components/icons").glob("*.svg")}
ON_PAPER = [path for path in TEMPLATES if "pdf" in path.parts]

TOKENS = (ROOT / "static/css/_tokens.scss").read_text()
ACCENTS = dict(re.findall(r'^  "(\w+)": (#[0-9a-f]{6}),$', TOKENS, re.MULTILINE))
WHITE, PAPER, NIGHT = "#ffffff", "#fbf6ee", "#27232e"


def mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


def test_every_colour_that_an_area_can_choose_is_there() -> None:
    assert set(ACCENTS) == set(Accent.values)


@pytest.mark.parametrize("accent", Accent.values)
def test_an_areas_colour_can_be_read_everywhere(accent: str) -> None:
    colour = ACCENTS[accent]
    tint = mix(colour, WHITE, 0.09)
    at_night = mix(colour, WHITE, 0.42)

    assert min(contrast(colour, back) for back in (WHITE, PAPER, tint)) >= 4.5
    assert contrast(at_night, NIGHT) >= 4.5


def test_each_kind_of_interest_has_its_picture() -> None:
    assert set(InterestCategory.values) <= PICTURES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_names_only_pictures_and_icons_that_exist(template: Path) -> None:
    source = template.read_text()
    pictures = re.findall(r'{%\s*(?:picture|easy_row|symbol) "([\w-]+)"', source) + re.findall(
        r'\bpicture="([\w-]+)"', source
    )
    icons = re.findall(r'{%\s*icon "([\w-]+)"', source) + re.findall(r'\bicon="([\w-]+)"', source)

    assert set(pictures) - PICTURES == set()
    assert set(icons) - ICONS == set()


@pytest.mark.parametrize(
    "template",
    [path for path in TEMPLATES if path not in ON_PAPER],
    ids=lambda path: str(path.relative_to(ROOT / "templates")),
)
def test_a_template_has_nothing_that_the_policy_would_block(template: Path) -> None:
    source = template.read_text()
    scripts = [
        tag for tag in re.findall(r"<script\b[^>]*>", source) if " src=" not in tag and "application/json" not in tag
    ]

    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", source) == []
    assert scripts == []


def test_a_first_visit_weighs_less_than_100_kilobytes() -> None:
    words = [ROOT / "static/dist/app.css", ROOT / "static/dist/govuk-frontend.min.js", ROOT / "static/js/app.js"]
    fonts = list((ROOT / "static/dist").glob("*-latin-[47]00-normal.woff2"))
    # The front page of an area: its scene and a picture for each kind of interest.
    pictures = [ROOT / f"static/img/pictures/{name}.svg" for name in ("scene-hello", *InterestCategory.values)]
    html = 10_000

    sent = sum(len(brotli.compress(path.read_bytes())) for path in words + pictures)
    assert html + sent + sum(path.stat().st_size for path in fonts) < 100_000
