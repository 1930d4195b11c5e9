"""Slowing down: a pool waits for advice, and goes on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PoolPause, PoolPauseEnd, PoolState
from pools.operations.pool_status import lock_pool
from pools.queries.pauses import may_resume, pause_of
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToPausePool(Refusal):
    """Paused already, no reason, or there is nothing left to wait for."""


class UnableToResumePool(Refusal):
    """Not paused, or it is for somebody else to end the pause."""


@transaction.atomic
def pause_pool(*, pool: Pool, about: str, by: Profile, now: datetime) -> PoolPause:
    """
    Wait for advice. Any member may ask for that, and the others are told what it is about.

    Until somebody ends the pause, nothing is put to the vote, frozen, signed or bought. Leaving stays possible.

    :raises UnableToPausePool: paused already, no reason, or the pool has ended
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToPausePool(_("This pool has ended."))
    if pause_of(pool) is not None:
        raise UnableToPausePool(_("Your pool is paused already."))
    with told_as(UnableToPausePool, model=PoolPause, field="about"):
        pause = PoolPause.objects.create(pool=pool, about=about.strip(), by=by, at=now)
    record(by=by, action="pause_pool", subject=pool, now=now)
    _tell_the_others(pause, template="pools/email/pool_paused", but=by, now=now)
    return pause


@transaction.atomic
def resume_pool(*, pool: Pool, learned: str = "", by: Profile, now: datetime) -> PoolPauseEnd:
    """
    Go on, and say what the advice was where that helps the others.

    :raises UnableToResumePool: not paused, or neither the organiser nor the one who paused it
    """
    pool, _state = lock_pool(pool)
    pause = pause_of(pool)
    if pause is None:
        raise UnableToResumePool(_("Your pool is not paused."))
    if not may_resume(pause, pool=pool, profile=by):
        told = {"name": pause.by.shown_name}
        raise UnableToResumePool(_("%(name)s or the organiser can end this pause. Ask them.") % told)
    end = PoolPauseEnd.objects.create(pause=pause, learned=learned.strip(), by=by, at=now)
    record(by=by, action="resume_pool", subject=pool, now=now)
    _tell_the_others(pause, template="pools/email/pool_resumed", but=by, now=now, end=end)
    return end


def _tell_the_others(pause: PoolPause, *, template: str, but: Profile, now: datetime, **context: object) -> None:
    for other in members_of(pause.pool).exclude(profile=but):
        notify(
            recipient=other.profile,
            key=f"{template.rpartition('/')[2]}:{pause.pk}",
            template=template,
            now=now,
            url=pause.pool.get_absolute_url(),
            pool=pause.pool,
            pause=pause,
            person=but,
            **context,
        )
