import re
from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import ApiToken, Profile
from portal.operations.api_tokens import MOST_TOKENS, make_api_token
from tests.factories.portal import MONDAY_AFTERNOON, make_member


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def test_a_new_token_is_shown_once_and_opens_the_api(client: Client) -> None:
    made = client.post("/tokens/", {"label": "my calendar"})

    secret = re.search(r"<code>([^<]+)</code>", made.content.decode())[1]
    assert made.headers["Cache-Control"] == "no-store"
    assert secret not in client.get("/tokens/").content.decode()
    program = Client(HTTP_HOST="oxfordshire.localhost", headers={"Authorization": f"Token {secret}"})
    assert program.get("/api/v1/me/").json()["shown_name"] == "Peter"


def test_a_token_that_was_taken_back_opens_nothing(client: Client, member: Profile) -> None:
    token, secret = make_api_token(label="kitchen", by=member, now=MONDAY_AFTERNOON)

    client.post(f"/tokens/{token.pk}/take-back/")

    program = Client(HTTP_HOST="oxfordshire.localhost", headers={"Authorization": f"Token {secret}"})
    assert program.get("/api/v1/me/").status_code == 401
    assert "kitchen" not in client.get("/tokens/").content.decode()


def test_taking_back_twice_tells_that_it_is_done(client: Client, member: Profile) -> None:
    token, _secret = make_api_token(label="kitchen", by=member, now=MONDAY_AFTERNOON)

    for _ in range(2):
        answer = client.post(f"/tokens/{token.pk}/take-back/", follow=True)

    assert "taken back before" in answer.content.decode()


def test_a_token_without_a_name_is_refused_beside_the_field(client: Client) -> None:
    answer = client.post("/tokens/", {"label": "   "})

    assert "Give the token a name" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_one_token_too_many_is_refused_and_the_name_is_kept(client: Client, member: Profile) -> None:
    for _ in range(MOST_TOKENS):
        make_api_token(label="x", by=member, now=MONDAY_AFTERNOON)

    page = client.post("/tokens/", {"label": "my calendar"}).content.decode()

    assert "Take one back first." in page
    assert 'value="my calendar"' in page
    assert "<code>" not in page


def test_other_peoples_tokens_are_not_shown(client: Client) -> None:
    make_api_token(label="hers", by=make_member("Jo"), now=MONDAY_AFTERNOON)

    assert "hers" not in client.get("/tokens/").content.decode()
