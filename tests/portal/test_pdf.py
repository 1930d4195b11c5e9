import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pikepdf
import pytest
from PIL import Image
from pytest_django import Settings

from portal.money import split_equally
from portal.pdf import UnableToRenderPdf, render_pdf
from tests.pdf import faults_in, text_of

SAMPLE = """
{% extends "pdf/base.html" %}{% load money %}
{% block title %}Gym agreement{% endblock %}
{% block content %}
<h1>Gym agreement</h1>
<p>We buy gym kit together. <a href="/pools/gym/">Read it on the site</a>.</p>
<h2>What each of us pays</h2>
<table>
  <caption>Shares</caption>
  <thead><tr><th scope="col">Name</th><th scope="col" class="amount">Share</th></tr></thead>
  <tbody>
    {% for name, share in shares %}<tr><td>{{ name }}</td><td class="amount">{{ share|pounds }}</td></tr>{% endfor %}
  </tbody>
  <tfoot><tr><td>Together</td><td class="amount">{{ total|pounds }}</td></tr></tfoot>
</table>
<h3>What it pays for</h3>
<ul><li>Kit</li><li>Insurance</li></ul>
<dl><dt>Who holds the money</dt><dd>Bo</dd></dl>
<img src="image:crest" alt="Two people lifting a weight">
{% endblock %}
"""
EASY = """
{% extends "pdf/easy_base.html" %}
{% block title %}Gym agreement, Easy Read{% endblock %}
{% block content %}
<h1>Gym agreement</h1>
{% include "pdf/_idea.html" with picture="kit.svg" alt="A weight" text="We buy gym kit together." %}
{% include "pdf/_idea.html" with picture="kit.svg" alt="A coin" text="Each of us pays money." %}
{% endblock %}
"""
PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>"""
SITE = "http://oxfordshire.localhost:8000/"


@pytest.fixture
def crest() -> bytes:
    image = BytesIO()
    Image.new("RGB", (80, 40), "navy").save(image, "PNG")
    return image.getvalue()


@pytest.fixture
def templates(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Templates of this test, beside the real ones; and a picture among the static files."""
    of_this_test = {"sample.html": SAMPLE, "easy.html": EASY}
    (engine,) = settings.TEMPLATES
    loaders = [
        ("django.template.loaders.locmem.Loader", of_this_test),
        "django.template.loaders.filesystem.Loader",
    ]
    settings.TEMPLATES = [
        {**engine, "APP_DIRS": False, "OPTIONS": {"loaders": loaders}},
    ]
    (tmp_path / "kit.svg").write_bytes(PICTURE)
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, tmp_path]
    return of_this_test


@pytest.fixture
def render(templates: dict[str, str], crest: bytes, now: datetime) -> Callable[..., bytes]:
    """Render the sample, or a page of its own where the test gives one."""

    def render(content: str | None = None, **others: object) -> bytes:
        if content is not None:
            templates["page.html"] = (
                '{% extends "pdf/base.html" %}{% block title %}A page{% endblock %}'
                "{% block content %}<h1>A page</h1>" + content + "{% endblock %}"
            )
        context = {
            "shares": list(zip(["Ann", "Bo", "Cŵn"], split_equally(895, 3), strict=True)),
            "total": 895,
        }
        arguments = {"now": now, "base_url": SITE, "images": {"crest": crest}} | others
        return render_pdf("sample.html" if content is None else "page.html", context, **arguments)

    return render


