from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Area, ConductAcceptance, ConductGuidelines, Profile
from portal.operations.conduct import publish_guidelines
from tests.factories.portal import MONDAY_AFTERNOON, make_host

AGREE = "/guidelines/agree/"


@pytest.fixture
def host(area: Area) -> Profile:
    return make_host("Hana")


@pytest.fixture
def guidelines(host: Profile) -> ConductGuidelines:
    return publish_guidelines(
        text="Be kind.\n\nLet <b>everybody</b> speak.", easy_text="Be kind.", by=host, now=MONDAY_AFTERNOON
    )


def test_every_page_asks_for_agreement_first_and_remembers_where_one_was_going(
    guidelines: ConductGuidelines, member: Profile, browse: Callable[..., Client]
) -> None:
    answer = browse(member).get("/profile/times/")

    assert answer.headers["Location"] == "/guidelines/agree/?next=/profile/times/"


def test_agreeing_leads_on_and_is_recorded(
    guidelines: ConductGuidelines, member: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(member)

    answer = client.post(AGREE, {"version": 1, "agree": "on", "next": "/profile/times/"})

    assert answer.headers["Location"] == "/profile/times/"
    assert ConductAcceptance.objects.get().profile == member
    assert client.get("/profile/times/").status_code == 200


def test_without_the_tick_nothing_is_agreed_to(
    guidelines: ConductGuidelines, member: Profile, browse: Callable[..., Client]
) -> None:
    answer = browse(member).post(AGREE, {"version": 1, "next": "/profile/times/"})

    assert "Tick the box if you agree." in answer.content.decode()
    assert 'name="next" value="/profile/times/"' in answer.content.decode()
    assert not ConductAcceptance.objects.exists()


def test_agreeing_to_older_guidelines_shows_the_newer_ones(
    guidelines: ConductGuidelines, host: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(member)
    publish_guidelines(text="Be kind, always.", easy_text="Be kind.", by=host, now=MONDAY_AFTERNOON)

    answer = client.post(AGREE, {"version": 1, "agree": "on"}, follow=True)

    page = answer.content.decode()
    assert "The guidelines have just changed." in page
    assert "Be kind, always." in page
    assert not ConductAcceptance.objects.exists()


def test_guidelines_are_shown_line_by_line_and_escaped(guidelines: ConductGuidelines) -> None:
    page = Client(HTTP_HOST="oxfordshire.localhost").get("/guidelines/").content.decode()

    assert page.count("<li>Be kind.</li>") == 1
    assert "Let &lt;b&gt;everybody&lt;/b&gt; speak." in page


def test_no_guidelines_yet_is_said(area: Area) -> None:
    assert "no guidelines here yet" in Client(HTTP_HOST="oxfordshire.localhost").get("/guidelines/").content.decode()


def test_the_host_publishes_a_new_version_and_is_asked_to_agree_too(
    host: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(host)

    answer = client.post("/guidelines/new/", {"text": "Be kind.", "easy_text": "Be kind."})

    assert answer.headers["Location"] == "/guidelines/"
    assert ConductGuidelines.objects.get().version == 1
    assert client.get("/profile/").headers["Location"] == "/guidelines/agree/?next=/profile/"


def test_publishing_the_same_words_is_refused_beside_the_field(
    guidelines: ConductGuidelines, host: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(host)
    client.post(AGREE, {"version": 1, "agree": "on"})

    answer = client.post("/guidelines/new/", {"text": guidelines.text, "easy_text": "Be kind."})

    page = answer.content.decode()
    assert "You have not changed anything yet." in page
    assert 'id="id_text_error"' in page
    assert ConductGuidelines.objects.count() == 1


def test_guidelines_that_are_too_long_lose_nothing(host: Profile, browse: Callable[..., Client]) -> None:
    answer = browse(host).post("/guidelines/new/", {"text": "kind " * 3_000, "easy_text": "Be kind."})

    assert answer.status_code == 200
    assert "kind " * 2_000 in answer.content.decode()
    assert not ConductGuidelines.objects.exists()
