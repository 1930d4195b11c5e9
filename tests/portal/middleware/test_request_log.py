"""The log tells what happened, and nothing that tells who a person is."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Area, Profile
from tests.factories.portal import make_member


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that was logged, as one text."""
    caplog.set_level(logging.DEBUG)
    return lambda: " ".join(record.getMessage() for record in caplog.records)


def test_a_request_is_logged_by_its_route(
    member: Profile, browse: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browse(member).get(f"/people/{member.pk}/")

    line = next(record.msg for record in caplog.records if record.name == "portal.request")
    assert line["route"] == "people/<uuid:profile_id>/"
    assert (line["method"], line["area"], line["status"]) == ("GET", "oxfordshire", 200)
    assert line["milliseconds"] > 0


def test_no_name_no_email_no_id_and_no_words_are_logged(
    area: Area, member: Profile, browse: Callable[..., Client], log: Callable[[], str]
) -> None:
    asha = make_member("Asha Unmistakable", about="I am unmistakable.")
    client = browse(member)

    client.get(f"/people/{asha.pk}/?q=unmistakable-search")
    client.post("/profile/name/", {"shown_name": "Peter Unmistakable", "about": "Unmistakable words."})
    client.get("/no/such/page/unmistakable/")
    client.post("/accounts/login/", {"login": "unmistakable@example.org", "password": "unmistakable"})

    logged = log().lower()
    assert "people/<uuid:profile_id>/" in logged
    for secret in ("unmistakable", str(asha.pk), asha.user.email, member.user.email, member.shown_name.lower()):
        assert secret not in logged


def test_an_address_that_is_none_has_no_route(area: Area, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    Client(HTTP_HOST="oxfordshire.localhost").get("/no/such/page/")

    line = next(record.msg for record in caplog.records if record.name == "portal.request")
    assert (line["route"], line["status"]) == (None, 404)
