from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peers.models import Announcement, Audience, Comment, Group, Paper, Post
from portal.models import Area, ModerationLevel, Notification, Profile
from tests.factories.peers import SMALL_PDF, make_announcement, make_group, make_membership, make_paper, make_post
from tests.factories.portal import make_member

PAPER = {
    "kind": "minutes",
    "title": "Minutes",
    "date_day": "5",
    "date_month": "10",
    "date_year": "2026",
}


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile) -> Group:
    return make_group("SPUG", organiser=rosa, is_closed=True)


@pytest.fixture
def client(rosa: Profile, browse: Callable[..., Client]) -> Client:
    return browse(rosa)


def sentences(answer: object) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_write_post_leads_to_it(client: Client, group: Group) -> None:
    answer = client.post(reverse("peers:write_post", args=[group.pk]), {"text": "Hello"})

    post = Post.objects.get()
    assert answer.url == f"/groups/{group.pk}/#post-{post.pk}"
    assert sentences(answer) == ["Thank you. Others can see it now."]


def test_write_post_says_so_when_it_is_held(client: Client, group: Group, rosa: Profile) -> None:
    rosa.moderation_level = ModerationLevel.PRE
    rosa.save()

    answer = client.post(reverse("peers:write_post", args=[group.pk]), {"text": "Hello"})

    assert sentences(answer) == ["Thank you. Somebody will read it before others see it. You can see it below."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Write something first."),
        ("w" * 20_000, "This is too long. Please keep it under 5,000 letters."),
    ],
)
def test_write_post_refusals_stand_beside_the_field(client: Client, group: Group, text: str, sentence: str) -> None:
    page = client.post(reverse("peers:write_post", args=[group.pk]), {"text": text})

    assert page.context["form"].errors == {"text": [sentence]}
    assert text.strip() in page.content.decode()
    assert not Post.objects.exists()


def test_write_comment_shows_what_it_answers(client: Client, group: Group, rosa: Profile) -> None:
    post = make_post(group, rosa, "Who brings the onions?")
    address = reverse("peers:write_comment", args=[post.pk])
    assert "Who brings the onions?" in client.get(address).content.decode()

    answer = client.post(address, {"text": "I do"})

    assert answer.url == post.get_absolute_url()
    assert Comment.objects.get().post == post


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write something first."), ("w" * 2001, "This is too long. Please keep it under 2,000 letters.")],
)
def test_write_comment_refusals_stand_beside_the_field(
    client: Client, group: Group, rosa: Profile, text: str, sentence: str
) -> None:
    page = client.post(reverse("peers:write_comment", args=[make_post(group, rosa).pk]), {"text": text})

    assert page.context["form"].errors == {"text": [sentence]}
    assert text in page.content.decode()


def test_add_paper(client: Client, group: Group) -> None:
    file = SimpleUploadedFile("minutes.pdf", SMALL_PDF)

    answer = client.post(reverse("peers:add_paper", args=[group.pk]), {**PAPER, "file": file})

    assert answer.url == reverse("peers:papers", args=[group.pk])
    assert Paper.objects.get().file.content_type == "application/pdf"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"file": b"I am no PDF"},
            "file",
            (
                "We could not read this file. Please send a PDF, or a picture (PNG or JPEG). "
                "A Word document (.docx) is fine too."
            ),
        ),
        ({"file": b""}, "file", "This file is empty. Please choose another."),
        ({"file": None}, "file", "Choose a file."),
        ({"title": "   "}, "title", "Give the paper a title."),
        ({"title": "t" * 121}, "title", "This title is too long. Please keep it under 120 letters."),
        ({"date_day": "31", "date_month": "2"}, "date", "Give a day, a month and a year, such as 5 10 2026."),
        ({"kind": ""}, "kind", "Say what kind of paper it is."),
    ],
)
def test_add_paper_refusals_stand_beside_the_field(
    client: Client, group: Group, changes: dict[str, object], field: str, sentence: str
) -> None:
    answers = {**PAPER, "file": SMALL_PDF, **changes}
    content = answers.pop("file")
    if content is not None:
        answers["file"] = SimpleUploadedFile("minutes.pdf", content)

    page = client.post(reverse("peers:add_paper", args=[group.pk]), answers)

    assert page.context["form"].errors[field] == [sentence]
    for name in ("title", "date_day", "date_month", "date_year"):
        assert str(answers[name]).strip() in page.content.decode()
    assert not Paper.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_papers_and_news_take_the_same_queries_for_any_number(
    client: Client,
    group: Group,
    rosa: Profile,
    django_assert_num_queries: Callable[..., object],
    number: int,
) -> None:
    for place in range(number):
        make_paper(group, rosa, f"Paper {place}")
        make_announcement(group, rosa)

    with django_assert_num_queries(12):
        client.get(reverse("peers:papers", args=[group.pk]))
    with django_assert_num_queries(12):
        client.get(reverse("peers:announcements", args=[group.pk]))


def test_announce_reaches_its_audience(client: Client, group: Group, member: Profile) -> None:
    answer = client.post(
        reverse("peers:announce", args=[group.pk]), {"title": "Open day", "text": "Come", "audience": "area"}
    )

    assert answer.url == Announcement.objects.get().get_absolute_url()
    assert Notification.objects.filter(recipient=member, subject="Open day").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": " "}, "title", "Give your news a title."),
        ({"title": "t" * 121}, "title", "This title is too long. Please keep it under 120 letters."),
        ({"text": " "}, "text", "Write your news first."),
        ({"text": "t" * 3001}, "text", "This is too long. Please keep it under 3,000 letters."),
        ({"audience": ""}, "audience", "Choose who should get it."),
    ],
)
def test_announce_refusals_stand_beside_the_field(
    client: Client, group: Group, changes: dict[str, str], field: str, sentence: str
) -> None:
    answers = {"title": "Open day", "text": "Come", "audience": "area", **changes}

    page = client.post(reverse("peers:announce", args=[group.pk]), answers)

    assert page.context["form"].errors[field] == [sentence]
    assert answers["title"].strip() in page.content.decode()
    assert answers["text"].strip() in page.content.decode()
    assert not Notification.objects.exists()


def test_an_announcement_is_read_by_those_it_is_for(
    group: Group, rosa: Profile, member: Profile, browse: Callable[..., Client]
) -> None:
    for_all = make_announcement(group, rosa, audience=Audience.AREA)
    for_group = make_announcement(group, rosa, audience=Audience.GROUP)
    in_it = make_member("In it")
    make_membership(group, in_it)

    statuses = {
        person.shown_name: [browse(person).get(news.get_absolute_url()).status_code for news in (for_all, for_group)]
        for person in (member, in_it)
    }

    assert statuses == {"Peter": [200, 404], "In it": [200, 200]}


def test_a_paper_comes_as_a_download_that_no_browser_shows_or_guesses_at(
    client: Client, group: Group, rosa: Profile
) -> None:
    answer = client.get(reverse("peers:paper_file", args=[make_paper(group, rosa).pk]))

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
