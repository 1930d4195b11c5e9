"""
PDF documents that everybody can read: tagged PDF/UA-1, or no PDF at all.

WeasyPrint only logs what a screen reader would miss, and fetches whatever a page names. Here a
fault raises, and the only files are our own static files and the images that were handed in.
"""

import logging
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from weasyprint import HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

IMAGE_SCHEME: Final = "image:"
# Stands in for the site's address where a document has no link to the site.
_NO_SITE: Final = "https://no-site.invalid/"
_MISSING_GLYPH: Final = ".notdef glyph"


class UnableToRenderPdf(Exception):
    """Raised for a document that some people could not read; `faults` says what is wrong with it."""

    def __init__(self, *faults: str) -> None:
        super().__init__(_("Sorry, we could not make this document."))
        self.faults = faults
        for fault in faults:
            self.add_note(fault)


def render_pdf(
    template: str,
    context: Mapping[str, object],
    *,
    now: datetime,
    base_url: str | None = None,
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """
    Render a template, which extends `pdf/base.html`, to a tagged PDF/UA-1 document.

    The same arguments give the same bytes (on a machine with the same fonts). Emoji and other
    symbols that no font can draw are put into words: "(birthday cake)".

    :param now: becomes the document's date of creation
    :param base_url: the area's address, which links to the site start from
    :param images: files that are not static ones; "crest" is shown by `<img src="image:crest">`
    :raises UnableToRenderPdf: no title or language, an image without a description, a file that
        is missing or not ours, a link that leads nowhere, or letters that no font can draw
    """
    site = base_url or _NO_SITE
    markup = render_to_string(template, dict(context))
    files = _OurFiles(site=site, images=images or {})
    pdf, undrawable = _typeset(markup, files=files, site=site, now=now)
    if undrawable:
        pdf, undrawable = _typeset(_in_words(markup, undrawable), files=files, site=site, now=now)
    if undrawable:
        raise UnableToRenderPdf(*(f"No font can draw {character!a}." for character in sorted(undrawable)))
    return pdf


def _typeset(markup: str, *, files: "_OurFiles", site: str, now: datetime) -> tuple[bytes, set[str]]:
    """Give the PDF, and the characters in it that no font could draw."""
    with _weasyprint_records() as records:
        document = HTML(string=markup, base_url=site, url_fetcher=files).render(font_config=FontConfiguration())
        document.metadata.created = now.isoformat(timespec="seconds")
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)
    faults = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    faults += _faults_that_weasyprint_passes_over(document)
    if faults:
        raise UnableToRenderPdf(*faults)
    return pdf, {
        str(record.args[0])
        for record in records
        if record.msg.startswith(_MISSING_GLYPH) and isinstance(record.args, tuple)
    }


def _faults_that_weasyprint_passes_over(document: Document) -> Iterator[str]:
    if not (document.metadata.title or "").strip():
        yield "The document has no title."
    if not (document.metadata.lang or "").strip():
        yield "The document has no language."
    for page in document.pages:
        for _kind, target, *_rest in page.links:
            if str(target).startswith(_NO_SITE):
                yield f"A link to {target.removeprefix(_NO_SITE)!r} leads nowhere without a base_url."


def _in_words(markup: str, undrawable: set[str]) -> str:
    """Replace symbols by their names in brackets; leave letters and figures, which have no other name."""
    words = {
        ord(character): f"({name.lower()})" if (name := unicodedata.name(character, "")) else ""
        for character in undrawable
        if unicodedata.category(character)[0] in "SC"
    }
    return markup.translate(words)


@contextmanager
def _weasyprint_records() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint logs in this thread; another thread may be rendering too."""
    records: list[logging.LogRecord] = []
    thread = threading.get_ident()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                records.append(record)

    collector = Collector(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)


class _OurFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens our static files and the images handed in. Nothing else exists: no network, no other file."""

    def __init__(self, *, site: str, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self.static_url = urljoin(site, settings.STATIC_URL)
        self.images = images

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # WeasyPrint's signature
        if url.startswith(IMAGE_SCHEME):
            return URLFetcherResponse(url, self.images[unquote(url.removeprefix(IMAGE_SCHEME))])
        if url.startswith(self.static_url):
            name = unquote(urlsplit(url.removeprefix(self.static_url)).path)
            content_type = guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, _static_file(name), {"Content-Type": content_type})
        raise PermissionError("A document may show only static files and images that were handed in.")


def _static_file(name: str) -> bytes:
    if source := finders.find(name):
        return Path(source).read_bytes()
    # A name with a hash in it exists only among the collected files.
    with staticfiles_storage.open(name) as collected:
        content: bytes = collected.read()
        return content
