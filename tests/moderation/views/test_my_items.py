from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation.models import Appeal, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from peers.models import Post
from portal.models import Area, ModerationLevel, Profile
from tests.factories.moderation import make_item
from tests.factories.portal import make_champion, make_member

MINE = "/moderation/mine/"


@pytest.fixture
def client(member: Profile, browse: Callable[..., Client]) -> Client:
    return browse(member)


@pytest.fixture
def asked(member: Profile, now: datetime) -> ReviewItem:
    item = make_item(member, now=now, text="Ring me on 01865 000000")
    member.save()
    decide(
        item=item,
        outcome=Outcome.ASK_CHANGE,
        reason=Reason.PRIVATE_DETAILS,
        advice="Leave your number out.",
        by=make_champion("Sam"),
        now=now,
    )
    return item


def test_my_items_tells_decision_reason_and_advice(client: Client, asked: ReviewItem) -> None:
    page = client.get(MINE).content.decode()

    assert "Sam says: It shows private details, such as an address or a phone number." in page
    assert "Leave your number out." in page
    assert reverse("moderation:change_words", args=[asked.pk]) in page


def test_my_items_says_kindly_who_reads_and_until_when(client: Client, member: Profile, now: datetime) -> None:
    member.mentor = make_champion("Sam")
    make_item(member, now=now)

    page = client.get(MINE).content.decode()

    assert "Sam will read this before others see it." in page
    assert "You will hear by" in page


def test_my_items_are_nobody_elses(client: Client, now: datetime) -> None:
    make_item(make_member("Jo"), now=now, text="Jo's own words")

    assert "Jo's own words" not in client.get(MINE).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_my_items_take_the_same_queries_for_any_number(
    client: Client, member: Profile, now: datetime, django_assert_num_queries: Callable[..., object], number: int
) -> None:
    for _ in range(number):
        make_item(member, now=now)

    with django_assert_num_queries(10):
        client.get(MINE)


def test_change_words_sends_them_again(client: Client, asked: ReviewItem) -> None:
    page = client.get(reverse("moderation:change_words", args=[asked.pk])).content.decode()
    assert "Ring me on 01865 000000" in page
    assert "Leave your number out." in page

    answer = client.post(reverse("moderation:change_words", args=[asked.pk]), {"words": "Write to me here."})

    assert answer.url == MINE
    post = Post.objects.get()
    assert (post.text, post.is_held) == ("Write to me here.", True)
    # The advice stays beside the words that it was about.
    page = client.get(MINE).content.decode()
    assert "Leave your number out." in page
    assert "You changed it" in page
    assert "Change my words" not in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("   ", "Write something first."),
        ("w" * 5001, "This is too long. Please keep it under 5,000 letters."),
    ],
)
def test_change_words_refusals_stand_beside_the_field(
    client: Client, asked: ReviewItem, words: str, sentence: str
) -> None:
    page = client.post(reverse("moderation:change_words", args=[asked.pk]), {"words": words})

    assert page.context["form"].errors == {"words": [sentence]}
    assert words.strip() in page.content.decode()
    assert Post.objects.get().text == "Ring me on 01865 000000"


def test_change_words_twice_is_refused_kindly(client: Client, asked: ReviewItem) -> None:
    address = reverse("moderation:change_words", args=[asked.pk])
    client.post(address, {"words": "Once"})

    page = client.post(address, {"words": "Twice"})

    assert "Nobody is waiting for a change to this any more." in page.content.decode()
    assert "Twice" in page.content.decode()
    assert Post.objects.get().text == "Once"


def test_change_words_of_somebody_else_does_not_exist(asked: ReviewItem, browse: Callable[..., Client]) -> None:
    address = reverse("moderation:change_words", args=[asked.pk])

    assert browse(make_member("Jo")).get(address).status_code == 404


def test_what_is_decided_but_needs_no_change_cannot_be_changed(client: Client, member: Profile, now: datetime) -> None:
    item = make_item(member, level=ModerationLevel.POST, now=now)
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=make_champion("Sam"), now=now)

    assert client.get(reverse("moderation:change_words", args=[item.pk])).status_code == 404


def test_a_second_look_from_asking_to_the_answer(area: Area, member: Profile, browse: Callable[..., Client]) -> None:
    sam, grace = make_champion("Sam"), make_champion("Grace")
    item = make_item(member, now=timezone.now())
    decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No.", by=sam, now=timezone.now())
    author, judge = browse(member), browse(grace)
    assert "Ask somebody else to look at this" in author.get("/moderation/mine/").content.decode()

    asked = author.post(f"/moderation/mine/{item.pk}/appeal/", {"words": "It is true."}, follow=True).content.decode()
    assert "Somebody who took no part will look at it." in asked
    assert "You asked for a second look. You will hear by" in asked
    assert "Ask somebody else to look at this" not in asked

    listed = judge.get("/moderation/appeals/").content.decode()
    assert "Sam decided: Take it away." in listed
    appeal = Appeal.objects.get()
    page = judge.get(appeal.get_absolute_url()).content.decode()
    assert "It is true." in page
    empty = judge.post(appeal.get_absolute_url(), {"outcome": "reversed", "words": ""}).content.decode()
    assert "Say why, in a few kind words." in empty
    judge.post(appeal.get_absolute_url(), {"outcome": "reversed", "words": "You may say so."})

    answered = author.get("/moderation/mine/").content.decode()
    assert "Grace says: The first answer was not right." in answered
    assert "You may say so." in answered
    assert "Others can see it" in answered
    assert "Nobody is waiting for a second look" in judge.get("/moderation/appeals/").content.decode()


def test_the_figures_are_open_to_every_member(area: Area, member: Profile, browse: Callable[..., Client]) -> None:
    sam, now = make_champion("Sam"), timezone.now()
    few = browse(member).get("/moderation/figures/").content.decode()
    assert "fewer than 10 texts" in few
    for number in range(12):
        item = make_item(make_member(f"Author {number}"), now=now)
        decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)

    page = browse(member).get("/moderation/figures/").content.decode()

    assert "0 working hours" in page
    assert "100 in 100. We promise 4 working hours." in page
    assert "fewer than 10" in page
    assert "Sam" not in page
