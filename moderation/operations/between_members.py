"""Keeping one's peace from another member. They are never told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.models import Block, Mute
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToBlock(Refusal):
    """It is the member themself."""


class UnableToMute(Refusal):
    """It is the member themself."""


@transaction.atomic
def block_member(*, member: Profile, by: Profile, now: datetime) -> Block:
    """
    Have nothing more to do with another member here: neither writes to the other. Doing it again changes nothing.

    :raises UnableToBlock: oneself
    """
    if member == by:
        raise UnableToBlock(_("You cannot block yourself."))
    block, made = Block.objects.get_or_create(by=by, member=member, defaults={"at": now})
    if made:
        record(by=by, action="block_member", subject=member, now=now)
    return block


@transaction.atomic
def unblock_member(*, member: Profile, by: Profile, now: datetime) -> None:
    """Let another member write again. Doing it again changes nothing."""
    if Block.objects.filter(by=by, member=member).delete()[0]:
        record(by=by, action="unblock_member", subject=member, now=now)


@transaction.atomic
def mute_member(*, member: Profile, by: Profile, now: datetime) -> Mute:
    """
    Read no more of what another member writes. Doing it again changes nothing.

    :raises UnableToMute: oneself
    """
    if member == by:
        raise UnableToMute(_("You cannot mute yourself."))
    mute, made = Mute.objects.get_or_create(by=by, member=member, defaults={"at": now})
    if made:
        record(by=by, action="mute_member", subject=member, now=now)
    return mute


@transaction.atomic
def unmute_member(*, member: Profile, by: Profile, now: datetime) -> None:
    """Read another member again. Doing it again changes nothing."""
    if Mute.objects.filter(by=by, member=member).delete()[0]:
        record(by=by, action="unmute_member", subject=member, now=now)
