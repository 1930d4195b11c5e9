import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from portal.models import Area, Profile, StoredFile
from portal.operations.stored_files import WORD, UnableToStoreFile, store_bytes, store_upload
from tests.factories.portal import MONDAY_AFTERNOON

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def picture(kind: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, kind)
    return content.getvalue()


def pixels(content: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(BytesIO(content)) as image:
        return image.size, image.convert("RGB").tobytes()


def from_a_telephone(kind: str, *, turned: bool = False) -> bytes:
    """A picture, four wide and two high, that tells where and by whom it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Acme Telephones"
    exif[ExifTags.Base.Artist] = "Peter of Banbury"
    if turned:
        exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (52.0, 3.0, 36.0),
        ExifTags.GPS.GPSLongitudeRef: "W",
        ExifTags.GPS.GPSLongitude: (1.0, 20.0, 24.0),
    }
    more = {"comment": b"At home"} if kind == "JPEG" else {"pnginfo": PngInfo()}
    if kind == "PNG":
        more["pnginfo"].add_text("Comment", "At home")
    if kind == "MPO":
        more = {"save_all": True, "append_images": [Image.new("RGB", (4, 2), "blue")]}
    content = BytesIO()
    Image.new("RGB", (4, 2), "red").save(content, kind, exif=exif, **more)
    return content.getvalue()


def word(*, main: str = WORD, **parts: bytes) -> bytes:
    """A Word document with these parts besides; `__` stands for a slash and `_dot_` for a dot."""
    content = BytesIO()
    with ZipFile(content, "w") as document:
        document.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}.main+xml"/></Types>')
        document.writestr("word/document.xml", "<w:document/>")
        for name, part in parts.items():
            document.writestr(name.replace("__", "/").replace("_dot_", "."), part)
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
    kept = bytes(stored.content)
    assert (stored.content_type, stored.size) == (kind, len(kept))
    assert kept == content if kind == "application/pdf" else pixels(kept) == pixels(content)
    assert stored.sha256 == hashlib.sha256(kept).hexdigest()
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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "MPO"])
def test_a_picture_does_not_tell_where_it_was_taken(area: Area, member: Profile, kind: str) -> None:
    taken = from_a_telephone(kind)
    with Image.open(BytesIO(taken)) as image:
        assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert b"Acme Telephones" in taken

    stored = store_upload(upload=upload(taken), by=member, now=MONDAY_AFTERNOON)

    kept = bytes(stored.content)
    with Image.open(BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert image.format == ("PNG" if kind == "PNG" else "JPEG")
    assert [word for word in (b"Acme", b"Banbury", b"At home", b"Exif", b"eXIf") if word in kept] == []
    assert pixels(kept)[0] == (4, 2)


def test_a_picture_taken_sideways_is_turned_before_it_forgets(area: Area, member: Profile) -> None:
    stored = store_upload(upload=upload(from_a_telephone("JPEG", turned=True)), by=member, now=MONDAY_AFTERNOON)

    assert pixels(bytes(stored.content))[0] == (2, 4)


def test_a_picture_keeps_what_can_be_seen_through(area: Area, member: Profile) -> None:
    content = BytesIO()
    Image.new("RGBA", (2, 2), (255, 0, 0, 10)).save(content, "PNG")

    stored = store_upload(upload=upload(content.getvalue()), by=member, now=MONDAY_AFTERNOON)

    with Image.open(BytesIO(bytes(stored.content))) as image:
        assert image.getpixel((0, 0)) == (255, 0, 0, 10)


def test_store_upload_refuses_a_picture_with_too_many_dots(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.operations.stored_files.MOST_PIXELS", 3)

    with pytest.raises(UnableToStoreFile, match="Please send a smaller one"):
        store_upload(upload=upload(picture("PNG")), by=member, now=MONDAY_AFTERNOON)


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "minutes.exe", "minutes.pdf"),
        (PDF, "Minutes.PDF", "Minutes.PDF"),
        (PDF, "file", "file.pdf"),
        (picture("JPEG"), "us.jpeg", "us.jpeg"),
        (picture("PNG"), "us.jpg", "us.png"),
    ],
)
def test_the_name_ends_as_the_bytes_are(area: Area, member: Profile, content: bytes, name: str, kept: str) -> None:
    assert store_upload(upload=upload(content, name), by=member, now=MONDAY_AFTERNOON).name == kept


def test_a_word_document_is_kept_where_it_is_welcome(area: Area, member: Profile) -> None:
    content = word(word___rels__settings_dot_xml_dot_rels=b'<Relationship Target="file:///C:/House.dotx"/>')

    stored = store_upload(upload=upload(content, "a.docx"), by=member, now=MONDAY_AFTERNOON, takes_word=True)

    assert (stored.content_type, stored.name, bytes(stored.content)) == (WORD, "a.docx", content)


def test_a_word_document_is_refused_elsewhere(area: Area, member: Profile) -> None:
    with pytest.raises(UnableToStoreFile, match="We could not read this file"):
        store_upload(upload=upload(word()), by=member, now=MONDAY_AFTERNOON)


@pytest.mark.parametrize(
    "content",
    [
        word(word__vbaProject_dot_bin=b"x"),
        word(main="application/vnd.ms-word.document.macroEnabled"),
        word(word__activeX__activeX1_dot_xml=b"x"),
        word(word__embeddings__oleObject1_dot_bin=b"x"),
        word(word___rels__settings_dot_xml_dot_rels=b'<Relationship Target="https://example.org/evil.dotm"/>'),
        word(word___rels__settings_dot_xml_dot_rels=b'<Relationship Target="\\\\host\\evil.dotm"/>'),
    ],
    ids=["macro", "may have macros", "ActiveX", "a thing inside", "a template on the web", "a template in the network"],
)
def test_store_upload_refuses_a_word_document_with_a_program(area: Area, member: Profile, content: bytes) -> None:
    with pytest.raises(UnableToStoreFile, match="This file has a program in it"):
        store_upload(upload=upload(content, "a.docx"), by=member, now=MONDAY_AFTERNOON, takes_word=True)

    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        word()[:40],
        b"PK\x03\x04 no archive",
        word(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
    ids=["half", "no archive", "another kind"],
)
def test_store_upload_refuses_what_only_looks_like_word(area: Area, member: Profile, content: bytes) -> None:
    with pytest.raises(UnableToStoreFile, match=r"A Word document \(\.docx\) is fine too"):
        store_upload(upload=upload(content, "a.docx"), by=member, now=MONDAY_AFTERNOON, takes_word=True)
