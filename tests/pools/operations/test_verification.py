import random
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from pools.models import PoolDocument
from pools.operations.verification import Answer, UnableToVerify, Verdict, verify_file, verify_fingerprint
from portal.areas.context import area_context
from portal.models import Area, StoredFile
from tests.factories.agreements import make_gym, make_made_agreement, make_newer_version
from tests.factories.peers import SMALL_PDF


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", content)


@pytest.fixture
def made(area: Area) -> PoolDocument:
    return make_made_agreement(make_gym())[1]


def content_of(document: PoolDocument) -> bytes:
    return bytes(document.file.content)


class TestVerifyFile:
    def test_as_we_made_it(self, made: PoolDocument):
        assert verify_file(upload=upload(content_of(made))) == Verdict(
            answer=Answer.UNCHANGED, sealed_at=made.made_at, version=1, is_newest=True, is_self_made=True
        )

    def test_there_is_a_newer_version(self, made: PoolDocument, now: datetime):
        make_newer_version(made.pool, now=now + timedelta(days=1))

        verdict = verify_file(upload=upload(content_of(made)))

        assert (verdict.answer, verdict.version, verdict.is_newest) == (Answer.UNCHANGED, 1, False)

    def test_no_byte_can_change(self, made: PoolDocument):
        content, chance = content_of(made), random.Random(11)
        for _turn in range(40):
            # What no longer begins as a PDF is told so.
            place = chance.randrange(5, len(content))
            changed = content[:place] + bytes([content[place] ^ chance.randrange(1, 256)]) + content[place + 1 :]
            assert verify_file(upload=upload(changed)) == Verdict(answer=Answer.CHANGED), place

    def test_somebody_elses_pdf(self, made: PoolDocument):
        assert verify_file(upload=upload(SMALL_PDF)) == Verdict(answer=Answer.NOT_OURS)

    def test_another_areas_paper_is_ours_and_no_more_is_said(self, oxfordshire: Area, knowsley: Area):
        with area_context(oxfordshire.pk):
            made = make_made_agreement(make_gym())[1]
            content = content_of(made)
        with area_context(knowsley.pk):
            verdict = verify_file(upload=upload(content))

        assert verdict == Verdict(answer=Answer.UNCHANGED, sealed_at=made.made_at, is_self_made=True)

    def test_nothing_is_kept(self, made: PoolDocument):
        before = StoredFile.objects.count()

        verify_file(upload=upload(content_of(made)))
        verify_file(upload=upload(SMALL_PDF))

        assert StoredFile.objects.count() == before

    @pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG"])
    def test_no_pdf(self, area: Area, content: bytes):
        with pytest.raises(UnableToVerify, match="This is not a PDF") as refusal:
            verify_file(upload=upload(content))
        assert refusal.value.field == "file"

    def test_too_large(self, area: Area, settings: Settings):
        settings.MAX_STORED_FILE_BYTES = 2 * 1024**2
        with pytest.raises(UnableToVerify, match="choose one under 2 MB"):
            verify_file(upload=upload(b"%PDF-" + b" " * settings.MAX_STORED_FILE_BYTES))

    def test_a_portal_without_a_seal(self, made: PoolDocument, settings: Settings):
        settings.SEAL_CERTIFICATE = ""

        assert verify_file(upload=upload(content_of(made))).answer == Answer.UNCHANGED
        with pytest.raises(UnableToVerify, match="cannot check files at the moment"):
            verify_file(upload=upload(SMALL_PDF))


class TestVerifyFingerprint:
    def test_of_a_file(self, made: PoolDocument):
        assert verify_fingerprint(fingerprint=made.file.sha256) == Verdict(
            answer=Answer.UNCHANGED, sealed_at=made.made_at, version=1, is_newest=True, is_self_made=True
        )

    def test_of_the_words_as_people_copy_them(self, made: PoolDocument):
        sha256 = made.agreement.sha256.upper()
        copied = " ".join(sha256[place : place + 8] for place in range(0, 64, 8))

        assert verify_fingerprint(fingerprint=f" {copied}\n") == Verdict(
            answer=Answer.SAME_WORDS, version=1, is_newest=True
        )

    def test_of_nothing_of_ours(self, made: PoolDocument):
        assert verify_fingerprint(fingerprint="0" * 64) == Verdict(answer=Answer.NOT_OURS)

    def test_of_another_areas_paper(self, oxfordshire: Area, knowsley: Area):
        with area_context(oxfordshire.pk):
            sha256 = make_made_agreement(make_gym())[1].file.sha256
        with area_context(knowsley.pk):
            assert verify_fingerprint(fingerprint=sha256) == Verdict(answer=Answer.NOT_OURS)

    @pytest.mark.parametrize("typed", ["abc", "g" * 64, "0" * 65])
    def test_no_fingerprint(self, area: Area, typed: str):
        with pytest.raises(UnableToVerify, match="64 letters and figures") as refusal:
            verify_fingerprint(fingerprint=typed)
        assert refusal.value.field == "fingerprint"
