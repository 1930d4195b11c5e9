"""Where a pool stands."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PoolMembership, PoolState, PoolStatus
from pools.queries.pauses import pause_of
from pools.queries.pools import state_of
from portal.models import Profile
from portal.operations.refusal import Refusal


def lock_pool(pool: Pool) -> tuple[Pool, PoolState]:
    """
    Take a pool for oneself until the transaction ends: people may be joining, and costs changing, at this moment.

    The state is read after the lock is there, and so is whatever the operation reads next.
    """
    locked = Pool.objects.select_for_update().get(pk=pool.pk)
    return locked, state_of(locked)


def move_pool(*, pool: Pool, state: PoolState, by: Profile | None, now: datetime, note: str = "") -> PoolStatus:
    """Write down the next step in the life of a pool. The caller has locked it."""
    return PoolStatus.objects.create(pool=pool, state=state, by=by, at=now, note=note)


def refuse_unless(refusal: type[Refusal], *, state: PoolState, among: set[PoolState]) -> None:
    """
    Raise the refusal, with a sentence that says why, unless the pool stands where the operation is possible.

    :raises Refusal: the given kind
    """
    if state not in among:
        raise refusal(_WHY_NOT[state])


def refuse_while_paused(refusal: type[Refusal], *, pool: Pool) -> None:
    """
    Raise the refusal, with a sentence that says what the pool waits for, while it is paused for advice.

    Called before anything that binds the members. Leaving is never refused.

    :raises Refusal: the given kind
    """
    pause = pause_of(pool)
    if pause is not None:
        told = {"about": pause.about.rstrip("."), "name": pause.by.shown_name}
        raise refusal(
            _(
                "Your pool is paused. It waits for advice about: %(about)s. "
                "When you have it, %(name)s or the organiser can go on."
            )
            % told
        )


def forget_warnings(pool: Pool) -> None:
    """What the others were told about somebody's leaving is not true any more: the shares have changed."""
    PoolMembership.objects.open().filter(pool=pool).update(leaving_told_at=None)


_WHY_NOT = {
    PoolState.GATHERING: _("It is too early for this. The costs come first."),
    PoolState.COSTING: _("It is too early for this. You have not decided yet."),
    PoolState.PROPOSED: _("A vote is going on. This is possible when it is over."),
    PoolState.AGREED: _("You have decided already. To change this, open the costs again first."),
    PoolState.SIGNED: _("Everybody has signed already. To change this, open the costs again first."),
    PoolState.BOUGHT: _("You have bought it already."),
    PoolState.ENDED: _("This pool has ended."),
}