def surgery(pdf: bytes, operate: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as patient:
        operate(patient)
        result = BytesIO()
        patient.save(result)
    return result.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    for candidate in pdf.objects:
        if isinstance(candidate, pikepdf.Dictionary) and candidate.get("/S") == kind:
            yield candidate


class TestRenderPdf:
    def test_everybody_can_read_the_sample(self, render):
        assert faults_in(render()) == []

    @pytest.mark.usefixtures("templates")
    def test_everybody_can_read_the_easy_read_edition(self, now):
        assert faults_in(render_pdf("easy.html", {}, now=now)) == []

    def test_its_words_and_amounts_can_be_found(self, render):
        words = text_of(render())
        assert "Ann £298.34" in words
        assert "Cŵn £298.33" in words
        assert "Together £895.00" in words
        assert "Page 1 of 1" in words

    def test_links_lead_to_the_area(self, render):
        with pikepdf.open(BytesIO(render())) as pdf:
            (link,) = pdf.pages[0].Annots
            assert str(link.A.URI) == "http://oxfordshire.localhost:8000/pools/gym/"

    def test_large_print_is_larger(self, templates, now):
        templates["page.html"] = '{% extends "pdf/base.html" %}{% block title %}A page{% endblock %}' + (
            "{% block content %}<h1>A page</h1>" + "<p>A line of it.</p>" * 20 + "{% endblock %}"
        )
        pages = [
            len(pikepdf.open(BytesIO(render_pdf("page.html", {"large_print": large}, now=now))).pages)
            for large in (False, True)
        ]
        assert pages == [1, 2]

    def test_same_content_and_moment_give_the_same_bytes(self, render, now):
        assert render() == render()
        assert render() != render(now=now + timedelta(seconds=1))

    def test_the_moment_passed_in_is_its_date(self, render):
        with pikepdf.open(BytesIO(render())) as pdf:
            assert str(pdf.docinfo.CreationDate) == "D:20261123140000+00'00"

    def test_a_long_table_repeats_its_header_and_stays_readable(self, render):
        rows = "".join(f"<tr><td>Item {number}</td><td>{number}</td></tr>" for number in range(60))
        pdf = render(
            '<table class="long"><thead><tr><th scope="col">What</th><th scope="col">How many</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
        assert faults_in(pdf) == []
        assert text_of(pdf).count("What How many") == 3

    def test_symbols_that_no_font_can_draw_are_put_into_words(self, render):
        pdf = render("<p>Chess \N{PARTY POPPER}\ue000 tick \N{CHECK MARK}</p>")
        assert "Chess (party popper) tick" in text_of(pdf)
        assert faults_in(pdf) == []

    def test_works_without_our_own_font(self, render, settings, tmp_path):
        copytree(settings.BASE_DIR / "static/pdf", tmp_path / "pdf")
        settings.STATICFILES_DIRS = [tmp_path]
        pdf = render("<p>Cŵn £12.50</p>")
        assert "Cŵn £12.50" in text_of(pdf)
        assert faults_in(pdf) == []


class TestUnableToRenderPdf:
    @pytest.mark.parametrize(
        ("broken", "fault"),
        [
            (SAMPLE.replace("Gym agreement{% endblock %}", " {% endblock %}"), "no title"),
            (SAMPLE.replace('alt="Two people lifting a weight"', ""), "no required alt description"),
            (SAMPLE.replace('alt="Two people lifting a weight"', 'alt=""'), "no required alt description"),
            (SAMPLE.replace("image:crest", "image:other"), "Failed to load image"),
            (SAMPLE.replace("/pools/gym/", "#nowhere"), "nowhere"),
        ],
    )
    def test_refuses_what_somebody_could_not_read(self, templates, render, broken, fault):
        templates["sample.html"] = broken
        with pytest.raises(UnableToRenderPdf, match="could not make this document") as refusal:
            render()
        assert any(fault in line for line in refusal.value.faults), refusal.value.faults

    def test_refuses_a_document_without_a_language(self, templates, now):
        templates["page.html"] = "<!doctype html><title>A page</title><h1>A page</h1>"
        with pytest.raises(UnableToRenderPdf) as refusal:
            render_pdf("page.html", {}, now=now)
        assert "The document has no language." in refusal.value.faults

    def test_refuses_letters_that_no_font_can_draw(self, render):
        with pytest.raises(UnableToRenderPdf) as refusal:
            render("<p>\N{LINEAR B SYLLABLE B008 A}</p>")
        assert refusal.value.faults == (r"No font can draw '\U00010000'.",)

    def test_refuses_a_link_that_leads_nowhere(self, render):
        with pytest.raises(UnableToRenderPdf) as refusal:
            render(base_url=None)
        assert refusal.value.faults == ("A link to 'pools/gym/' leads nowhere without a base_url.",)

    @pytest.mark.parametrize(
        "source",
        [
            "http://127.0.0.1:{port}/",
            "https://127.0.0.1:{port}/",
            "ftp://127.0.0.1:{port}/",
            "//127.0.0.1:{port}/picture.png",
            "file://{folder}/kit.svg",
            "/static/../kit.svg",
            "/static/%2e%2e/kit.svg",
            "/media/kit.svg",
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'/%3E",
        ],
    )
    def test_fetches_nothing_but_static_files_and_given_images(self, render, source, tmp_path):
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0.05)
            address = source.format(port=server.getsockname()[1], folder=tmp_path)
            with pytest.raises(UnableToRenderPdf) as refusal:
                render(f'<img src="{address}" alt="A picture">')
            with pytest.raises(TimeoutError):
                server.accept()
        assert refusal.value.faults[0].startswith("Failed to load image")

    def test_fetches_nothing_for_a_picture_inside_a_picture(self, render, tmp_path):
        trojan = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
            f'<image href="file://{tmp_path}/kit.svg" width="8" height="8"/></svg>'
        )
        with pytest.raises(UnableToRenderPdf):
            render('<img src="image:trojan" alt="A picture">', images={"trojan": trojan.encode()})

    def test_hears_its_own_faults_only(self, render):
        def good() -> bytes:
            return render("<p>Good.</p>")

        def noisy() -> None:
            for _turn in range(2000):
                logging.getLogger("weasyprint").error("A fault of another document.")

        with ThreadPoolExecutor() as pool:
            noise = pool.submit(noisy)
            assert good().startswith(b"%PDF")
            noise.result()


class TestFaultsIn:
    """The judges themselves: each planted fault must be seen."""

    def test_language(self, render):
        assert faults_in(surgery(render(), lambda pdf: pdf.Root.__delitem__("/Lang")))

    def test_title(self, render):
        def operate(pdf: pikepdf.Pdf) -> None:
            with pdf.open_metadata() as metadata:
                del metadata["dc:title"]

        assert faults_in(surgery(render(), operate))

    def test_untagged(self, render):
        def operate(pdf: pikepdf.Pdf) -> None:
            del pdf.Root["/StructTreeRoot"]
            del pdf.Root["/MarkInfo"]

        assert faults_in(surgery(render(), operate))

    def test_emptied_tree(self, render):
        def operate(pdf: pikepdf.Pdf) -> None:
            (document,) = elements(pdf, "/Document")
            document.K = pikepdf.Array([])

        assert faults_in(surgery(render(), operate))

    def test_picture_without_description(self, render):
        def operate(pdf: pikepdf.Pdf) -> None:
            (figure,) = elements(pdf, "/Figure")
            del figure["/Alt"]

        assert faults_in(surgery(render(), operate))

    def test_heading_skipped(self, render):
        def operate(pdf: pikepdf.Pdf) -> None:
            (heading,) = elements(pdf, "/H2")
            heading.S = pikepdf.Name.H3

        assert faults_in(surgery(render(), operate))

    def test_table_without_header_cells(self, templates, render):
        templates["sample.html"] = SAMPLE.replace("<th ", "<td ").replace("</th>", "</td>")
        assert faults_in(render())

    def test_surgery_alone_is_no_fault(self, render):
        assert faults_in(surgery(render(), lambda pdf: pdf.pages)) == []
