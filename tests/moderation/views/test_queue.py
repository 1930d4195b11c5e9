from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from moderation.models import ContentVersion, Decision, ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from moderation.operations.reading import claim_item
from moderation.operations.ready_advice import add_ready_advice
from moderation.operations.submission import change_words
from peers.models import Post
from portal.models import Area, ModerationLevel, Profile
from tests.factories.moderation import make_item, send_post
from tests.factories.peers import make_group
from tests.factories.portal import make_champion, make_member

QUEUE = "/moderation/queue/"


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


@pytest.fixture
def client(sam: Profile, browse: Callable[..., Client]) -> Client:
    return browse(sam)


def hold(number: int) -> None:
    """So many posts, each by somebody else, all held."""
    group, moment = make_group(), timezone.now() - timedelta(days=7)
    authors = [make_member(f"Author {place}") for place in range(min(number, 30))]
    posts = Post.objects.bulk_create(
        Post(
            group=group,
            author=authors[place % len(authors)],
            text=f"Post {place}",
            state=ModerationState.HELD,
            submitted_at=moment,
        )
        for place in range(number)
    )
    versions = ContentVersion.objects.bulk_create(
        ContentVersion(
            content_kind="peers.post",
            content_id=post.pk,
            number=1,
            author=post.author,
            title="Post",
            text=post.text,
            written_at=moment,
        )
        for post in posts
    )
    ReviewItem.objects.bulk_create(
        ReviewItem(
            content_kind="peers.post",
            content_id=version.content_id,
            version=version,
            author=version.author,
            level=ModerationLevel.PRE,
            submitted_at=moment,
            promised_by=moment + timedelta(hours=4),
        )
        for version in versions
    )


@pytest.mark.parametrize("number", [1, 3, 500])
def test_a_queue_of_any_length_takes_eleven_queries(
    client: Client, django_assert_num_queries: Callable[..., object], number: int
) -> None:
    """Eight are the request's own; whom the champion works for, how many there are, and fifty of them, make three."""
    hold(number)

    with django_assert_num_queries(11):
        page = client.get(QUEUE)

    assert (len(page.context["page_obj"]), page.context["paginator"].count) == (min(number, 50), number)


def test_an_empty_queue_says_thank_you(client: Client) -> None:
    assert "You have read everything. Thank you." in client.get(QUEUE).content.decode()


def test_the_queue_tells_what_is_late(client: Client) -> None:
    make_item(make_member("A"), now=timezone.now() - timedelta(days=7))

    assert "Late" in client.get(QUEUE).content.decode()


def test_decide_shows_the_words_and_what_was_said_before(client: Client, sam: Profile, now: datetime) -> None:
    item = make_item(make_member("Jo"), now=now, text="Come to my house")

    page = client.get(item.get_absolute_url()).content.decode()

    assert "Come to my house" in page
    assert "Jo" in page


def test_decide_keeps_the_words_from_others_while_the_mentor_has_time(client: Client) -> None:
    kofi = make_champion("Kofi")
    item = make_item(make_member("Jo", mentor=kofi), now=timezone.now(), text="Only for Kofi")

    page = client.get(item.get_absolute_url())

    assert page.status_code == 200
    assert "Only for Kofi" not in page.content.decode()
    assert "Kofi is the mentor, or reads for the mentor." in page.content.decode()
    posted = client.post(item.get_absolute_url(), {"outcome": "publish", "reason": "all_well"})
    assert "Kofi reads this one first." in posted.content.decode()
    assert "Only for Kofi" not in posted.content.decode()


def test_decide_on_ones_own_is_refused(client: Client, sam: Profile, now: datetime) -> None:
    assert client.get(make_item(sam, now=now).get_absolute_url()).status_code == 403


def test_decide_publishes_and_comes_back_to_the_queue(client: Client) -> None:
    item = make_item(make_member("Jo"), now=timezone.now())

    answer = client.post(item.get_absolute_url(), {"outcome": "publish", "reason": "all_well", "advice": ""})

    assert answer.url == QUEUE
    assert Post.objects.get().is_published


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Choose what you decide."),
        ({"reason": ""}, "reason", "Choose a reason."),
        ({"outcome": "remove", "reason": "all_well"}, "reason", "Say what is not right about it."),
        (
            {"outcome": "ask_change", "reason": "unclear", "advice": ""},
            "advice",
            "Write your advice: it helps the person with what they write next.",
        ),
        ({"advice": "a" * 2001}, "advice", "Your advice is too long. Please keep it under 2,000 letters."),
    ],
)
def test_decide_refusals_stand_beside_the_field_and_keep_the_advice(
    client: Client, now: datetime, answers: dict[str, str], field: str, sentence: str
) -> None:
    item = make_item(make_member("Jo"), now=now)

    page = client.post(
        item.get_absolute_url(), {"outcome": "publish", "reason": "unclear", "advice": "Lovely.", **answers}
    )

    assert page.context["form"].errors[field] == [sentence]
    assert answers.get("advice", "Lovely.") in page.content.decode()
    assert not Decision.objects.exists()


