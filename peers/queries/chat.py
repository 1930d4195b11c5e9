"""Chats, for who talks in them and who sits beside."""

from datetime import datetime

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from moderation.models import ModerationState, ReviewItem
from moderation.queries import unheard_by
from peers.models import (
    ChatMessage,
    ChatRequest,
    ChatRoom,
    ChatSitting,
    ChatVisit,
)
from peers.models.chat_message import ChatMessageQuerySet
from peers.queries.groups import groups_of, people_in
from portal.models import Profile


def chats_of(profile: Profile) -> QuerySet[ChatRoom]:
    """
    Where somebody talks or sits beside another, the newest words first.

    `last_at`: when something was said there last; `unread`: how many messages of others they have not seen.
    """
    sitting = ChatSitting.objects.current().filter(mentor=profile)
    rooms = ChatRoom.objects.filter(
        Q(group__in=groups_of(profile)) | Q(one=profile) | Q(other=profile) | Q(pk__in=sitting.values("room"))
    )
    heard = ChatMessage.objects.published().exclude(author__in=unheard_by(profile))
    said = heard.filter(room=OuterRef("pk")).order_by("-submitted_at", "-id")
    seen = ChatVisit.objects.filter(room=OuterRef(OuterRef("pk")), profile=profile).values("seen_at")
    began = sitting.filter(room=OuterRef(OuterRef("pk"))).values("began_at")
    new = said.exclude(author=profile).filter(
        published_at__gt=Coalesce(Subquery(seen), Subquery(began), OuterRef("opened_at"))
    )
    counted = new.order_by().values("room").annotate(number=Count("pk")).values("number")
    return (
        rooms.with_people()
        .annotate(
            last_at=Coalesce(Subquery(said.values("submitted_at")[:1]), "opened_at"),
            unread=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        )
        .order_by("-last_at", "-id")
    )


def chat_messages_for(profile: Profile, *, room: ChatRoom) -> ChatMessageQuerySet:
    """
    What somebody may read in a chat, newest first, as `as_shown`.

    What others published and all of one's own; for a mentor who sits there, from when they sat down, what was published
    and what their mentee has held.
    """
    messages = ChatMessage.objects.filter(room=room)
    sitting = sitting_of(profile, room=room)
    if sitting is None:
        messages = messages.visible_to(profile).exclude(author__in=unheard_by(profile))
    else:
        theirs = Q(author=sitting.member, state=ModerationState.HELD)
        messages = messages.filter(Q(state=ModerationState.PUBLISHED) | theirs, submitted_at__gte=sitting.began_at)
    return as_shown(messages).order_by("-submitted_at", "-id")


def as_shown(messages: ChatMessageQuerySet) -> ChatMessageQuerySet:
    """Messages with all that is shown of them; `review_item` is the id of the open review of a held one."""
    item = ReviewItem.objects.open().filter(content_id=OuterRef("pk")).values("pk")
    return messages.with_promise().annotate(review_item=Subquery(item[:1])).select_related("author")


def sitting_of(mentor: Profile, *, room: ChatRoom) -> ChatSitting | None:
    """Where a mentor sits beside somebody in a chat, now."""
    return ChatSitting.objects.current().filter(room=room, mentor=mentor).select_related("member").first()


def sittings_in(room: ChatRoom) -> QuerySet[ChatSitting]:
    """The mentors who sit in a chat now, and beside whom."""
    return ChatSitting.objects.current().filter(room=room).select_related("mentor", "member")


def audience_of_chat(room: ChatRoom) -> QuerySet[Profile]:
    """Everybody who may read what is said in a chat from now on."""
    mentors = ChatSitting.objects.current().filter(room=room).values("mentor")
    talkers = Q(pk__in=people_in(room.group_id)) if room.group_id else Q(pk__in=[room.one_id, room.other_id])
    return Profile.objects.filter(talkers | Q(pk__in=mentors))


def people_here(room: ChatRoom, *, now: datetime) -> QuerySet[Profile]:
    """Who of them has the chat open now."""
    here = ChatVisit.objects.here(now=now).filter(room=room)
    return audience_of_chat(room).filter(pk__in=here.values("profile")).order_by("shown_name", "id")


def chat_requests_to(profile: Profile) -> QuerySet[ChatRequest]:
    """Who would like to chat with somebody, and waits for an answer."""
    return ChatRequest.objects.waiting().filter(asked=profile).select_related("asked_by")
