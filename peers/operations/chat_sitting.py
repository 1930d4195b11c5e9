"""A mentor who sits beside a member in a chat, because the member asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from peers.models import ChatRoom, ChatSitting
from peers.operations.chat_news import tell_who_is_here
from peers.rules import talks_in
from portal.models import Profile, Role
from portal.operations.audit import record
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToSit(Refusal):
    """No mentor chosen, the mentor is in the chat anyway, or it has ended."""


@transaction.atomic
def ask_mentor_beside(*, room: ChatRoom, by: Profile, now: datetime) -> ChatSitting:
    """
    Ask one's own mentor to sit beside one in a chat. Everybody there is shown that they do.

    :raises UnableToSit: no mentor chosen, the mentor talks there anyway, or sits there already
    """
    # Lock the person: two presses ask once.
    by = Profile.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=by.pk)
    mentor = by.mentor
    if mentor is None or not mentor.has_role(Role.CHAMPION):
        raise UnableToSit(_("Choose a mentor first. Then they can sit beside you here."))
    if talks_in(mentor, room):
        raise UnableToSit(_("%s is in this chat already.") % mentor)
    if ChatSitting.objects.current().filter(room=room, member=by).exists():
        raise UnableToSit(_("Your mentor sits beside you already."))
    sitting = ChatSitting.objects.create(room=room, member=by, mentor=mentor, began_at=now)
    record(by=by, action="ask_mentor_beside", subject=sitting, now=now)
    notify(
        recipient=mentor,
        key=f"sitting:{sitting.pk}",
        template="peers/email/asked_to_sit",
        now=now,
        url=room.get_absolute_url(),
        person=by,
    )
    tell_who_is_here(room=room, now=now)
    return sitting


@transaction.atomic
def end_sitting(*, room: ChatRoom, by: Profile, now: datetime) -> ChatSitting:
    """
    The mentor gets up: either of the two may say so.

    :raises UnableToSit: nobody sits there beside them, and they beside nobody
    """
    current = ChatSitting.objects.current().select_for_update(of=("self",)).filter(room=room)
    sitting = current.filter(member=by).first() or current.filter(mentor=by).first()
    if sitting is None:
        raise UnableToSit(_("Nobody sits beside you in this chat."))
    sitting.ended_at = now
    sitting.save(update_fields=["ended_at"])
    record(by=by, action="end_sitting", subject=sitting, now=now)
    tell_who_is_here(room=room, now=now)
    return sitting
