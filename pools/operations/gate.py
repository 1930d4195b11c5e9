"""What comes before somebody uses what the pool bought: the organiser adds to it, or takes from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Gate, GateKind, Pool, PoolMembership, PoolState
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToChangeGates(Refusal):
    """On the list already, taken away already, without a reason, or the pool has ended."""


@transaction.atomic
def add_gate(*, pool: Pool, kind: GateKind, reason: str, by: Profile, now: datetime) -> Gate:
    """
    Ask one more thing of everybody before they use it. Who was cleared is cleared again once they have done it.

    :raises UnableToChangeGates: on the list already, no reason, or the pool has ended
    """
    pool = _living(pool)
    with told_as(UnableToChangeGates, model=Gate, field="reason"):
        gate = Gate.objects.create(pool=pool, kind=kind, reason=reason.strip(), added_by=by, added_at=now)
    PoolMembership.objects.open().filter(pool=pool).update(cleared_for_use_at=None)
    record(by=by, action="add_gate", subject=gate, now=now, kind=kind)
    return gate


@transaction.atomic
def remove_gate(*, gate: Gate, reason: str, by: Profile, now: datetime) -> Gate:
    """
    Ask one thing less. What was recorded for it stays.

    :raises UnableToChangeGates: taken away already, no reason, or the pool has ended
    """
    _living(gate.pool)
    gate = Gate.objects.get(pk=gate.pk)
    if gate.removed_at is not None:
        raise UnableToChangeGates(_("This is taken away already."))
    gate.removed_at, gate.removed_by, gate.removed_reason = now, by, reason.strip()
    with told_as(UnableToChangeGates, model=Gate, field="reason"):
        gate.save()
    record(by=by, action="remove_gate", subject=gate, now=now, kind=gate.kind)
    return gate


def _living(pool: Pool) -> Pool:
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToChangeGates(_("This pool has ended."))
    return pool
