from collections.abc import Callable

import pytest
from django.test import Client

from portal.areas.context import area_context
from portal.models import Area, ConductAcceptance, InterestCategory, Notification, Profile
from portal.operations.conduct import publish_guidelines
from tests.architecture.world import visitor
from tests.factories.portal import (
    MONDAY_AFTERNOON,
    make_district,
    make_host,
    make_interest,
    make_member,
    make_notification,
)

JSON = "application/json"


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def test_me_reads_ones_own_profile(client: Client, member: Profile) -> None:
    mine = client.get("/api/v1/me/").json()

    assert mine["shown_name"] == "Peter"
    assert mine["email"] == member.user.email
    assert mine["roles"] == ["member"]


def test_me_changes_what_it_is_given(client: Client, member: Profile) -> None:
    make_district("Banbury")
    make_interest("Cooking", InterestCategory.COOKING)

    answer = client.patch(
        "/api/v1/me/",
        {
            "district": "banbury",
            "interests": ["cooking"],
            "free_times": ["weekend_day", "weekday_evening"],
            "funding_kinds": ["not_said"],
        },
        content_type=JSON,
    )

    assert answer.status_code == 200
    member.refresh_from_db()
    assert member.district.slug == "banbury"
    assert [interest.slug for interest in member.interests.all()] == ["cooking"]
    assert member.free_times == ["weekday_evening", "weekend_day"]
    assert member.funding_kinds == ["not_said"]
    assert member.shown_name == "Peter"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("shown_name", "  "),
        ("shown_name", "x" * 61),
        ("about", "x" * 1001),
        ("district", "atlantis"),
        ("interests", ["flying"]),
        ("free_times", ["never"]),
        ("funding_kinds", ["none", "own_money"]),
    ],
)
def test_me_refuses_a_bad_answer_by_the_name_of_its_field(
    client: Client, member: Profile, field: str, value: object
) -> None:
    answer = client.patch("/api/v1/me/", {field: value}, content_type=JSON)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@pytest.mark.parametrize("field", ["roles", "moderation_level", "conduct_version", "email", "id"])
def test_me_does_not_change_what_is_only_read(client: Client, field: str) -> None:
    before = client.get("/api/v1/me/").json()

    client.patch("/api/v1/me/", {field: "none" if field == "moderation_level" else ["host"]}, content_type=JSON)

    assert client.get("/api/v1/me/").json() == before


def test_another_areas_district_cannot_be_chosen(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        make_district("Huyton")
    with area_context(oxfordshire.id):
        client = visitor(oxfordshire, make_member("Peter"))

    answer = client.patch("/api/v1/me/", {"district": "huyton"}, content_type=JSON)

    assert answer.status_code == 400


def test_interests_and_districts_are_the_areas_own(client: Client) -> None:
    make_interest("Cooking", InterestCategory.COOKING)
    make_district("Banbury")

    assert [item["slug"] for item in client.get("/api/v1/interests/").json()["results"]] == ["cooking"]
    assert [item["slug"] for item in client.get("/api/v1/districts/").json()["results"]] == ["banbury"]


def test_notices_are_ones_own_and_can_be_marked_as_read(client: Client, member: Profile) -> None:
    make_notification(member, "Please sign")
    hers = make_notification(make_member("Jo"), "For Jo only")

    assert [notice["subject"] for notice in client.get("/api/v1/notices/").json()["results"]] == ["Please sign"]
    assert client.post("/api/v1/notices/read/").json() == {"read": 1}
    assert list(Notification.objects.unread()) == [hers]


def test_guidelines_come_before_everything_else(client: Client, member: Profile) -> None:
    publish_guidelines(text="Be kind.", easy_text="Be kind.", by=make_host("Hana"), now=MONDAY_AFTERNOON)

    assert client.get("/api/v1/notices/").status_code == 403
    assert client.get("/api/v1/me/").status_code == 200
    assert client.get("/api/v1/guidelines/").json()["accepted"] is False

    accepted = client.post("/api/v1/guidelines/", {"version": 1}, content_type=JSON)

    assert accepted.json()["accepted"] is True
    assert ConductAcceptance.objects.get().profile == member
    assert client.get("/api/v1/notices/").status_code == 200


def test_accepting_another_version_is_a_conflict_with_a_sentence(client: Client) -> None:
    publish_guidelines(text="Be kind.", easy_text="Be kind.", by=make_host("Hana"), now=MONDAY_AFTERNOON)

    answer = client.post("/api/v1/guidelines/", {"version": 7}, content_type=JSON)

    assert answer.status_code == 409
    assert answer.json() == {"detail": "The guidelines have just changed. Please read the new ones first."}


def test_no_guidelines_are_not_found(client: Client) -> None:
    assert client.get("/api/v1/guidelines/").status_code == 404


def test_an_unknown_token_is_refused(oxfordshire: Area) -> None:
    program = Client(HTTP_HOST="oxfordshire.localhost", headers={"Authorization": "Token nonsense"})

    answer = program.get("/api/v1/me/")

    assert answer.status_code == 401
    assert answer.json() == {"detail": "This token is not known, or was taken back."}


def test_a_session_needs_the_csrf_token(member: Profile, area: Area) -> None:
    browser = Client(HTTP_HOST="oxfordshire.localhost", enforce_csrf_checks=True)
    browser.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")

    assert browser.patch("/api/v1/me/", {"about": "x"}, content_type=JSON).status_code == 403


def test_an_unknown_address_of_the_api_is_told_as_json(client: Client) -> None:
    answer = client.get("/api/v1/nothing/")

    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})
