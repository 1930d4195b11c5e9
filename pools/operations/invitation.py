"""Asking somebody to join, and their answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Invitation, InvitationAnswer, Pool, PoolMembership, Wish
from pools.operations.membership import add_member
from pools.operations.pool_status import lock_pool
from pools.queries.pools import OPEN_TO_NEWCOMERS, Candidate, membership_of, places_left
from portal.models import Profile, Role
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToInvite(Refusal):
    """The person is in the pool or invited already, or nobody can join at the moment."""


class UnableToAnswerInvitation(Refusal):
    """The invitation is somebody else's, or it has its answer."""


@transaction.atomic
def invite(*, pool: Pool, profile: Profile, wish: Wish | None = None, by: Profile, now: datetime) -> Invitation:
    """
    Ask somebody to join a pool.

    :param wish: the wish that made us think of them
    :raises UnableToInvite: in already, invited already, no place left, or the pool takes nobody in any more
    """
    pool, state = lock_pool(pool)
    if state not in OPEN_TO_NEWCOMERS:
        raise UnableToInvite(_("This pool takes nobody in at the moment."))
    if not profile.has_role(Role.MEMBER):
        raise UnableToInvite(_("Only members of this area can join a pool."))
    if membership_of(pool, profile) is not None:
        raise UnableToInvite(_("This person is in the pool already."))
    if places_left(pool) == 0:
        raise UnableToInvite(_("The pool is full. Make more places first."))
    with told_as(UnableToInvite, model=Invitation):
        invitation = Invitation.objects.create(pool=pool, profile=profile, wish=wish, invited_by=by, invited_at=now)
    record(by=by, action="invite", subject=pool, now=now)
    notify(
        recipient=profile,
        key=f"invitation:{invitation.pk}",
        template="pools/email/invitation",
        now=now,
        url=invitation.get_absolute_url(),
        pool=pool,
        person=by,
    )
    return invitation


@transaction.atomic
def invite_people(*, pool: Pool, candidates: Sequence[Candidate], by: Profile, now: datetime) -> list[Invitation]:
    """
    Ask several people to join a pool: all of them, or nobody.

    :raises UnableToInvite: as `invite`, for the first who cannot be asked
    """
    return [
        invite(pool=pool, profile=candidate.profile, wish=candidate.wish, by=by, now=now) for candidate in candidates
    ]


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: Profile, now: datetime) -> PoolMembership:
    """
    Join the pool.

    :raises UnableToAnswerInvitation: somebody else's, or answered already
    :raises UnableToJoinPool: no place left, or the pool takes nobody in any more
    """
    invitation = _own_open_invitation(invitation=invitation, by=by)
    membership = add_member(pool=invitation.pool, profile=by, wish=invitation.wish, now=now)
    _answer(invitation=invitation, answer=InvitationAnswer.ACCEPTED, now=now)
    return membership


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: Profile, now: datetime) -> Invitation:
    """
    Say no, thank you. Nobody is told why, and nobody needs to say.

    :raises UnableToAnswerInvitation: somebody else's, or answered already
    """
    invitation = _own_open_invitation(invitation=invitation, by=by)
    _answer(invitation=invitation, answer=InvitationAnswer.DECLINED, now=now)
    record(by=by, action="decline_invitation", subject=invitation, now=now)
    return invitation


def _own_open_invitation(*, invitation: Invitation, by: Profile) -> Invitation:
    # Lock it: two clicks must not answer twice.
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("pool", "wish").get(pk=invitation.pk)
    if invitation.profile_id != by.pk:
        raise UnableToAnswerInvitation(_("This invitation is for somebody else."))
    if not invitation.is_open:
        raise UnableToAnswerInvitation(_("You have answered this invitation already."))
    return invitation


def _answer(*, invitation: Invitation, answer: InvitationAnswer, now: datetime) -> None:
    invitation.answer, invitation.answered_at = answer, now
    invitation.save(update_fields=["answer", "answered_at"])
