"""Which area a request works in, as which role, and what is left of a request that failed."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.areas.context import OutsideEveryArea, area_context, current_area_id
from portal.models import Area, District, Profile
from tests.architecture.world import visitor
from tests.factories.portal import make_area, make_commissioner, make_district, make_member


@pytest.fixture(autouse=True)
def more_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.portal.middleware.urls"


@pytest.fixture
def commissioner(oxfordshire: Area) -> Iterator[Client]:
    with area_context(oxfordshire.id):
        carol = make_commissioner("Carol")
    client = visitor(oxfordshire, carol)
    client.raise_request_exception = False
    return client


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def districts(area: Area) -> list[str]:
    with area_context(area.id):
        return list(District.objects.values_list("name", flat=True))


@pytest.mark.parametrize("host", ["atlantis.localhost", "oxfordshire.localhost.localhost", "a.oxfordshire.localhost"])
def test_an_unknown_host_is_not_found(oxfordshire: Area, host: str) -> None:
    assert Client(HTTP_HOST=host).get("/").status_code == 404


def test_a_host_of_another_domain_is_refused(oxfordshire: Area) -> None:
    assert Client(HTTP_HOST="oxfordshire.example.com").get("/").status_code == 400


@pytest.mark.parametrize("host", ["OXFORDSHIRE.localhost", "oxfordshire.localhost:8000"])
def test_a_host_is_known_in_any_case_and_with_its_port(oxfordshire: Area, host: str) -> None:
    assert Client(HTTP_HOST=host).get("/").context["area"] == oxfordshire


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1"])
def test_the_bare_domain_has_no_area(oxfordshire: Area, host: str) -> None:
    answer = Client(HTTP_HOST=host).get("/")

    assert "Oxfordshire" in answer.content.decode()
    assert answer.context["area"] is None
    assert Client(HTTP_HOST=host).get("/profile/").status_code == 404


def test_a_person_has_the_profile_of_this_area_only(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        peter = make_member("Peter")
    with area_context(knowsley.id):
        make_member("Pete", user=peter.user)

    assert visitor(oxfordshire, peter).get("/").context["profile"].shown_name == "Peter"
    assert visitor(knowsley, peter).get("/").context["profile"].shown_name == "Pete"


def test_after_a_request_no_area_is_left(oxfordshire: Area) -> None:
    visitor(oxfordshire, None).get("/")

    with pytest.raises(OutsideEveryArea):
        current_area_id()
    assert Profile.objects.count() == 0


@pytest.mark.parametrize(("status", "kept"), [(200, True), (302, True), (404, True), (500, False), (503, False)])
def test_an_answer_of_500_or_more_undoes_what_was_written(oxfordshire: Area, status: int, kept: bool) -> None:
    visitor(oxfordshire, None).get(f"/answer/?status={status}")

    assert districts(oxfordshire) == (["Atlantis"] if kept else [])


def test_a_view_that_fails_undoes_what_it_wrote(oxfordshire: Area) -> None:
    client = visitor(oxfordshire, None)
    client.raise_request_exception = False

    assert client.get("/raise/").status_code == 500
    assert districts(oxfordshire) == []


def test_a_failed_request_is_undone_for_good(committed: None) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    client = visitor(area, None)
    client.raise_request_exception = False

    client.get("/raise/")

    assert districts(area) == []
    client.get("/answer/?status=200")
    assert districts(area) == ["Atlantis"]


def test_a_commissioner_reads_published_figures_as_the_role_for_them(commissioner: Client) -> None:
    assert commissioner.get("/published/who/").content == b"portal_reports"


def test_a_member_reads_published_figures_as_the_portal(oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        peter = make_member("Peter")

    assert visitor(oxfordshire, peter).get("/published/who/").content == b"portal_app"


def test_the_role_is_put_back_after_the_request(commissioner: Client) -> None:
    commissioner.get("/published/who/")

    assert role() == "portal_app"


def test_a_page_of_figures_that_reads_more_fails_and_the_role_is_put_back(commissioner: Client) -> None:
    assert commissioner.get("/published/peek/").status_code == 500

    assert role() == "portal_app"
    assert commissioner.get("/published/who/").content == b"portal_reports"


def test_a_commissioner_finds_nothing_else(commissioner: Client, oxfordshire: Area) -> None:
    with area_context(oxfordshire.id):
        peter, _banbury = make_member("Peter"), make_district("Banbury")

    for path in ("/members/who/", "/profile/", f"/people/{peter.pk}/", "/notices/", "/outbox/", "/api/v1/me/"):
        assert commissioner.get(path).status_code == 404, path


def test_a_commissioner_has_their_own_sign_in_and_reading_preferences(commissioner: Client) -> None:
    for path in ("/", "/preferences/", "/privacy/", "/accessibility/", "/guidelines/", "/accounts/email/"):
        assert commissioner.get(path).status_code == 200, path


def test_a_commissioner_here_may_be_a_member_elsewhere(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        carol = make_commissioner("Carol")
    with area_context(knowsley.id):
        make_member("Carol", user=carol.user)

    assert visitor(oxfordshire, carol).get("/profile/").status_code == 404
    assert visitor(knowsley, carol).get("/profile/").status_code == 200
