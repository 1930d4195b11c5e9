"""Who reads a text: champions are asked to, one of them takes it, gives it back, or would rather not judge it."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import ReviewItem, StoodAside, WhyAside
from moderation.queries import champions_who_may_read
from moderation.rules import has_come_to, may_decide_item, reader_of
from portal.models import Profile, Role
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToClaim(Refusal):
    """Somebody else is reading it, or it is not this champion's to read."""


class UnableToGiveBack(Refusal):
    """Nobody has it, or somebody else has."""


class UnableToStandAside(Refusal):
    """It is decided, it is not this champion's to read, or they have said so before."""


@transaction.atomic
def claim_item(*, item: ReviewItem, by: Profile, now: datetime) -> ReviewItem:
    """
    Take a text to read, for half an hour: so long, nobody else decides about it. Taking it again begins anew.

    :raises UnableToClaim: decided already, kept for somebody else, not theirs to judge, or somebody is reading it
    """
    item = _locked(item)
    if not item.is_open:
        raise UnableToClaim(_("Somebody has decided about this already."))
    if not may_decide_item(by, item) or not has_come_to(by, item, now=now):
        raise UnableToClaim(_("Somebody else reads this one. Please take another."))
    if item.is_claimed(now) and item.claimed_by != by:
        raise UnableToClaim(_("%s is reading this one now. Please take another.") % item.claimed_by)
    item.claimed_by, item.claimed_at = by, now
    item.save(update_fields=["claimed_by", "claimed_at"])
    return item


@transaction.atomic
def give_item_back(*, item: ReviewItem, by: Profile) -> ReviewItem:
    """
    Let others read a text that one had taken.

    :raises UnableToGiveBack: it is not with this champion
    """
    item = _locked(item)
    if item.claimed_by != by:
        raise UnableToGiveBack(_("You do not have this one any more. You need to do nothing."))
    _let_go(item)
    return item


@transaction.atomic
def stand_aside(*, item: ReviewItem, why: WhyAside, by: Profile, now: datetime) -> StoodAside:
    """
    Say that one should not judge a text, now and in any later version. Others are asked instead.

    Where no champion is left who may, the area's hosts are told.

    :raises UnableToStandAside: decided already, not theirs to judge anyhow, or said before
    """
    item = _locked(item)
    if not item.is_open:
        raise UnableToStandAside(_("Somebody has decided about this already."))
    with told_as(UnableToStandAside, model=StoodAside):
        aside = StoodAside.objects.create(content_id=item.content_id, champion=by, why=why, at=now)
    record(by=by, action="stand_aside", subject=item, now=now, why=why)
    if item.claimed_by == by:
        _let_go(item)
    free_from(item=item, champion=by, now=now)
    return aside


def free_from(*, item: ReviewItem, champion: Profile, now: datetime) -> None:
    """Let a text that is kept for a champion, who must not judge it, go to all others at once."""
    was_kept = champion in (item.mentor_asked, reader_of(item, now=now))
    if was_kept:
        item.mentor_asked = None
        item.save(update_fields=["mentor_asked"])
    if item.is_held and was_kept:
        ask_for_reading(item=item, now=now)
    elif not champions_who_may_read(item):
        _tell_hosts(item=item, now=now)


def ask_for_reading(*, item: ReviewItem, now: datetime) -> None:
    """Tell each champion to whom an item has come that its author waits; the hosts, where there is none."""
    readers = champions_who_may_read(item)
    for champion in readers:
        if has_come_to(champion, item, now=now):
            notify(
                recipient=champion,
                key=f"waiting:{item.pk}",
                template="moderation/email/waiting",
                now=now,
                url=item.get_absolute_url(),
                author=item.author,
                promised_by=item.promised_by,
            )
    if not readers:
        _tell_hosts(item=item, now=now)


def _tell_hosts(*, item: ReviewItem, now: datetime) -> None:
    for host in Profile.objects.with_role(Role.HOST):
        notify(
            recipient=host,
            key=f"nobody-reads:{item.pk}",
            template="moderation/email/nobody_reads",
            now=now,
            url=reverse("portal:area_home"),
            promised_by=item.promised_by,
        )


def _let_go(item: ReviewItem) -> None:
    item.claimed_by = item.claimed_at = None
    item.save(update_fields=["claimed_by", "claimed_at"])


def _locked(item: ReviewItem) -> ReviewItem:
    # Lock the item: two champions may be reaching for it at this very moment. Who has it is asked once it is locked: a
    # join would still answer as before the wait.
    return ReviewItem.objects.select_for_update(no_key=True).get(pk=item.pk)
