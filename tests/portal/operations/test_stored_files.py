import hashlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from portal.models import Area, Profile, StoredFile
from portal.operations.stored_files import UnableToStoreFile, store_bytes, store_upload
from tests.factories.portal import MONDAY_AFTERNOON

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, kind)
    return content.getvalue()


def upload(content: bytes, name: str = "consent.pdf", claimed: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=claimed)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture("JPEG"), "image/jpeg")],
    ids=["PDF", "PNG", "JPEG"],
)
def test_store_upload_keeps_what_the_bytes_say(area: Area, member: Profile, content: bytes, kind: str) -> None:
    stored = store_upload(upload=upload(content, claimed="text/html"), by=member, now=MONDAY_AFTERNOON)

    stored.refresh_from_db()
    assert (stored.content_type, bytes(stored.content), stored.size) == (kind, content, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.stored_by, stored.stored_at) == (member, MONDAY_AFTERNOON)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00 a program",
        b"%PDF-1.7 that has no end",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture("GIF"),
        picture("PNG")[:20],
        b"\xff\xd8\xff\xe0 no picture",
    ],
    ids=["page", "program", "half a PDF", "SVG", "GIF", "half a PNG", "no JPEG"],
)
def test_store_upload_refuses_what_is_no_pdf_nor_picture(area: Area, member: Profile, content: bytes) -> None:
    with pytest.raises(UnableToStoreFile, match=r"Please send a PDF, or a picture \(PNG or JPEG\)\.") as refused:
        store_upload(upload=upload(content), by=member, now=MONDAY_AFTERNOON)

    assert refused.value.field == "file"
    assert not StoredFile.objects.exists()


def test_store_upload_refuses_nothing_at_all(area: Area, member: Profile) -> None:
    with pytest.raises(UnableToStoreFile, match="This file is empty"):
        store_upload(upload=upload(b""), by=member, now=MONDAY_AFTERNOON)


def test_store_upload_refuses_too_much(area: Area, member: Profile, settings: object) -> None:
    settings.MAX_STORED_FILE_BYTES = 2 * 1024 * 1024

    with pytest.raises(UnableToStoreFile, match="Please choose one under 2 MB"):
        store_upload(upload=upload(PDF + b" " * 2_100_000), by=member, now=MONDAY_AFTERNOON)

    assert not StoredFile.objects.exists()


def test_store_upload_keeps_the_end_of_a_long_name(area: Area, member: Profile) -> None:
    stored = store_upload(upload=upload(PDF, name="x" * 250 + ".pdf"), by=member, now=MONDAY_AFTERNOON)

    assert len(stored.name) <= 200
    assert stored.name.endswith(".pdf")


def test_a_stored_file_is_never_changed_nor_deleted(area: Area) -> None:
    stored = store_bytes(name="a.pdf", content=PDF, content_type="application/pdf", by=None, now=MONDAY_AFTERNOON)

    for statement in ("UPDATE portal_storedfile SET name = 'b.pdf'", "DELETE FROM portal_storedfile"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert StoredFile.objects.get() == stored