def test_decide_after_somebody_else_did(client: Client, now: datetime) -> None:
    item = make_item(make_member("Jo"), now=now)
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=make_champion("Kofi"), now=now)

    assert "Kofi has decided about it already." in client.get(item.get_absolute_url()).content.decode()
    posted = client.post(item.get_absolute_url(), {"outcome": "remove", "reason": "may_hurt", "advice": "No"})
    assert "Somebody has decided about this already." in posted.content.decode()
    assert Post.objects.get().is_published


def test_the_queue_narrowed_and_kept_through_its_pages(client: Client, sam: Profile) -> None:
    hold(60)
    make_item(make_member("Jo"), level=ModerationLevel.POST)

    page = client.get(QUEUE, {"level": "pre"})
    assert page.context["paginator"].count == 60
    assert "level=pre&amp;page=2" in page.content.decode()

    nothing = client.get(QUEUE, {"is_own": "on"}).content.decode()
    assert "Nothing like that is waiting" in nothing
    assert "Show all of them" in nothing
    # A choice that there is not shows everything.
    assert client.get(QUEUE, {"level": "nonsense"}).context["paginator"].count == 61


def test_the_queue_says_who_is_reading_and_what_is_promised_soon(client: Client, area: Area) -> None:
    kofi = make_champion("Kofi")
    now = timezone.now()
    item = make_item(make_member("Jo"), now=now)
    ReviewItem.objects.filter(pk=item.pk).update(promised_by=now + timedelta(minutes=40))
    claim_item(item=item, by=kofi, now=now)

    page = client.get(QUEUE).content.decode()

    assert "Kofi is reading it" in page
    assert "Promised within an hour" in page
    reading = client.get(item.get_absolute_url()).content.decode()
    assert "Kofi took it to read." in reading
    assert "Send my decision" not in reading


def test_take_give_back_and_stand_aside(client: Client, area: Area) -> None:
    item = make_item(make_member("Jo"))
    address = item.get_absolute_url()

    taken = client.post(f"{address}claim/", follow=True).content.decode()
    assert "You are reading this one" in taken
    assert "Others can read it now." in client.post(f"{address}give-back/", follow=True).content.decode()
    assert "Choose a reason." in client.post(f"{address}stand-aside/").content.decode()
    aside = client.post(f"{address}stand-aside/", {"why": "knows"}, follow=True).content.decode()
    assert "Somebody else decides about it." in aside
    assert client.get(address).status_code == 403


def test_what_was_changed_and_what_was_warned_of(client: Client, sam: Profile) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)
    post = send_post(jo, "We meet on Monday. Ring 01865 496012.")
    first = ReviewItem.objects.get()
    assert "a telephone number" in client.get(first.get_absolute_url()).content.decode()
    decide(item=first, outcome=Outcome.ASK_CHANGE, reason=Reason.UNCLEAR, advice="When?", by=sam, now=timezone.now())
    post.refresh_from_db()
    change_words(content=post, words="We meet on Tuesday.", by=jo, now=timezone.now())

    page = client.get(ReviewItem.objects.open().get().get_absolute_url()).content.decode()

    assert '<del><span class="visually-hidden">taken out: </span>Monday.' in page
    assert '<ins><span class="visually-hidden">added: </span>Tuesday.</ins>' in page
    assert "They were asked about this" not in page


def test_ready_advice_stands_before_own_words(client: Client, sam: Profile, area: Area) -> None:
    advice = add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=timezone.now())
    item = make_item(make_member("Jo"))
    sent = {"outcome": "ask_change", "reason": "unclear", "ready": str(advice.pk), "advice": "Thank you, Jo."}

    client.post(item.get_absolute_url(), sent)

    assert Decision.objects.get().advice == "Say which day.\n\nThank you, Jo."


def test_ready_advice_and_own_words_may_not_be_too_long_together(client: Client, sam: Profile, area: Area) -> None:
    advice = add_ready_advice(reason=Reason.UNCLEAR, text="Say which day.", by=sam, now=timezone.now())
    item = make_item(make_member("Jo"))
    sent = {"outcome": "ask_change", "reason": "unclear", "ready": str(advice.pk), "advice": "x" * 1990}

    page = client.post(item.get_absolute_url(), sent).content.decode()

    assert "Your advice is too long. Please keep it under 2,000 letters." in page
    assert "x" * 1990 in page
