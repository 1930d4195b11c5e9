"""Taking somebody out of a group: with a reason, kindly, and so that it holds in every open page at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from peers.models import Group, Membership, Removal, RemovalReason
from peers.operations.chat_news import tell_who_left
from peers.operations.event import give_up_places
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToRemoveMember(Refusal):
    """Oneself, an organiser, somebody who is not in the group any more, or without words for them."""


@transaction.atomic
def remove_member(*, membership: Membership, reason: RemovalReason, words: str, by: Profile, now: datetime) -> Removal:
    """
    Take a member out of a group, and tell them why and what they can do.

    They lose the group, its chat and their places at its events at once. Only an invitation lets them in again.

    :raises UnableToRemoveMember: oneself, an organiser, gone already, or no words for them
    """
    # Lock the group: they may be leaving, or becoming its organiser, at this very moment.
    group = Group.objects.select_for_update().get(pk=membership.group_id)
    membership = Membership.objects.select_related("profile").get(pk=membership.pk)
    if membership.left_at is not None:
        raise UnableToRemoveMember(_("They are not in this group any more. You need to do nothing."))
    if membership.profile_id == by.pk:
        raise UnableToRemoveMember(_("This is you. You can leave the group instead."))
    if membership.is_organiser:
        raise UnableToRemoveMember(_("They run the group with you. Please ask a champion for help."))
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    with told_as(UnableToRemoveMember, model=Removal, field="words"):
        removal = Removal.objects.create(membership=membership, reason=reason, words=words.strip(), by=by, at=now)
    record(by=by, action="remove_member", subject=group, now=now, profile=str(membership.profile_id), reason=reason)
    give_up_places(group=group, profile=membership.profile, by=by, now=now)
    notify(
        recipient=membership.profile,
        key=f"removed:{removal.pk}",
        template="peers/email/removed",
        now=now,
        removal=removal,
        group=group,
    )
    tell_who_left(group=group, now=now)
    return removal
