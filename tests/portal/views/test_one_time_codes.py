from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.test import Client

from portal.areas.context import area_context
from portal.models import Area, MemberCard, OneTimeCode, Profile
from portal.request import ONLY_IN_AREA
from tests.factories.portal import make_champion, make_member
from tests.factories.ways_in import WHY, card_of
from tests.pdf import faults_in, text_of
from tests.portal.operations.test_one_time_codes import MONDAY_AFTERNOON

Browse = Callable[..., Client]


@pytest.fixture
def code(member: Profile, browse: Browse) -> str:
    """A code for Peter, as the champion's page shows it."""
    card_of(profile=member, now=MONDAY_AFTERNOON)
    champion = browse(make_champion("Chandra"))
    shown = champion.post(f"/codes/new/{member.pk}/", {"reason": WHY.reason, "how_known": WHY.how_known})
    assert shown["Cache-Control"] == "no-store"
    assert member.user.email not in shown.text
    assert MemberCard.objects.get().number not in shown.text
    secret: str = shown.context["secret"]
    return secret


def test_find_member_shows_members_by_name(area: Area, member: Profile, browse: Browse) -> None:
    make_member("Jo")

    found = browse(make_champion("Petra")).get("/codes/new/?name=PET")

    assert found.context["people"] == [member]


def test_make_one_time_code_needs_a_reason_and_how_they_are_known(area: Area, member: Profile, browse: Browse) -> None:
    card_of(profile=member, now=MONDAY_AFTERNOON)

    answer = browse(make_champion("Chandra")).post(f"/codes/new/{member.pk}/", {"reason": " "})

    assert set(answer.context["form"].errors) == {"reason", "how_known"}
    assert not OneTimeCode.objects.exists()


def test_use_one_time_code_signs_in_until_the_browser_closes(area: Area, member: Profile, code: str) -> None:
    client = Client(HTTP_HOST="oxfordshire.localhost")

    answer = client.post("/code/", {"number": member.card.spaced_number, "code": f" {code[:4]} {code[4:].upper()}"})

    assert answer.status_code == HTTPStatus.FOUND
    assert client.get("/profile/").status_code == HTTPStatus.OK
    assert client.session.get_expire_at_browser_close()


def test_whoever_came_in_by_a_code_is_nobody_in_another_area(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        peter = make_member("Peter")
    with area_context(oxfordshire.id):
        make_member("Peter", user=peter.user)
    client = Client(HTTP_HOST="knowsley.localhost")
    client.force_login(peter.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/profile/").status_code == HTTPStatus.OK
    session = client.session
    session[ONLY_IN_AREA] = str(oxfordshire.pk)
    session.save()

    answer = client.get("/profile/")

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"].startswith("/accounts/login/")
    assert client.get("/profile/", headers={"host": "oxfordshire.localhost"}).status_code == HTTPStatus.OK


def test_use_one_time_code_many_times_has_to_wait(area: Area, member: Profile, code: str) -> None:
    cache.clear()
    client = Client(HTTP_HOST="oxfordshire.localhost")
    for _ in range(30):
        client.post("/code/", {"number": "00000000", "code": "aaaaaaaa"})

    answer = client.post("/code/", {"number": member.card.number, "code": code})

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert OneTimeCode.objects.get().used_at is None


def test_sign_in_card_pdf_has_the_number_and_no_secret(area: Area, member: Profile, browse: Browse) -> None:
    answer = browse(member).get("/sign-in-card/pdf/")

    words = text_of(answer.content)
    assert faults_in(answer.content) == []
    assert member.card.spaced_number in words
    assert "oxfordshire.localhost" in words
    assert member.user.email not in words
