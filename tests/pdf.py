"""What two judges say of a PDF, and what it says itself."""

from io import BytesIO
from tempfile import NamedTemporaryFile

import outloud
import page
from pypdf import PdfReader


def faults_in(pdf: bytes) -> list[str]:
    """
    List what would keep somebody from reading it; nothing for a good one.

    `page` goes through PDF/UA-1 clause by clause, `outloud` reads as a screen reader would. Each misses faults that
    the other finds.
    """
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        result = outloud.check(file.name)
    return [
        *(f"{failure.rule_id}: {failure.message}" for failure in report.failures),
        *(f"{finding.rule}: {finding.message}" for finding in result.findings if finding.severity == "error"),
        *([result.error] if result.error else []),
    ]


def text_of(pdf: bytes) -> str:
    """All its words, in one line."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages).split())
