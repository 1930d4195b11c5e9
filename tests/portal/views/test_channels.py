"""How somebody is told things, and the pages of those who post the letters and make the calls."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client

from portal.models import CallAttempt, Channel, CommunicationNeeds, Format, Letter, Notification, Profile
from portal.models.notification import NotificationState
from portal.queries import needs_of
from tests.factories.channels import HOME, MOBILE, choose, make_call_to, make_letter_to
from tests.factories.portal import make_champion, make_host, make_member, make_notification

Browse = Callable[..., Client]


@pytest.fixture
def host(member: Profile) -> Profile:
    return make_host("Hana")


@pytest.fixture
def champion(member: Profile) -> Profile:
    return make_champion("Chandra")


def test_choosing_a_letter_from_beginning_to_end(browse: Browse, member: Profile) -> None:
    client = browse(member)
    page = client.get("/profile/telling-you/").content.decode()
    assert "until you choose something else" in page

    answer = client.post("/profile/telling-you/how/", {"channel": "letter", **HOME}, follow=True)
    page = answer.content.decode()

    assert "Ms P. Example, Flat 4, 12 Sample Street, London, W8 0ZZ" in page
    assert "The host prints your letters and posts them." in page
    answer = client.post("/profile/telling-you/formats/", {"formats": ["easy_read"]}, follow=True)
    assert "Easy Read: short sentences with pictures" in answer.content.decode()
    assert "You have done 3 of 7 steps." in client.get("/profile/").content.decode()


def test_what_was_typed_is_kept_when_it_is_refused(browse: Browse, member: Profile) -> None:
    typed = {"channel": "letter", **HOME, "postcode": "London"}

    page = browse(member).post("/profile/telling-you/how/", typed)

    assert page.context["form"].errors == {"postcode": ["Give a whole postcode, such as W8 0ZZ."]}
    for words in ("Ms P. Example", "12 Sample Street", "London"):
        assert words in page.content.decode()
    assert not CommunicationNeeds.objects.exists()


def test_a_language_without_a_name_is_asked_for(browse: Browse, member: Profile) -> None:
    page = browse(member).post("/profile/telling-you/formats/", {"formats": ["other_language"]})

    assert page.context["form"].errors == {"language": ["Say which language is best for you."]}


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel.TEXT, "The company that carries the text gets your number"),
        (Channel.PHONE, "You, the champions and the host of this area."),
        (Channel.EMAIL, "<p>Only you.</p>"),
    ],
)
def test_the_page_says_who_may_know(browse: Browse, member: Profile, channel: Channel, words: str) -> None:
    choose(member, channel)

    for easy in ("0", "1"):
        assert words in browse(member).get("/profile/telling-you/", {"easy": easy}).content.decode()


def test_after_a_year_the_step_is_open_again(browse: Browse, member: Profile) -> None:
    choose(member, Channel.PHONE)
    CommunicationNeeds.objects.update(reviewed_on="2020-01-01")
    client = browse(member)
    assert "Is this still right?" in client.get("/profile/telling-you/").content.decode()
    assert "You have done 2 of 7 steps." in client.get("/profile/").content.decode()

    client.post("/profile/telling-you/still-right/")

    assert "You have done 3 of 7 steps." in client.get("/profile/").content.decode()
    assert needs_of(Profile.objects.get(pk=member.pk)).telephone_in_words == MOBILE


def test_a_short_address_leads_its_reader_to_the_page(browse: Browse, member: Profile) -> None:
    notice, other = make_notification(member, url="/help/"), make_notification(member)

    answer = browse(member).get(f"/n/{notice.code}/")

    notice.refresh_from_db()
    assert answer.url == "/help/"
    assert notice.read_at is not None
    assert browse(member).get(f"/n/{other.code}/").url == "/notices/"
    assert browse(make_member("Jo")).get(f"/n/{notice.code}/").status_code == 404


def test_the_host_prints_and_posts(browse: Browse, member: Profile, host: Profile) -> None:
    client = browse(host)
    assert "No letters to post" in client.get("/letters/").content.decode()
    one, two = make_letter_to(member, Format.LARGE_PRINT), make_letter_to(make_member("Jo"))
    make_notification(member, channel=Channel.LETTER)

    page = client.get("/letters/").content.decode()
    assert "1 letter is being made." in page
    assert "What helps" in page
    assert "Large print" in page
    paper = client.get(f"/letters/{one.pk}/")
    assert paper.content == bytes(one.file.content)
    with zipfile.ZipFile(BytesIO(client.get("/letters/all/").content)) as folder:
        assert set(folder.namelist()) == {one.file.name, two.file.name}

    page = client.post(f"/letters/{one.pk}/posted/", follow=True).content.decode()
    assert "The letter is on its way." in page
    assert "Posted on" in page
    page = client.post(f"/letters/{one.pk}/posted/", follow=True).content.decode()
    assert "Somebody has posted this letter already." in page
    assert Letter.objects.filter(posted_by=host).count() == 1


def test_a_champion_rings_and_writes_down_how_it_went(browse: Browse, member: Profile, champion: Profile) -> None:
    client = browse(champion)
    assert "Nobody to ring" in client.get("/calls/").content.decode()
    call = make_call_to(member, subject="Bowling on Saturday")

    page = client.get("/calls/").content.decode()
    for words in (MOBILE, "Bowling on Saturday.", "0 of 1 call done today."):
        assert words in page
    page = client.post(f"/calls/{call.pk}/", {"outcome": "no_answer"}, follow=True).content.decode()
    assert "No answer <span" in page
    assert "(Chandra)" in page
    page = client.post(f"/calls/{call.pk}/", {"outcome": "told"}, follow=True).content.decode()
    assert "1 of 1 call done today." in page
    page = client.post(f"/calls/{call.pk}/", {"outcome": "told"}, follow=True).content.decode()
    assert "Somebody has told them already." in page
    page = client.post(f"/calls/{call.pk}/", {"outcome": "shouted"}, follow=True).content.decode()
    assert "Say how the call went" in page
    assert CallAttempt.objects.count() == 2
    assert Notification.objects.get().state == NotificationState.SENT


def test_a_member_sees_neither_letters_nor_calls_on_the_menu(browse: Browse, member: Profile, host: Profile) -> None:
    menu = browse(member).get("/notices/").content.decode()

    assert "Call sheet" not in menu
    assert "Letters to post" not in menu
    assert "Letters to post" in browse(host).get("/notices/").content.decode()
