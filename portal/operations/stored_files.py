"""Keeping files that people send us."""

import hashlib
import re
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.models import Profile, StoredFile
from portal.operations.refusal import Refusal

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Many telephones write JPEGs with a second, smaller picture inside: Pillow calls these MPO.
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
SUFFIXES = {PDF: (".pdf",), WORD: (".docx",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}
MOST_PIXELS = 60_000_000

# What a Word document says of itself, in a part that is small in every honest one.
WORD_PART = "word/document.xml"
WORD_CONTENTS = "[Content_Types].xml"
PLAIN_WORD = WORD.encode() + b".main+xml"
MOST_CONTENTS_BYTES = 1_000_000
# Programs, and things that run in another program: none of them is needed to read a paper.
PROGRAMS_IN_WORD = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/.*\.(bin|exe|doc|docm|xls|xlsm|ppt|pptm)$", re.IGNORECASE
)
FROM_ELSEWHERE = re.compile(rb"target\s*=\s*[\"']\s*(https?:|ftp:|\\\\|file:/*\\)", re.IGNORECASE)


class UnableToStoreFile(Refusal):
    """The file is too large, empty, or not of a kind that we keep."""


def store_upload(*, upload: "UploadedFile[bytes]", by: Profile, now: datetime, takes_word: bool = False) -> StoredFile:
    """
    Keep a PDF or a picture that a person sent. What it is, its bytes say; its name and its claims count for nothing.

    A picture is kept without what the camera wrote beside it, such as the place where it was taken.

    :param takes_word: a Word document without a program in it is welcome too
    :raises UnableToStoreFile: empty, over the limit, with a program in it, or of no such kind
    """
    if (upload.size or 0) > settings.MAX_STORED_FILE_BYTES:
        megabytes = settings.MAX_STORED_FILE_BYTES // 1024**2
        raise UnableToStoreFile(_("This file is too large. Please choose one under %d MB.") % megabytes, field="file")
    content = upload.read()
    if not content:
        raise UnableToStoreFile(_("This file is empty. Please choose another."), field="file")
    kind = _document_kind(content, takes_word=takes_word)
    if kind is None:
        content, kind = _picture_alone(content, takes_word=takes_word)
    return store_bytes(name=_named(upload.name or "file", kind), content=content, content_type=kind, by=by, now=now)


def store_bytes(*, name: str, content: bytes, content_type: str, by: Profile | None, now: datetime) -> StoredFile:
    """Keep bytes that the portal made itself, such as an agreement's PDF."""
    return StoredFile.objects.create(
        name=name[-200:],
        content=content,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_by=by,
        stored_at=now,
    )


def _document_kind(content: bytes, *, takes_word: bool) -> str | None:
    """PDF, or Word where that is welcome; None for everything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    return WORD if takes_word and content.startswith(b"PK\x03\x04") and _is_word(content) else None


def _is_word(content: bytes) -> bool:
    """
    Whether this is a Word document.

    :raises UnableToStoreFile: it is one, with a program in it or with a template that it would fetch from elsewhere
    """
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = parts.namelist()
            if WORD_PART not in names or parts.getinfo(WORD_CONTENTS).file_size > MOST_CONTENTS_BYTES:
                return False
            contents = parts.read(WORD_CONTENTS)
            fetches = any(
                _fetches_template(parts, name) for name in names if name.lower().endswith("settings.xml.rels")
            )
    except (BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False
    if b"macroenabled" in contents.lower() or fetches or any(PROGRAMS_IN_WORD.search(name) for name in names):
        message = _("This file has a program in it. Save it as a PDF, or as a .docx without macros, and send that.")
        raise UnableToStoreFile(message, field="file")
    return PLAIN_WORD in contents


def _fetches_template(parts: ZipFile, name: str) -> bool:
    """A template from elsewhere can bring a program that the document itself does not have."""
    return parts.getinfo(name).file_size > MOST_CONTENTS_BYTES or bool(FROM_ELSEWHERE.search(parts.read(name)))


def _picture_alone(content: bytes, *, takes_word: bool) -> tuple[bytes, str]:
    """The picture as people see it, drawn anew: turned the right way up, and with nothing beside its colours."""
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            kind = PICTURES[picture.format or ""]
            if picture.width * picture.height > MOST_PIXELS:
                raise UnableToStoreFile(_("This picture is too large. Please send a smaller one."), field="file")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, KeyError, ValueError, Image.DecompressionBombError):
        raise UnableToStoreFile(_unreadable(takes_word=takes_word), field="file") from None
    upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
    drawn = BytesIO()
    upright.save(drawn, "PNG" if kind == PICTURES["PNG"] else "JPEG", quality=90)
    return drawn.getvalue(), kind


def _unreadable(*, takes_word: bool) -> str:
    sentence = _("We could not read this file. Please send a PDF, or a picture (PNG or JPEG).")
    return f"{sentence} {_('A Word document (.docx) is fine too.')}" if takes_word else str(sentence)


def _named(name: str, kind: str) -> str:
    """A name that ends as the bytes are, so that nothing opens it as something else."""
    return name if name.lower().endswith(SUFFIXES[kind]) else f"{PurePath(name).stem or 'file'}{SUFFIXES[kind][0]}"
