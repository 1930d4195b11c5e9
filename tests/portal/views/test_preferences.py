from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Area, Profile, User
from tests.architecture.world import visitor

LARGE = {"text_size": "large", "contrast": "dark", "no_motion": "on"}


def test_a_strangers_preferences_stay_on_their_computer(oxfordshire: Area) -> None:
    client = visitor(oxfordshire, None)

    client.post("/preferences/", LARGE)

    page = client.get("/").content.decode()
    assert 'data-text-size="large"' in page
    assert 'data-contrast="dark"' in page
    assert 'data-motion="off"' in page
    assert 'data-text-size="standard"' in visitor(oxfordshire, None).get("/").content.decode()


def test_a_members_preferences_follow_them_to_another_computer(member: Profile, browse: Callable[..., Client]) -> None:
    browse(member).post("/preferences/", LARGE)

    assert 'data-text-size="large"' in browse(member).get("/").content.decode()


def test_a_members_preferences_are_there_before_they_sign_in_again(
    area: Area, member: Profile, browse: Callable[..., Client]
) -> None:
    client = browse(member)
    client.post("/preferences/", LARGE)

    client.logout()

    # Signing out empties the test client's jar; a browser keeps the cookie, which says nothing about who they are.
    member.user.refresh_from_db()
    assert (member.user.text_size, member.user.contrast, member.user.no_motion) == ("large", "dark", True)


@pytest.mark.parametrize("kept", ["nonsense", "", "eyJ0ZXh0X3NpemUiOiJodWdlIn0:1abc:forged"])
def test_a_cookie_that_is_not_ours_changes_nothing(oxfordshire: Area, kept: str) -> None:
    client = visitor(oxfordshire, None)
    client.cookies["reading"] = kept

    assert 'data-text-size="standard"' in client.get("/").content.decode()


def test_an_unknown_size_is_refused_beside_the_field(member: Profile, browse: Callable[..., Client]) -> None:
    answer = browse(member).post("/preferences/", {"text_size": "huge", "contrast": "standard"})

    assert 'id="id_text_size_error"' in answer.content.decode()
    assert User.objects.get(pk=member.user_id).text_size == "standard"


def test_switching_to_easy_read_and_back_stays_on_the_page(oxfordshire: Area) -> None:
    client = visitor(oxfordshire, None)

    there = client.post("/preferences/easy-read/", {"next": "/help/"})
    assert there.headers["Location"] == "/help/"
    assert "portal/easy/help.html" in [template.name for template in client.get("/help/").templates]

    client.post("/preferences/easy-read/", {"next": "/help/"})
    assert "portal/easy/help.html" not in [template.name for template in client.get("/help/").templates]


def test_one_page_can_be_seen_in_the_other_version_without_changing_anything(oxfordshire: Area) -> None:
    client = visitor(oxfordshire, None)

    assert "portal/easy/help.html" in [template.name for template in client.get("/help/?easy=1").templates]
    assert "portal/easy/help.html" not in [template.name for template in client.get("/help/").templates]


def test_switching_sends_nobody_to_another_site(oxfordshire: Area) -> None:
    answer = visitor(oxfordshire, None).post("/preferences/easy-read/", {"next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"
