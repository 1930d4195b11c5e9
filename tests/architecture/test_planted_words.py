"""
What is held, sent back or taken away is nowhere to be found: not on a page, in a search, a feed, the API or a notice.

A word that nobody uses is planted in one text of each kind in each hidden state. Then people who could read the text
if it were published follow every link, ask every search for the word, and try the addresses that they could guess.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

import pytest
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from moderation import kinds
from moderation.models import ContentVersion, Moderated, ModerationState, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from peers.operations.calendar_feed import make_calendar_feed
from portal.areas.context import area_context
from portal.models import ModerationLevel, Notification
from tests.architecture.planting import PLANTERS, Place
from tests.architecture.test_routes import addresses
from tests.architecture.world import World, visitor
from tests.factories.peers import (
    LONG_AGO,
)
from tests.factories.portal import MONDAY_AFTERNOON

# No name and no word of ours begins like these. A search box says again what it was asked: so people ask for the first
# word, and the second one tells that the text itself was found.
ASKED, PLANTED = "quokka", "wombat"
HIDDEN = (ModerationState.HELD, ModerationState.CHANGE_ASKED, ModerationState.REMOVED)
# More pages than any of the people below can reach.
MOST_PAGES = 600
# Leads out of the site, or to the same page in the other way of reading.
NOT_FOLLOWED = re.compile(r"/accounts/|/exit|/static/|.*[?&]easy=")


def plant(place: Place, kind: str, state: ModerationState) -> Moderated:
    """A text with the word in it. What is taken away was there to be read before, and people were told of it."""
    level = ModerationLevel.POST if state == ModerationState.REMOVED else ModerationLevel.PRE
    words = f"{ASKED} {PLANTED} {kind.partition('.')[2]} {state.replace('_', ' ')}"
    content = PLANTERS[kind](place, words, place.authors[level])
    outcome = {ModerationState.REMOVED: Outcome.REMOVE, ModerationState.CHANGE_ASKED: Outcome.ASK_CHANGE}.get(state)
    if outcome is not None:
        item = ReviewItem.objects.get(content_id=content.pk)
        decide(
            item=item,
            outcome=outcome,
            reason=Reason.MAY_HURT,
            advice="Say it kindly.",
            by=place.world.champion,
            now=MONDAY_AFTERNOON,
        )
    content.refresh_from_db()
    assert content.state == state
    return content


class Links(HTMLParser):
    """Where a page leads: its links, and what its search boxes ask."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self._search: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form" and given.get("method", "get").lower() == "get":
            self._search = (given.get("action", ""), [])
        elif tag == "input" and self._search and given.get("type", "text") in ("text", "search"):
            self._search[1].append(given.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._search:
            action, boxes = self._search
            self.links += [f"{action}?{urlencode({box: ASKED})}" for box in boxes]
            self._search = None


def said_by(answer: HttpResponse) -> str:
    """All that an answer says. A calendar folds its long lines; the address asked for is no news to who asked."""
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace").replace("\r\n ", "").casefold()


def walk(client: Client, begin: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Follow every link there is, and ask every search box for the planted word."""
    waiting, seen = deque(begin), set(begin)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        yield address, answer
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = Links()
        page.feed(answer.content.decode())
        for link in [*page.links, answer.headers.get("Location", "")]:
            parts = urlsplit(urljoin(address, link))
            target = parts._replace(scheme="", netloc="", fragment="").geturl()
            if not parts.netloc and target not in seen and not NOT_FOLLOWED.match(target):
                seen.add(target)
                waiting.append(target)
        assert len(seen) < MOST_PAGES, sorted(seen)


def lists_of_the_api() -> list[str]:
    """Every address of the API that needs to know nothing, asked for the word where it can be searched."""
    names = [name for name, pattern in own_addresses() if name.startswith("api:") and not keys_of(pattern)]
    return [f"{reverse(name, urlconf='portal.urls')}?words={ASKED}" for name in names]


def own_addresses() -> list[tuple[str, URLPattern]]:
    return [(name, pattern) for name, namespaces, pattern in addresses(get_resolver("portal.urls")) if namespaces]


def keys_of(pattern: URLPattern) -> list[str]:
    return [*pattern.pattern.converters, *pattern.pattern.regex.groupindex]


def guesses(ids: list[UUID]) -> list[str]:
    """What somebody would try who knows the ids: each address that takes one, with each of them."""
    found = []
    for name, pattern in own_addresses():
        if set(keys_of(pattern)) == {"pk"}:
            found += [reverse(name, kwargs={"pk": pk}, urlconf="portal.urls") for pk in ids]
    return found


def leaks(client: Client, *, begin: list[str], also: Iterable[str] = ()) -> list[str]:
    """The addresses that tell somebody of the planted word."""
    found = dict(walk(client, begin))
    found |= {address: client.get(address) for address in also}
    assert len(found) > len(begin), "nobody went anywhere"
    return sorted(address for address, answer in found.items() if PLANTED in said_by(answer))


@pytest.fixture
def place(world: World) -> Place:
    with area_context(world.oxfordshire.id):
        return Place(world)


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_every_kind_of_content_is_planted() -> None:
    assert set(PLANTERS) == set(kinds._KINDS)


@pytest.fixture
def planted(world: World, place: Place) -> list[Moderated]:
    """A text of each kind in each hidden state."""
    with area_context(world.oxfordshire.id):
        planted = [plant(place, kind, state) for kind in PLANTERS for state in HIDDEN]
        assert ContentVersion.objects.filter(text__icontains=PLANTED).count() == len(planted)
    return planted


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("name", ["reader", "organiser", "speaker", "host", "commissioner"])
def test_hidden_words_are_on_no_page(world: World, place: Place, name: str) -> None:
    person = getattr(place, name, None) or getattr(world, name)

    assert leaks(visitor(world.oxfordshire, person), begin=["/", *lists_of_the_api()]) == []


@pytest.mark.usefixtures("planted")
def test_hidden_words_are_on_no_easy_read_page(world: World, place: Place) -> None:
    client = visitor(world.oxfordshire, place.reader)
    client.get("/?easy=1")

    assert leaks(client, begin=["/"]) == []


def test_who_knows_its_id_does_not_find_a_hidden_text(world: World, place: Place, planted: list[Moderated]) -> None:
    held = [content.pk for content in planted if content.is_held]

    assert leaks(visitor(world.oxfordshire, place.reader), begin=[], also=guesses(held)) == []


@pytest.mark.usefixtures("planted")
def test_hidden_words_are_in_no_notice_and_no_calendar(world: World, place: Place) -> None:
    with area_context(world.oxfordshire.id):
        _feed, secret = make_calendar_feed(group=None, by=place.reader, now=LONG_AGO)
        told = Notification.objects.filter(Q(subject__icontains=PLANTED) | Q(body__icontains=PLANTED))
        told_to = set(told.values_list("recipient", flat=True))

    calendar = said_by(visitor(world.oxfordshire, None).get(reverse("peers:calendar_feed", args=[secret])))
    # Its author is told what was decided about it.
    assert told_to <= {author.pk for author in place.authors.values()}
    assert "begin:vcalendar" in calendar
    assert PLANTED not in calendar


def test_the_same_walk_finds_what_is_published(world: World, place: Place) -> None:
    """Otherwise finding nothing would say nothing."""
    with area_context(world.oxfordshire.id):
        author = place.authors[ModerationLevel.NONE]
        planted = [PLANTERS[kind](place, f"{ASKED} {PLANTED} {kind}", author) for kind in PLANTERS]
        own = {content._meta.label_lower: kinds.kind_of(content).url(content).partition("#")[0] for content in planted}

    found = leaks(visitor(world.oxfordshire, place.reader), begin=["/", *lists_of_the_api()])

    paths = {urlsplit(address).path for address in found}
    assert {kind for kind, address in own.items() if address not in paths} == set()
    assert {reverse("peers:questions"), reverse("peers:events"), reverse("peers:diary")} <= paths
