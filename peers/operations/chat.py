"""Talking at once: in a group, or between two who both agreed."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moderation.operations.submission import submit
from moderation.queries import is_blocked
from peers.models import Answer, ChatMessage, ChatRequest, ChatRoom, ChatVisit, Group
from peers.operations.chat_news import tell_of_message, tell_who_is_here
from peers.rules import share_a_group, talks_in
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

# A second press, or a form that the browser sent again, comes within this time.
TWICE_WITHIN: Final = timedelta(seconds=20)
# Nobody reads faster than this, and whoever writes faster may need a pause.
MOST_IN_A_WHILE: Final = 12
A_WHILE: Final = timedelta(minutes=1)
# An open page says that it is there more often than this; one without JavaScript says it when it is loaded.
HERE_FOR: Final = timedelta(seconds=45)


class UnableToChat(Refusal):
    """They do not share a group, the chat was ended, or they have just written a lot."""


@transaction.atomic
def open_group_chat(*, group: Group, by: Profile, now: datetime) -> ChatRoom:
    """
    The chat of a group, which is made when the first of its members looks for it.

    :raises UnableToChat: not in the group
    """
    room = ChatRoom.objects.filter(group=group).first()
    if room is None:
        room, _made = ChatRoom.objects.get_or_create(group=group, defaults={"opened_at": now})
    if not talks_in(by, room):
        raise UnableToChat(_("Join the group first. Then you can chat there."))
    return room


@transaction.atomic
def ask_to_chat(*, asked: Profile, by: Profile, now: datetime) -> ChatRequest:
    """
    Ask somebody of one's groups to chat, and tell them. Nothing opens before they say yes.

    :raises UnableToChat: no group in common, asked already, or the two have a chat
    """
    if not share_a_group(by, asked):
        raise UnableToChat(_("You can chat with people from your groups. Join a group that you both like first."))
    if is_blocked(by, asked):
        raise UnableToChat(_("You two cannot chat here now. You can talk with others of your groups."))
    if ChatRoom.objects.between(by, asked).filter(ended_at__isnull=True).exists():
        raise UnableToChat(_("You two have a chat already. It is in your list of chats."))
    request = ChatRequest(asked_by=by, asked=asked, made_at=now)
    with told_as(UnableToChat, model=ChatRequest):
        request.save()
    record(by=by, action="ask_to_chat", subject=request, now=now)
    notify(
        recipient=asked,
        key=f"asked-to-chat:{request.pk}",
        template="peers/email/asked_to_chat",
        now=now,
        url="/chats/",
        person=by,
    )
    return request


@transaction.atomic
def answer_chat(*, request: ChatRequest, answer: Answer, by: Profile, now: datetime) -> ChatRoom | None:
    """
    Say yes or no to a chat. A yes opens it and is told; a no is told to nobody.

    :return: the chat, after a yes
    :raises UnableToChat: answered already, meant for somebody else, or no group in common any more
    """
    # Lock the row: it may be answered in two tabs.
    request = ChatRequest.objects.select_for_update(of=("self",)).select_related("asked_by", "asked").get(pk=request.pk)
    if request.asked != by:
        raise UnableToChat(_("Somebody else was asked this."))
    if request.answered_at is not None:
        raise UnableToChat(_("This has been answered already."))
    if answer == Answer.YES and not share_a_group(by, request.asked_by):
        raise UnableToChat(_("You two are in no group together any more, so this chat cannot open."))
    request.answer, request.answered_at = answer, now
    request.save(update_fields=["answer", "answered_at"])
    record(by=by, action="answer_chat", subject=request, now=now, answer=answer)
    if answer == Answer.NO:
        return None
    room = ChatRoom.objects.between(by, request.asked_by).select_for_update().first()
    room = room or ChatRoom(one=request.asked_by, other=by, opened_at=now)
    room.ended_at = room.ended_by = None
    room.save()
    notify(
        recipient=request.asked_by,
        key=f"chat-opened:{request.pk}",
        template="peers/email/chat_opened",
        now=now,
        url=room.get_absolute_url(),
        person=by,
    )
    return room


@transaction.atomic
def end_chat(*, room: ChatRoom, by: Profile, now: datetime) -> ChatRoom:
    """
    End a chat of two. Both keep what was said; neither can write more until both agree again.

    :raises UnableToChat: a group's chat, not one's own, or ended already
    """
    room = ChatRoom.objects.select_for_update().get(pk=room.pk)
    if room.is_of_group:
        raise UnableToChat(_("This is your group’s chat. You can leave the group."))
    if by.pk not in (room.one_id, room.other_id) or room.is_ended:
        raise UnableToChat(_("This chat has ended already."))
    room.ended_at, room.ended_by = now, by
    room.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action="end_chat", subject=room, now=now)
    tell_who_is_here(room=room, now=now)
    return room


@transaction.atomic
def say(*, room: ChatRoom, text: str, by: Profile, now: datetime) -> ChatMessage:
    """
    Say something in a chat, as the author's own moderation level says. The same words sent twice are said once.

    :raises UnableToChat: not one's chat, ended, no group in common any more, or a lot written just now
    """
    # Lock the person: two tabs must not get past the limit together.
    by = Profile.objects.select_for_update(of=("self",)).select_related("area", "mentor").get(pk=by.pk)
    _refuse_where_nobody_can_write(room=room, by=by)
    own = ChatMessage.objects.filter(author=by)
    twice = own.filter(room=room, text=text, submitted_at__gt=now - TWICE_WITHIN).first()
    if twice is not None:
        return twice
    _refuse_too_many([*own.filter(submitted_at__gt=now - A_WHILE).values_list("submitted_at", flat=True)], now=now)
    message = submit(content=ChatMessage(room=room, text=text), by=by, now=now)
    if message.is_held:
        tell_of_message(content=message, now=now)
    return message


def _refuse_where_nobody_can_write(*, room: ChatRoom, by: Profile) -> None:
    if not talks_in(by, room):
        raise UnableToChat(_("You are not in this chat."))
    partner = room.partner_of(by) if not room.is_of_group else None
    if room.is_ended:
        raise UnableToChat(_("This chat has ended. You can ask to chat again."))
    if partner is not None and is_blocked(by, partner):
        raise UnableToChat(_("You two cannot write to each other now. You can talk with others of your groups."))
    if partner is not None and not share_a_group(by, partner):
        raise UnableToChat(
            _("You two are in no group together any more, so you cannot write here. Join one that you both like.")
        )


def _refuse_too_many(moments: list[datetime], *, now: datetime) -> None:
    if len(moments) < MOST_IN_A_WHILE:
        return
    seconds = max(1, round((sorted(moments)[-MOST_IN_A_WHILE] + A_WHILE - now).total_seconds()))
    raise UnableToChat(
        ngettext(
            "You have written a lot in one minute. Give the others time to read. You can send this in %(number)d "
            "second. Your words are still here.",
            "You have written a lot in one minute. Give the others time to read. You can send this in %(number)d "
            "seconds. Your words are still here.",
            seconds,
        )
        % {"number": seconds},
        field="text",
    )


@transaction.atomic
def come_in(*, room: ChatRoom, by: Profile, now: datetime) -> None:
    """Somebody has the chat before them: they have seen what is there, and others see that they are here."""
    visit = ChatVisit.objects.filter(room=room, profile=by).first()
    was_here = visit is not None and visit.here_until > now
    ChatVisit.objects.update_or_create(room=room, profile=by, defaults={"seen_at": now, "here_until": now + HERE_FOR})
    if not was_here:
        tell_who_is_here(room=room, now=now)


@transaction.atomic
def go_out(*, room: ChatRoom, by: Profile, now: datetime) -> None:
    """Somebody has closed the chat."""
    ChatVisit.objects.filter(room=room, profile=by).update(here_until=now)
    tell_who_is_here(room=room, now=now)
