from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peers.models import Group, Paper, PaperKind
from peers.operations import paper as paper_module
from peers.operations.paper import add_paper
from portal.models import AuditEvent, Notification, Profile, StoredFile
from portal.operations.stored_files import UnableToStoreFile
from tests.factories.peers import SMALL_PDF, make_group


@pytest.fixture
def group(member: Profile) -> Group:
    return make_group("SPUG", organiser=member, is_closed=True)


def add(group: Group, by: Profile, now: datetime, content: bytes = SMALL_PDF) -> Paper:
    return add_paper(
        group=group,
        kind=PaperKind.MINUTES,
        title="Minutes",
        date=date(2026, 10, 5),
        upload=SimpleUploadedFile("minutes.pdf", content),
        by=by,
        now=now,
    )


def test_add_paper_keeps_the_file_and_tells_nobody(group: Group, member: Profile, now: datetime) -> None:
    paper = add(group, member, now)

    assert bytes(paper.file.content) == SMALL_PDF
    assert AuditEvent.objects.get().detail == {}
    assert not Notification.objects.exists()


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<html>%PDF-", b"MZ\x90"])
def test_add_paper_refuses_what_is_no_pdf_or_picture(
    group: Group, member: Profile, now: datetime, content: bytes
) -> None:
    with pytest.raises(UnableToStoreFile) as refusal:
        add(group, member, now, content)

    assert refusal.value.field == "file"
    assert not Paper.objects.exists()


def test_add_paper_sabotaged_leaves_no_file_behind(
    group: Group, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(paper_module, "record", break_down)

    with pytest.raises(OSError, match="sabotage"):
        add(group, member, now)

    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()
