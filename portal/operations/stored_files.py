"""Keeping files that people send us."""

import hashlib
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from portal.models import Profile, StoredFile
from portal.operations.refusal import Refusal

PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg"}


class UnableToStoreFile(Refusal):
    """The file is too large, empty, or not of a kind that we keep."""


def store_upload(*, upload: "UploadedFile[bytes]", by: Profile, now: datetime) -> StoredFile:
    """
    Keep a PDF or a picture that a person sent. What it is, its bytes say; its name and its claims count for nothing.

    :raises UnableToStoreFile: empty, over the limit, or neither PDF, PNG nor JPEG
    """
    if (upload.size or 0) > settings.MAX_STORED_FILE_BYTES:
        megabytes = settings.MAX_STORED_FILE_BYTES // 1024**2
        raise UnableToStoreFile(_("This file is too large. Please choose one under %d MB.") % megabytes, field="file")
    content = upload.read()
    if not content:
        raise UnableToStoreFile(_("This file is empty. Please choose another."), field="file")
    return store_bytes(name=upload.name or "file", content=content, content_type=_kind_of(content), by=by, now=now)


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


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf"
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as picture:
            picture.verify()
            return PICTURES[picture.format or ""]
    except (UnidentifiedImageError, OSError, SyntaxError, KeyError, Image.DecompressionBombError):
        message = _("We could not read this file. Please send a PDF, or a picture (PNG or JPEG).")
        raise UnableToStoreFile(message, field="file") from None
