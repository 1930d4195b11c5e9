"""Coming into a pool and going out of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peers.rules import is_in
from pools.models import Invitation, InvitationAnswer, Pool, PoolMembership, PoolState, Wish
from pools.operations.decision import undo_decision
from pools.operations.pool_status import forget_warnings, lock_pool, move_pool
from pools.queries.costing import Preview, preview_join, preview_leave
from pools.queries.leaving import needs_notice
from pools.queries.pools import OPEN_TO_NEWCOMERS, members_of, places_left
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToJoinPool(Refusal):
    """There is no place, or it is too late."""


class UnableToLeavePool(Refusal):
    """The person has left already, or the others do not know yet."""


def add_member(*, pool: Pool, profile: Profile, wish: Wish | None, now: datetime) -> PoolMembership:
    """
    Give somebody a place, and tell the others what they pay now. The caller decides that this person may.

    :raises UnableToJoinPool: in already, no place left, or the pool takes nobody in any more
    """
    # Lock the pool: somebody else may be taking the last place at this very moment.
    pool, state = lock_pool(pool)
    if state not in OPEN_TO_NEWCOMERS:
        raise UnableToJoinPool(_("This pool takes nobody in at the moment. Ask the organiser when you can join."))
    if places_left(pool) == 0:
        raise UnableToJoinPool(_("This pool is full. You can ask the organiser to make more places."))
    preview = preview_join(pool, newcomer=profile)
    with told_as(UnableToJoinPool, model=PoolMembership):
        membership = PoolMembership.objects.create(pool=pool, profile=profile, wish=wish, joined_at=now)
    forget_warnings(pool)
    record(by=profile, action="join_pool", subject=pool, now=now)
    tell_the_others(membership=membership, template="pools/email/somebody_joined", preview=preview, now=now)
    return membership


@transaction.atomic
def join_pool(*, pool: Pool, by: Profile, now: datetime) -> PoolMembership:
    """
    Join a pool of one's own group. Nobody has to be asked for that.

    :raises UnableToJoinPool: it is no pool of a group of theirs, or as `add_member`
    """
    if pool.group is None or not is_in(by, pool.group):
        raise UnableToJoinPool(_("You need an invitation to join this pool."))
    for invitation in Invitation.objects.open().filter(pool=pool, profile=by):
        invitation.answer, invitation.answered_at = InvitationAnswer.ACCEPTED, now
        invitation.save(update_fields=["answer", "answered_at"])
    return add_member(pool=pool, profile=by, wish=None, now=now)


@transaction.atomic
def warn_of_leaving(*, membership: PoolMembership, by: Profile, now: datetime) -> Preview:
    """
    Tell every other member what they would pay if this person left. It is the step before `leave_pool`.

    :raises UnableToLeavePool: somebody else's place, or the person has left
    """
    pool, _state, membership = own_open_membership(membership=membership, by=by)
    preview = preview_leave(membership)
    membership.leaving_told_at = now
    membership.save(update_fields=["leaving_told_at"])
    record(by=by, action="warn_of_leaving", subject=pool, now=now)
    tell_the_others(membership=membership, template="pools/email/somebody_may_leave", preview=preview, now=now)
    return preview


@transaction.atomic
def stay_in_pool(*, membership: PoolMembership, by: Profile, now: datetime) -> PoolMembership:
    """
    Think better of leaving.

    :raises UnableToLeavePool: somebody else's place, or the person has left
    """
    pool, _state, membership = own_open_membership(membership=membership, by=by)
    membership.leaving_told_at = None
    membership.save(update_fields=["leaving_told_at"])
    record(by=by, action="stay_in_pool", subject=pool, now=now)
    return membership


@transaction.atomic
def leave_pool(*, membership: PoolMembership, by: Profile, now: datetime) -> PoolMembership:
    """
    Leave a pool. Possible at any time, once the others have been told what it changes for them.

    A vote that is going on is taken back, and a decision that nobody has acted on is opened again, because the shares
    are others now. The organiser's task goes to whoever has been there longest.

    Where everybody has signed, the way out is `pools.operations.leaving`, which settles the money too.

    :raises UnableToLeavePool: somebody else's place, the person has left, the others have not been told, or everybody
        has signed
    """
    pool, state, membership = own_open_membership(membership=membership, by=by)
    if needs_notice(pool):
        raise UnableToLeavePool(_("Everybody has signed. First choose your last day: then your money is settled."))
    if membership.leaving_told_at is None:
        raise UnableToLeavePool(_("First look at what changes for the others. Then you can leave."))
    preview = preview_leave(membership)
    membership.left_at = now
    membership.save(update_fields=["left_at"])
    forget_warnings(pool)
    record(by=by, action="leave_pool", subject=pool, now=now)
    carry_on_without(membership=membership, pool=pool, state=state, now=now)
    tell_the_others(membership=membership, template="pools/email/somebody_left", preview=preview, now=now)
    return membership


def own_open_membership(*, membership: PoolMembership, by: Profile) -> tuple[Pool, PoolState, PoolMembership]:
    """
    The pool, locked, and somebody's own place in it.

    :raises UnableToLeavePool: somebody else's place, or the person has left
    """
    pool, state = lock_pool(membership.pool)
    membership = PoolMembership.objects.select_related("profile").get(pk=membership.pk)
    if membership.profile_id != by.pk:
        raise UnableToLeavePool(_("Only the person themselves can leave."))
    if not membership.is_open:
        raise UnableToLeavePool(_("You have left this pool already."))
    membership.pool = pool
    return pool, state, membership


def carry_on_without(*, membership: PoolMembership, pool: Pool, state: PoolState, now: datetime) -> None:
    """Open what was decided again, and give the organiser's task on. The caller has locked the pool."""
    note = gettext("%(name)s left, so the shares have changed.") % {"name": membership.profile.shown_name}
    undo_decision(pool=pool, state=state, by=membership.profile, now=now, why=note)
    staying = members_of(pool).first()
    if staying is None:
        move_pool(pool=pool, state=PoolState.ENDED, by=membership.profile, now=now)
    elif pool.organiser_id == membership.profile_id:
        pool.organiser = staying.profile
        pool.save(update_fields=["organiser"])


def tell_the_others(*, membership: PoolMembership, template: str, preview: Preview, now: datetime) -> None:
    """One notice for each other member, with their own share before and after."""
    pool = membership.pool
    for other in members_of(pool).exclude(pk=membership.pk):
        notify(
            recipient=other.profile,
            key=f"{template.rpartition('/')[2]}:{membership.pk}:{now.isoformat()}",
            template=template,
            now=now,
            url=pool.get_absolute_url(),
            pool=pool,
            person=membership.profile,
            change=preview.for_profile(other.profile),
        )
