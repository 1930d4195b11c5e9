"""
Is this paper as we made it? Anybody may ask, without signing in.

The answer is about the paper only: never who is in it, nor what their pool is called. Nothing that is sent in is kept.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.models import Agreement, PoolDocument
from pools.queries.documents import agreement_with_fingerprint, document_with_fingerprint, is_newest
from portal.operations.refusal import Refusal
from portal.seal import Standing, UnableToSeal, read_seal, seal_material

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
# How people write a long number that they copy from paper.
_BETWEEN_THE_LETTERS: Final = re.compile(r"[\s:.-]")


class UnableToVerify(Refusal):
    """It is no PDF, too large or empty, or no fingerprint."""


class Answer(models.TextChoices):
    UNCHANGED = "unchanged", _("We made this paper, and nothing in it was changed")
    SAME_WORDS = "same_words", _("This is the fingerprint of the words of one of our agreements")
    CHANGED = "changed", _("This paper was changed after we sealed it")
    NOT_OURS = "not_ours", _("We did not make this paper")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """
    What we can say of a paper.

    :param sealed_at: when we sealed it, where that is known
    :param version: which version of an agreement it is; None where it is no agreement, or not one of this area
    :param is_newest: whether there is no later version
    :param is_self_made: whether the certificate is the portal's own, so that no authority vouches for it
    """

    answer: Answer
    sealed_at: datetime | None = None
    version: int | None = None
    is_newest: bool | None = None
    is_self_made: bool = False


def verify_file(*, upload: "UploadedFile[bytes]") -> Verdict:
    """
    Say whether a file is a paper of ours, and whether it is as it was.

    :raises UnableToVerify: too large, empty, no PDF, or this portal has no seal to judge by
    """
    if (upload.size or 0) > settings.MAX_STORED_FILE_BYTES:
        megabytes = settings.MAX_STORED_FILE_BYTES // 1024**2
        raise UnableToVerify(_("This file is too large. Please choose one under %d MB.") % megabytes, field="file")
    content = upload.read()
    if not content.startswith(b"%PDF-"):
        raise UnableToVerify(_("This is not a PDF. Please choose the PDF that you got from us."), field="file")
    known = document_with_fingerprint(hashlib.sha256(content).hexdigest())
    if known is not None:
        return _about_paper(known)
    try:
        reading = read_seal(content)
    except UnableToSeal:
        message = _("Sorry, we cannot check files at the moment. Please try again later, or type the fingerprint.")
        raise UnableToVerify(message, field="file") from None
    match reading.standing:
        case Standing.INTACT:
            # Sealed by this portal, but not for this area: another area's pages know its version.
            return Verdict(answer=Answer.UNCHANGED, sealed_at=reading.sealed_at, is_self_made=_is_self_made())
        case Standing.BROKEN:
            return Verdict(answer=Answer.CHANGED)
        case Standing.NOT_OURS:
            return Verdict(answer=Answer.NOT_OURS)


def verify_fingerprint(*, fingerprint: str) -> Verdict:
    """
    Say what has this fingerprint: the file of a paper, or the words of an agreement, as its papers show it.

    :raises UnableToVerify: this is no SHA-256
    """
    sha256 = _BETWEEN_THE_LETTERS.sub("", fingerprint).lower()
    if not _FINGERPRINT.fullmatch(sha256):
        message = _("A fingerprint has 64 letters and figures: a to f and 0 to 9. Please look at it again.")
        raise UnableToVerify(message, field="fingerprint")
    document = document_with_fingerprint(sha256)
    if document is not None:
        return _about_paper(document)
    agreement = agreement_with_fingerprint(sha256)
    if agreement is not None:
        return _with_version(Verdict(answer=Answer.SAME_WORDS), agreement)
    return Verdict(answer=Answer.NOT_OURS)


def _about_paper(document: PoolDocument) -> Verdict:
    verdict = Verdict(answer=Answer.UNCHANGED, sealed_at=document.made_at, is_self_made=_is_self_made())
    return verdict if document.agreement is None else _with_version(verdict, document.agreement)


def _with_version(verdict: Verdict, agreement: Agreement) -> Verdict:
    return replace(verdict, version=agreement.version, is_newest=is_newest(agreement))


def _is_self_made() -> bool:
    try:
        return seal_material().is_self_made
    except UnableToSeal:
        return False
