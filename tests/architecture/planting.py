"""One text of each kind of content, sent in earnest by whoever may: for tests that hold for all of them."""

from collections.abc import Callable

from moderation.models import Moderated, ModerationState
from moderation.operations.submission import submit
from peers.models import Announcement, Audience, ChatMessage, Comment, DatedAnswer, Group, Post, Question
from portal.models import ModerationLevel, Profile
from providers.models import Organisation, UsedThrough
from providers.operations.rating import rate_service
from providers.operations.reply import reply_to_rating
from tests.architecture.world import World
from tests.factories.peers import (
    LONG_AGO,
    make_event,
    make_event_place,
    make_group,
    make_group_chat,
    make_membership,
    make_post,
    make_question,
)
from tests.factories.portal import make_member
from tests.factories.providers import make_organisation, make_rating, make_representative, make_service


class Place:
    """Where the words are planted: a group, an event, a question and a service, with people who read all of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reader, self.organiser = world.other_member, world.member
        self.group: Group = make_group("Banbury cooks", organiser=self.organiser)
        make_membership(self.group, self.reader)
        self.room = make_group_chat(self.group)
        self.post = make_post(self.group, self.organiser)
        self.question = make_question(self.reader)
        self.organisation: Organisation = make_organisation("Cherwell Support")
        self.speaker = make_representative(self.organisation)
        # Whoever replies works there; whoever rates does not.
        self.replying: Organisation = make_organisation("Banbury Rides")

        self.authors = {level: self.author(level) for level in ModerationLevel}

    def author(self, level: ModerationLevel, **fields: object) -> Profile:
        """Somebody of the group, and of the organisation that replies, with this level of moderation."""
        author = make_member("Ada", moderation_level=level, **fields)
        make_membership(self.group, author)
        make_representative(self.replying, profile=author)
        return author


def plant_event(place: Place, words: str, author: Profile) -> Moderated:
    event = make_event(place.group, author, title=words, text=words, place=words, state=ModerationState.HELD)
    event.published_at = None
    submit(content=event, by=author, now=LONG_AGO)
    make_event_place(event, place.reader)
    return event


def plant_rating(place: Place, words: str, author: Profile) -> Moderated:
    return rate_service(
        service=make_service(place.organisation),
        by=author,
        now=LONG_AGO,
        scores={words: 1},
        words=words,
        used_through=UsedThrough.OWN,
    )


def plant_reply(place: Place, words: str, author: Profile) -> Moderated:
    rating = make_rating(make_service(place.replying), place.reader, now=LONG_AGO)
    return reply_to_rating(rating=rating, by=author, now=LONG_AGO, words=words)


def plainly(make: Callable[[Place, str], Moderated]) -> Callable[[Place, str, Profile], Moderated]:
    """What needs nothing but to be sent."""
    return lambda place, words, author: submit(content=make(place, words), by=author, now=LONG_AGO)


# One planter for each kind: a kind without one fails the test below.
PLANTERS: dict[str, Callable[[Place, str, Profile], Moderated]] = {
    "peers.post": plainly(lambda place, words: Post(group=place.group, text=words)),
    "peers.comment": plainly(lambda place, words: Comment(post=place.post, text=words)),
    "peers.announcement": plainly(
        lambda place, words: Announcement(group=place.group, title=words, text=words, audience=Audience.AREA)
    ),
    "peers.chatmessage": plainly(lambda place, words: ChatMessage(room=place.room, text=words)),
    "peers.event": plant_event,
    "peers.question": plainly(lambda _place, words: Question(title=words, text=words)),
    "peers.datedanswer": plainly(
        lambda place, words: DatedAnswer(question=place.question, text=words, source=words, checked_on=LONG_AGO.date())
    ),
    "providers.rating": plant_rating,
    "providers.reply": plant_reply,
}
