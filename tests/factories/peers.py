"""Groups and what is written in them, for tests. Call them inside an area."""

from datetime import UTC, date, datetime, timedelta

from moderation.models import ModerationState
from peers.models import (
    Announcement,
    Audience,
    ChatMessage,
    ChatRequest,
    ChatRoom,
    ChatSitting,
    Comment,
    DatedAnswer,
    Event,
    EventPlace,
    Group,
    GroupRole,
    JoinRequest,
    Membership,
    Paper,
    Post,
    Question,
    QuestionPassing,
    RequestKind,
)
from portal.models import Profile
from portal.operations.stored_files import store_bytes

LONG_AGO = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
SMALL_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_group(name: str = "Banbury cooks", *, organiser: Profile | None = None, **fields: object) -> Group:
    group = Group.objects.create(
        **{"name": name, "purpose": "We cook together and eat together.", "created_at": LONG_AGO, **fields}
    )
    if organiser is not None:
        make_membership(group, organiser, role=GroupRole.ORGANISER)
    return group


def make_membership(group: Group, profile: Profile, **fields: object) -> Membership:
    return Membership.objects.create(group=group, profile=profile, **{"joined_at": LONG_AGO, **fields})


def make_request(group: Group, profile: Profile, **fields: object) -> JoinRequest:
    return JoinRequest.objects.create(
        group=group,
        profile=profile,
        **{"kind": RequestKind.ASKED, "made_by": profile, "made_at": LONG_AGO, **fields},
    )


def make_invitation(group: Group, profile: Profile, *, organiser: Profile) -> JoinRequest:
    return make_request(group, profile, kind=RequestKind.INVITED, made_by=organiser)


def _published(author: Profile, **fields: object) -> dict[str, object]:
    return {
        "author": author,
        "state": ModerationState.PUBLISHED,
        "submitted_at": LONG_AGO,
        "published_at": LONG_AGO,
        **fields,
    }


def make_post(group: Group, author: Profile, text: str = "Who brings the onions?", **fields: object) -> Post:
    return Post.objects.create(group=group, text=text, **_published(author, **fields))


def make_comment(post: Post, author: Profile, text: str = "I do.", **fields: object) -> Comment:
    return Comment.objects.create(post=post, text=text, **_published(author, **fields))


def make_announcement(group: Group, author: Profile, **fields: object) -> Announcement:
    words = {"title": "Open day", "text": "Come and see us.", "audience": Audience.GROUP, **fields}
    return Announcement.objects.create(group=group, **_published(author, **words))


def make_paper(group: Group, added_by: Profile, title: str = "Minutes of the October meeting") -> Paper:
    file = store_bytes(name="minutes.pdf", content=SMALL_PDF, content_type="application/pdf", by=added_by, now=LONG_AGO)
    return Paper.objects.create(
        group=group, title=title, date=date(2026, 10, 5), file=file, added_by=added_by, added_at=LONG_AGO
    )


def make_chat(one: Profile, other: Profile, **fields: object) -> ChatRoom:
    return ChatRoom.objects.create(one=one, other=other, **{"opened_at": LONG_AGO, **fields})


def make_group_chat(group: Group) -> ChatRoom:
    return ChatRoom.objects.create(group=group, opened_at=LONG_AGO)


def make_chat_request(asked_by: Profile, asked: Profile, **fields: object) -> ChatRequest:
    return ChatRequest.objects.create(asked_by=asked_by, asked=asked, **{"made_at": LONG_AGO, **fields})


def make_message(room: ChatRoom, author: Profile, text: str = "Hello!", **fields: object) -> ChatMessage:
    return ChatMessage.objects.create(room=room, text=text, **_published(author, **fields))


def make_sitting(room: ChatRoom, member: Profile, mentor: Profile, **fields: object) -> ChatSitting:
    return ChatSitting.objects.create(room=room, member=member, mentor=mentor, **{"began_at": LONG_AGO, **fields})


def make_event(group: Group | None, author: Profile, title: str = "Soup for everybody", **fields: object) -> Event:
    """An event on the Saturday after the fixture `now`, from 2 to 4 in the afternoon."""
    starts_at = fields.pop("starts_at", datetime(2026, 11, 28, 14, 0, tzinfo=UTC))
    facts = {
        "text": "We make soup and eat it.",
        "place": "The library",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "sign_up_by": starts_at,
        "changed_at": LONG_AGO,
        **fields,
    }
    return Event.objects.create(group=group, title=title, **_published(author, **facts))


def make_event_place(event: Event, profile: Profile, **fields: object) -> EventPlace:
    return EventPlace.objects.create(
        event=event, profile=profile, **{"asked_at": LONG_AGO, "given_at": LONG_AGO, **fields}
    )


def make_question(author: Profile, title: str = "Can I use my budget for a bus pass?", **fields: object) -> Question:
    return Question.objects.create(**_published(author, **{"title": title, "text": "I have no bus pass.", **fields}))


def make_dated_answer(
    question: Question, author: Profile, text: str = "Yes, you can.", **fields: object
) -> DatedAnswer:
    checked = {"checked_on": date(2026, 9, 1), "source": "A letter from the council", **fields}
    return DatedAnswer.objects.create(question=question, text=text, **_published(author, **checked))


def make_passing(question: Question, to: Profile, *, by: Profile, **fields: object) -> QuestionPassing:
    times = {"passed_at": LONG_AGO, "changed_at": LONG_AGO, **fields}
    return QuestionPassing.objects.create(question=question, to=to, passed_by=by, **times)
