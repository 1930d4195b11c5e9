"""Groups for programs: the same rules as the pages, and refusals in the same words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from peers.models import Group, GroupRole, JoinRequest, Membership, Paper, Post
from portal.models import Area, InterestCategory, ModerationLevel, Notification, Profile
from tests.factories.peers import (
    SMALL_PDF,
    make_comment,
    make_group,
    make_invitation,
    make_membership,
    make_post,
    make_request,
)
from tests.factories.portal import make_district, make_interest, make_member, make_user

API = "/api/v1"


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile) -> Group:
    return make_group("Banbury cooks", organiser=rosa)


@pytest.fixture
def closed(rosa: Profile) -> Group:
    return make_group("SPUG", organiser=rosa, is_closed=True)


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def send(client: Client, path: str, method: str = "post", **data: Any) -> Any:
    return getattr(client, method)(f"{API}{path}", data, content_type="application/json")


def test_list_searches_and_narrows_down(client: Client, rosa: Profile) -> None:
    cooking = make_interest("Cooking", InterestCategory.COOKING)
    cooks = make_group("Cooks", organiser=rosa, district=make_district("Banbury"))
    cooks.interest_links.create(interest=cooking)
    make_group("Walkers", organiser=rosa, district=make_district("Witney"), purpose="We walk.")

    def found(query: str) -> list[str]:
        return [group["name"] for group in client.get(f"{API}/groups/{query}").json()["results"]]

    assert found("") == ["Cooks", "Walkers"]
    assert found("?q=walkrs") == ["Walkers"]
    assert found("?interest=cooking") == ["Cooks"]
    assert found("?district=witney") == ["Walkers"]
    assert client.get(f"{API}/groups/?interest=juggling").status_code == 404


def test_create_and_change(client: Client, area: Area) -> None:
    make_interest("Walking", InterestCategory.FITNESS)
    make_district("Witney")

    made = send(
        client,
        "/groups/",
        name="Walkers",
        purpose="We walk.",
        is_closed=True,
        district="witney",
        interests=["walking"],
    )
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["is_closed"], body["district"], body["interests"], body["people"], body["my_role"]) == (
        "Walkers",
        True,
        "witney",
        ["walking"],
        1,
        GroupRole.ORGANISER,
    )

    changed = send(client, f"/groups/{body['id']}/", "patch", name="Strollers", is_closed=False)
    assert changed.status_code == 200
    group = Group.objects.get()
    assert (group.name, group.purpose, group.is_closed, group.district.slug) == (
        "Strollers",
        "We walk.",
        True,
        "witney",
    )
    assert [interest.slug for interest in group.interests.all()] == ["walking"]


@pytest.mark.parametrize(
    ("data", "status", "answer"),
    [
        ({"name": "   ", "purpose": "We."}, 400, {"name": ["This field may not be blank."]}),
        (
            {"name": "n" * 81, "purpose": "We."},
            400,
            {"name": ["Ensure this field has no more than 80 characters."]},
        ),
        (
            {"name": "banbury cooks", "purpose": "We."},
            409,
            {"detail": "There is a group with this name already. Join it, or choose another name."},
        ),
    ],
)
def test_create_refusals(
    client: Client, group: Group, data: dict[str, str], status: int, answer: dict[str, Any]
) -> None:
    refused = send(client, "/groups/", **data)

    assert (refused.status_code, refused.json()) == (status, answer)
    assert Group.objects.count() == 1


def test_join_ask_and_leave(client: Client, group: Group, closed: Group, member: Profile) -> None:
    assert send(client, f"/groups/{group.pk}/join/").json()["my_role"] == "member"
    again = send(client, f"/groups/{group.pk}/join/")
    assert (again.status_code, again.json()) == (409, {"detail": "You are in this group already."})
    assert send(client, f"/groups/{closed.pk}/join/").status_code == 409
    assert send(client, f"/groups/{closed.pk}/ask/").json()["my_request"] == "asked"
    assert send(client, f"/groups/{group.pk}/leave/").json()["my_role"] is None
    assert not Membership.objects.current().filter(profile=member).exists()


def test_an_organiser_answers_and_invites(
    closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    asked, organiser = make_request(closed, member), browse(rosa)
    make_member("Jo", user=make_user("jo@example.org"))

    assert [row["person"] for row in organiser.get(f"{API}/groups/{closed.pk}/requests/").json()["results"]] == [
        "Peter"
    ]
    assert send(organiser, f"/join-requests/{asked.pk}/answer/", answer="yes").json()["answer"] == "yes"
    assert [row["shown_name"] for row in organiser.get(f"{API}/groups/{closed.pk}/members/").json()["results"]] == [
        "Rosa",
        "Peter",
    ]
    for email in ("jo@example.org", "nobody@example.org"):
        invited = send(organiser, f"/groups/{closed.pk}/invite/", email=email)
        assert (invited.status_code, invited.content) == (202, b"")
    assert JoinRequest.objects.invited().get().profile.shown_name == "Jo"


def test_ones_own_invitations(client: Client, closed: Group, rosa: Profile, member: Profile) -> None:
    make_invitation(closed, make_member("Jo"), organiser=rosa)
    mine = make_invitation(closed, member, organiser=rosa)

    listed = client.get(f"{API}/invitations/").json()["results"]
    assert [(row["id"], row["group_name"]) for row in listed] == [(str(mine.pk), "SPUG")]
    assert send(client, f"/invitations/{mine.pk}/answer/", answer="maybe").status_code == 400
    assert send(client, f"/invitations/{mine.pk}/answer/", answer="yes").json()["answer"] == "yes"
    assert Membership.objects.current().filter(profile=member, group=closed).exists()


def test_write_and_read(client: Client, group: Group, rosa: Profile, member: Profile) -> None:
    make_membership(group, member)
    member.moderation_level = ModerationLevel.PRE
    member.save()
    post = make_post(group, rosa, "Who brings the onions?")

    held = send(client, f"/groups/{group.pk}/posts/", text="Mine")
    answered = send(client, f"/posts/{post.pk}/comments/", text="I do")

    assert (held.status_code, held.json()["state"]) == (201, "held")
    assert (answered.status_code, answered.json()["state"]) == (201, "held")
    listed = client.get(f"{API}/groups/{group.pk}/posts/").json()["results"]
    assert [(row["text"], row["author"], [each["text"] for each in row["comments"]]) for row in listed] == [
        ("Mine", "Peter", []),
        ("Who brings the onions?", "Rosa", ["I do"]),
    ]
    assert send(client, f"/groups/{group.pk}/posts/", text=" ").status_code == 400
    assert send(client, f"/groups/{group.pk}/posts/", text="w" * 20_000).status_code == 400
    assert Post.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_posts_take_the_same_queries_for_any_number(
    client: Client,
    group: Group,
    rosa: Profile,
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for place in range(number):
        make_comment(make_post(group, rosa, f"Post {place}"), rosa)

    with django_assert_num_queries(13):
        client.get(f"{API}/groups/{group.pk}/posts/")


def test_papers(closed: Group, rosa: Profile, browse: Callable[..., Client]) -> None:
    organiser = browse(rosa)
    data = {
        "kind": "minutes",
        "title": "Minutes",
        "date": "2026-10-05",
        "file": SimpleUploadedFile("minutes.pdf", SMALL_PDF),
    }

    made = organiser.post(f"{API}/groups/{closed.pk}/papers/", data)

    assert made.status_code == 201
    paper = Paper.objects.get()
    assert made.json()["id"] == str(paper.pk)
    assert organiser.get(f"{API}/papers/{paper.pk}/").json()["title"] == "Minutes"
    assert organiser.get(f"{API}/papers/{paper.pk}/file/").content == SMALL_PDF
    bad = organiser.post(f"{API}/groups/{closed.pk}/papers/", {**data, "file": SimpleUploadedFile("a.pdf", b"no")})
    assert (bad.status_code, "We could not read this file." in bad.json()["detail"]) == (409, True)


def test_announcements(
    client: Client, closed: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    organiser = browse(rosa)
    for audience in ("area", "group"):
        path = f"/groups/{closed.pk}/announcements/"
        assert send(organiser, path, title=audience, text="Come", audience=audience).status_code == 201

    assert [row["title"] for row in client.get(f"{API}/announcements/").json()["results"]] == ["area"]
    assert [row["title"] for row in organiser.get(f"{API}/announcements/").json()["results"]] == ["group", "area"]
    assert Notification.objects.filter(recipient=member).count() == 1


def test_private_details_are_asked_about_before_they_are_sent(client: Client, group: Group, member: Profile) -> None:
    make_membership(group, member)
    posts = f"/groups/{group.pk}/posts/"

    warned = send(client, posts, text="Ring me on 07700 900123")
    sure = send(client, posts, text="Ring me on 07700 900123", post_all_the_same=True)
    never = send(client, posts, text="It is account number 12345678", post_all_the_same=True)

    assert warned.status_code == 400
    assert warned.json()["text"] == [
        (
            "This looks like a telephone number: 07700 900123. Anybody who reads it can ring you. "
            "Take it out, or say that you are sure."
        )
    ]
    assert sure.status_code == 201
    assert "post_all_the_same" not in sure.json()
    assert never.status_code == 400
    assert [post.text for post in Post.objects.all()] == ["Ring me on 07700 900123"]
