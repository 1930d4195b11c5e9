"""What the open pages of a chat are told, and who is told by their own channel because they have not got it open."""

from datetime import datetime

from django.template.loader import render_to_string

from moderation.models import Moderated
from moderation.queries import not_hearing
from peers.models import ChatMessage, ChatRoom, ChatVisit, Group
from peers.queries.chat import as_shown, audience_of_chat, people_here, sittings_in
from portal.live import tell_pages
from portal.operations.notifications import notify


def place_of(room: ChatRoom) -> str:
    """The name under which the open pages of a chat listen."""
    return f"chat.{room.area_id.hex}.{room.pk.hex}"


def tell_of_message(*, content: Moderated, now: datetime) -> None:
    """
    Show a message on the open pages of those who may read it, and tell the other of two, who has not looked.

    A held one is shown to its author, and to a mentor who sits beside them. Who may read it is asked of the database
    at this very moment, not of the pages: a page that should be closed by now gets nothing.
    """
    message = as_shown(ChatMessage.objects.select_related("room")).get(pk=content.pk)
    room = message.room
    if message.is_published:
        heard = audience_of_chat(room).exclude(pk__in=not_hearing(message.author))
        audience = list(heard.values_list("pk", flat=True))
    else:
        sittings = sittings_in(room).filter(member=message.author)
        audience = [message.author_id, *(sitting.mentor_id for sitting in sittings)]
    tell_pages(
        place_of(room),
        {
            "type": "chat.message",
            "audience": [str(pk) for pk in audience],
            "author": str(message.author_id),
            "id": str(message.pk),
            "own": _drawn(message, is_own=True),
            "others": _drawn(message, is_own=False),
        },
    )
    if message.is_published and not room.is_of_group:
        _tell_the_other(message=message, now=now)


def tell_of_hidden_message(*, content: Moderated, now: datetime) -> None:  # noqa: ARG001  the shape of such a call
    """Take a message off the open pages. Its author reads why where they read all advice."""
    room = ChatRoom.objects.get(messages=content.pk)
    tell_pages(place_of(room), {"type": "chat.gone", "id": str(content.pk)})


def tell_who_is_here(*, room: ChatRoom, now: datetime) -> None:
    """Show on the open pages who else is there now, and which mentors sit beside whom."""
    here, sittings = list(people_here(room, now=now)), list(sittings_in(room))
    tell_pages(
        place_of(room),
        {
            "type": "chat.here",
            "audience": [str(pk) for pk in audience_of_chat(room).values_list("pk", flat=True)],
            "html": render_to_string("peers/_chat_here.html", {"here": here, "sittings": sittings}),
        },
    )


def _drawn(message: ChatMessage, *, is_own: bool) -> str:
    return render_to_string("peers/_chat_message.html", {"message": message, "is_own": is_own})


def _tell_the_other(*, message: ChatMessage, now: datetime) -> None:
    """Once, until they have looked: nobody wants an email for each line."""
    reader = message.room.partner_of(message.author)
    if reader is None:
        return
    if not_hearing(message.author).filter(pk=reader.pk).exists():
        return
    visit = ChatVisit.objects.filter(room=message.room, profile=reader).first()
    if visit is not None and visit.here_until > now:
        return
    notify(
        recipient=reader,
        key=f"chat:{message.room_id}:{visit.seen_at.isoformat() if visit else 'never'}",
        template="peers/email/chat_message",
        now=now,
        url=message.room.get_absolute_url(),
        person=message.author,
    )


def tell_who_left(*, group: Group, now: datetime) -> None:
    """Let the pages of a group's chat look again whether they may stay open, and what they show."""
    for room in ChatRoom.objects.filter(group=group):
        tell_who_is_here(room=room, now=now)
