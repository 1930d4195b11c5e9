"""Checking a paper: by anybody, and without a word about the people in it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pools.models import PoolDocument
from portal.models import Area
from tests.factories.agreements import make_gym, make_made_agreement, make_newer_version
from tests.factories.peers import SMALL_PDF
from tests.factories.portal import make_commissioner

Browse = Callable[..., Client]


@pytest.fixture
def made(area: Area) -> PoolDocument:
    return make_made_agreement(make_gym())[1]


@pytest.fixture
def stranger(browse: Browse, area: Area) -> Client:
    return browse(None, area=area)


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", content, content_type="application/pdf")


def content_of(document: PoolDocument) -> bytes:
    return bytes(document.file.content)


ADDRESS = "/verify/"
API = "/api/v1/verify/"


@pytest.mark.parametrize("easy", [0, 1])
def test_a_paper_that_is_as_we_made_it(stranger: Client, made: PoolDocument, easy: int):
    text = stranger.post(f"{ADDRESS}?easy={easy}", {"file": file(content_of(made))}).text

    assert "This paper is as we made it" in text
    assert "We sealed it on 23 November 2026." in text
    assert "It is an agreement, version 1. There is no newer version." in text
    assert "certificate is this portal’s own" in text


def test_nobody_in_it_is_named(stranger: Client, made: PoolDocument):
    text = stranger.post(ADDRESS, {"file": file(content_of(made))}).text

    assert [word for word in ("Alan", "Barry", "Colin", "A gym at home", "895") if word in text] == []


def test_there_is_a_newer_version(stranger: Client, made: PoolDocument, now: datetime):
    make_newer_version(made.pool, now=now + timedelta(days=1))

    assert "version 1. There is a newer version." in stranger.post(ADDRESS, {"file": file(content_of(made))}).text


def test_a_paper_that_was_changed(stranger: Client, made: PoolDocument):
    text = stranger.post(ADDRESS, {"file": file(content_of(made) + b" ")}).text

    assert "This paper is not as we made it" in text
    assert "version" not in text


def test_a_paper_that_is_not_ours(stranger: Client, made: PoolDocument):
    assert "We do not know this paper" in stranger.post(ADDRESS, {"file": file(SMALL_PDF)}).text


def test_the_fingerprint_of_its_words(stranger: Client, made: PoolDocument):
    text = stranger.post(ADDRESS, {"fingerprint": made.agreement.sha256}).text

    assert "These are the words of one of our agreements" in text
    assert "version 1" in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Please choose the PDF, or type its fingerprint."),
        ({"fingerprint": "abc"}, "A fingerprint has 64 letters and figures"),
        ({"file": file(b"hello")}, "This is not a PDF."),
        ({"file": file(b"")}, "This is not a PDF."),
        ({"file": file(SMALL_PDF), "fingerprint": "0" * 64}, "Please give one of the two"),
    ],
)
def test_what_cannot_be_checked_is_told(stranger: Client, area: Area, given: dict[str, object], told: str):
    text = stranger.post(ADDRESS, given).text

    assert told in text
    assert str(given.get("fingerprint", "")) in text


def test_it_is_linked_from_every_page(stranger: Client, area: Area, browse: Browse):
    link = f'href="{reverse("pools:verify")}"'

    assert link in stranger.get("/").text
    assert link not in browse(make_commissioner("Carol")).get("/").text


class TestApi:
    def test_a_file(self, stranger: Client, made: PoolDocument):
        answer = stranger.post(API, {"file": file(content_of(made))}).json()

        assert answer == {
            "answer": "unchanged",
            "sealed_at": "2026-11-23T14:00:00Z",
            "version": 1,
            "is_newest": True,
            "is_self_made": True,
        }

    def test_a_fingerprint(self, stranger: Client, made: PoolDocument):
        answer = stranger.post(API, {"fingerprint": "0" * 64}, content_type="application/json").json()

        assert (answer["answer"], answer["version"]) == ("not_ours", None)

    def test_what_cannot_be_checked(self, stranger: Client, area: Area):
        assert stranger.post(API, {}).status_code == 400
        assert stranger.post(API, {"file": file(SMALL_PDF), "fingerprint": "0" * 64}).status_code == 400
        refused = stranger.post(API, {"file": file(b"hello")})
        assert (refused.status_code, "not a PDF" in refused.json()["detail"]) == (409, True)
