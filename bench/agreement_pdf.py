"""Agreement: how long does a worker need for a paper that everybody can read, and that nobody can change unseen?"""

from collections.abc import Callable

from django.template.loader import render_to_string
from weasyprint import HTML

from bench.figure import Figure, times_slower
from pools.models import PoolDocument
from pools.operations import documents
from pools.operations.document_kinds import KINDS
from portal.areas.context import area_context
from portal.pdf import _OurFiles
from portal.seal import seal_pdf
from tests.factories.agreements import NOW, make_chef, make_signed_agreement
from tests.factories.portal import make_area

SITE = "http://wiltshire.localhost/"


def measure() -> Figure:
    """
    Time the signed agreement of seven people, from its rows to the sealed file, against WeasyPrint alone, which is
    given the finished HTML and makes the same tagged PDF of it.

    What is between the two is ours: the rows, the template, the listening for faults, and the seal.
    """
    with area_context(make_area("wiltshire", "Wiltshire").pk):
        document = make_signed_agreement(make_chef())[1]
        drawn = documents.render_document(document)
        bare = bare_weasyprint(document)
        if len(bare()) < len(drawn) * 0.9:
            raise AssertionError("WeasyPrint alone makes another paper.")
        render_only = times_slower(lambda: documents.render_document(document), than=bare)
        sealed = times_slower(lambda: seal_pdf(documents.render_document(document), words="Sealed", now=NOW), than=bare)
    detail = f"a sealed agreement of 7 people, against bare WeasyPrint; without the seal {render_only:.2f}"
    return Figure(name="agreement pdf", ratio=sealed, goal=1.3, detail=detail)


def bare_weasyprint(document: PoolDocument) -> Callable[[], bytes]:
    """WeasyPrint without us: the finished HTML in, a tagged PDF out."""
    html = render_to_string(KINDS[document.kind].template, documents.context_of(document))
    files = _OurFiles(site=SITE, images={})

    def draw() -> bytes:
        return bytes(HTML(string=html, base_url=SITE, url_fetcher=files).write_pdf(pdf_variant="pdf/ua-1"))

    return draw
