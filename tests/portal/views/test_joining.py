import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from portal.areas.context import area_context
from portal.models import Area, Profile, Role
from tests.architecture.world import visitor
from tests.factories.portal import make_member

JOIN = "/join/"


@pytest.fixture
def newcomer(oxfordshire: Area, knowsley: Area) -> Client:
    """A member of Knowsley, signed in on Oxfordshire's host."""
    with area_context(knowsley.id):
        elsewhere = make_member("Tony")
    return visitor(oxfordshire, elsewhere)


def test_a_stranger_signs_in_first_and_comes_back(oxfordshire: Area) -> None:
    answer = visitor(oxfordshire, None).get(JOIN)

    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/join/"


def test_joining_makes_a_member_of_this_area_only(newcomer: Client, oxfordshire: Area, knowsley: Area) -> None:
    answer = newcomer.post(JOIN, {"shown_name": "Anthony"})

    assert answer.headers["Location"] == "/profile/"
    with area_context(oxfordshire.id):
        assert list(Profile.objects.values_list("shown_name", "roles")) == [("Anthony", [Role.MEMBER])]
    with area_context(knowsley.id):
        assert list(Profile.objects.values_list("shown_name", flat=True)) == ["Tony"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please give a name that others can call you."),
        ("   ", "Please give a name that others can call you."),
        ("x" * 61, "This name is too long."),
    ],
)
def test_a_bad_name_is_told_beside_the_field_and_kept(
    newcomer: Client, oxfordshire: Area, typed: str, sentence: str
) -> None:
    answer = newcomer.post(JOIN, {"shown_name": typed, "next": "/guidelines/"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert 'id="id_shown_name_error"' in page
    assert f'value="{typed.strip()}"' in page or not typed.strip()
    assert 'name="next" value="/guidelines/"' in page
    with area_context(oxfordshire.id):
        assert not Profile.objects.exists()


def test_where_they_were_going_is_kept(newcomer: Client) -> None:
    away = newcomer.get("/profile/")
    assert away.headers["Location"] == "/join/?next=/profile/"

    answer = newcomer.post("/join/", {"shown_name": "Anthony", "next": "/help/"})

    assert answer.headers["Location"] == "/help/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(newcomer: Client, elsewhere: str) -> None:
    answer = newcomer.post(JOIN, {"shown_name": "Anthony", "next": elsewhere})

    assert answer.headers["Location"] == "/profile/"


def test_a_member_has_nothing_to_join(area: Area, member: Profile, browse: Callable[..., Client]) -> None:
    assert browse(member).get(JOIN).headers["Location"] == "/"


def test_the_home_page_leads_a_newcomer_to_joining(newcomer: Client) -> None:
    assert "/join/" in newcomer.get("/").content.decode()


def test_somebody_new_signs_up_by_emailed_code_and_is_led_to_joining(
    oxfordshire: Area, mailoutbox: list[EmailMessage]
) -> None:
    client = visitor(oxfordshire, None)

    client.post(reverse("account_signup"), {"email": "new@example.org"})
    code = re.search(r"^\s*([A-Z0-9]+-[A-Z0-9]+)\s*$", mailoutbox[0].body, re.MULTILINE)[1]
    answer = client.post(reverse("account_email_verification_sent"), {"code": code})

    assert answer.headers["Location"] == "/"
    assert "/join/" in client.get("/").content.decode()
