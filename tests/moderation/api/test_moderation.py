"""Moderation for programs: the same rules as the pages, and refusals in the same words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moderation.models import Decision, ReviewItem
from moderation.queries import cases_for
from peers.models import Post
from portal.models import Area, ModerationLevel, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.portal import make_champion, make_member, make_safeguarding_lead

API = "/api/v1/moderation"


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


def send(client: Client, path: str, method: str = "post", **data: Any) -> Any:
    return getattr(client, method)(f"{API}{path}", data, content_type="application/json")


def test_level_and_mentor_are_ones_own(client: Client, member: Profile, sam: Profile) -> None:
    assert client.get(f"{API}/level/").json() == {"level": "post", "mentor": None}

    changed = send(client, "/level/", "patch", level="pre", mentor=str(sam.pk))

    assert changed.json() == {"level": "pre", "mentor": str(sam.pk)}
    member.refresh_from_db()
    assert (member.moderation_level, member.mentor) == (ModerationLevel.PRE, sam)
    assert send(client, "/level/", "patch", mentor=None).json() == {"level": "pre", "mentor": None}


def test_level_refuses_another_word_and_who_is_no_champion(client: Client, member: Profile) -> None:
    assert send(client, "/level/", "patch", level="off").status_code == 400
    assert send(client, "/level/", "patch", mentor=str(make_member("Jo").pk)).status_code == 400
    member.refresh_from_db()
    assert (member.moderation_level, member.mentor) == (ModerationLevel.POST, None)


def test_mentors(client: Client, sam: Profile) -> None:
    make_member("Jo")

    assert [row["shown_name"] for row in client.get(f"{API}/mentors/").json()["results"]] == ["Sam"]


def test_away(sam: Profile, browse: Callable[..., Client]) -> None:
    champion = browse(sam)

    assert send(champion, "/away/", "put", until="2099-01-01").json() == {
        "until": "2099-01-01",
        "cover": None,
    }
    late = send(champion, "/away/", "put", until="2020-01-01")
    assert (late.status_code, late.json()) == (
        409,
        {"detail": "That day has passed. Please give a day that is still to come."},
    )


def test_queue_and_decide(sam: Profile, browse: Callable[..., Client]) -> None:
    item, champion = make_item(make_member("Jo"), now=timezone.now()), browse(sam)

    listed = champion.get(f"{API}/queue/").json()["results"]
    assert [(row["id"], row["author"], row["is_held"]) for row in listed] == [(str(item.pk), "Jo", True)]
    assert champion.get(f"{API}/queue/{item.pk}/").json()["text"] == "Who brings the onions?"
    refused = send(champion, f"/queue/{item.pk}/decide/", outcome="remove", reason="may_hurt")
    assert refused.status_code == 409
    assert send(champion, f"/queue/{item.pk}/decide/", outcome="shout", reason="may_hurt").status_code == 400

    decided = send(champion, f"/queue/{item.pk}/decide/", outcome="publish", reason="all_well")

    assert (decided.status_code, decided.json()["by"]) == (201, "Sam")
    assert Post.objects.get().is_published
    again = send(champion, f"/queue/{item.pk}/decide/", outcome="publish", reason="all_well")
    assert (again.status_code, again.json()) == (409, {"detail": "Somebody has decided about this already."})
    assert Decision.objects.count() == 1


def test_what_is_kept_for_the_mentor_others_cannot_read(sam: Profile, browse: Callable[..., Client]) -> None:
    item = make_item(make_member("Jo", mentor=make_champion("Kofi")), now=timezone.now())
    champion = browse(sam)

    assert champion.get(f"{API}/queue/").json()["results"] == []
    assert champion.get(f"{API}/queue/{item.pk}/").status_code == 404
    assert send(champion, f"/queue/{item.pk}/decide/", outcome="publish", reason="all_well").status_code == 409
    assert Post.objects.get().is_held


def test_my_items_and_change(client: Client, member: Profile, sam: Profile, browse: Callable[..., Client]) -> None:
    item = make_item(member, now=timezone.now())
    member.save()
    send(browse(sam), f"/queue/{item.pk}/decide/", outcome="ask_change", reason="unclear", advice="Say which day.")

    (mine,) = client.get(f"{API}/mine/").json()["results"]
    assert (mine["decision"]["outcome"], mine["decision"]["advice"]) == ("ask_change", "Say which day.")
    assert send(client, f"/mine/{item.pk}/change/", words=" ").status_code == 400
    assert send(client, f"/mine/{item.pk}/change/", words="w" * 5001).status_code == 400
    changed = send(client, f"/mine/{item.pk}/change/", words="On Tuesday")

    assert (changed.status_code, changed.json()["version"], changed.json()["decision"]) == (200, 2, None)
    assert send(client, f"/mine/{item.pk}/change/", words="Again").status_code == 409
    assert ReviewItem.objects.open().get().version.text == "On Tuesday"


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_for_any_number(
    sam: Profile,
    member: Profile,
    browse: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for _ in range(number):
        make_item(member, now=timezone.now())
    champion, author = browse(sam), browse(member)

    with django_assert_num_queries(11):
        champion.get(f"{API}/queue/")
    with django_assert_num_queries(10):
        author.get(f"{API}/mine/")


def test_concern_gives_nothing_back(client: Client, area: Area) -> None:
    lead = make_safeguarding_lead("Ingrid")

    answer = send(client, "/concerns/", words="He shouts.")

    assert (answer.status_code, answer.content) == (204, b"")
    assert [case.words for case in cases_for(lead)] == ["He shouts."]
    assert send(client, "/concerns/", words="").status_code == 400


def test_report_and_its_refusals(client: Client, member: Profile) -> None:
    post = send_post(make_member("Jo"))
    report = {"kind": "peers.post", "content_id": str(post.pk), "concern": "unkind"}

    assert send(client, "/reports/", **report).status_code == 204
    assert send(client, "/reports/", **report).status_code == 409
    assert send(client, "/reports/", **{**report, "kind": "peers.poem"}).status_code == 404
    assert send(client, "/reports/", **{**report, "concern": "bored"}).status_code == 400
    own = send_post(member)
    assert send(client, "/reports/", **{**report, "content_id": str(own.pk)}).status_code == 409


def test_peace_is_made_and_ended(client: Client, member: Profile) -> None:
    jo = make_member("Jo")

    assert send(client, f"/peace/{jo.pk}/", "patch", blocked=True).json() == {"blocked": True, "muted": False}
    assert send(client, f"/peace/{jo.pk}/", "patch", muted=True).json() == {"blocked": True, "muted": True}
    assert send(client, f"/peace/{jo.pk}/", "patch", blocked=False).json() == {"blocked": False, "muted": True}
    assert send(client, f"/peace/{member.pk}/", "patch", blocked=True).status_code == 409


def test_take_give_back_and_stand_aside(sam: Profile, browse: Callable[..., Client]) -> None:
    champion, other = browse(sam), browse(make_champion("Kofi"))
    item = make_item(make_member("Jo"))
    address = f"/queue/{item.pk}"

    assert send(champion, f"{address}/claim/", "post").json()["claimed_by"] == "Sam"
    late = send(other, f"{address}/claim/", "post")
    assert (late.status_code, late.json()["detail"]) == (409, "Sam is reading this one now. Please take another.")
    assert send(champion, f"{address}/give-back/", "post").json()["claimed_by"] is None
    assert send(champion, f"{address}/stand-aside/", "post", why="knows").status_code == 204
    assert champion.get(f"{API}/queue/").json()["count"] == 0
    assert other.get(f"{API}/queue/").json()["count"] == 1


def test_a_champion_is_covered_by_another(sam: Profile, browse: Callable[..., Client]) -> None:
    kofi, jo = make_champion("Kofi"), make_member("Jo")

    covered = send(browse(sam), "/away/", "put", until="2099-01-01", cover=str(kofi.pk))

    assert covered.json() == {"until": "2099-01-01", "cover": str(kofi.pk)}
    assert send(browse(sam), "/away/", "put", until="2099-01-01", cover=str(jo.pk)).status_code == 400
