"""A group's papers: minutes, dates, newsletters, and what to read before a meeting."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from peers.models import Group, Paper, PaperKind
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.stored_files import store_upload


@transaction.atomic
def add_paper(
    *,
    group: Group,
    kind: PaperKind,
    title: str,
    date: date,
    upload: "UploadedFile[bytes]",
    by: Profile,
    now: datetime,
) -> Paper:
    """
    Put a document where those who may read the group find it. Nobody is told, so that its title goes nowhere else.

    :raises UnableToStoreFile: too large, empty, with a program in it, or neither PDF, Word nor picture
    """
    file = store_upload(upload=upload, by=by, now=now, takes_word=True)
    paper = Paper.objects.create(group=group, kind=kind, title=title, date=date, file=file, added_by=by, added_at=now)
    record(by=by, action="add_paper", subject=paper, now=now)
    return paper
