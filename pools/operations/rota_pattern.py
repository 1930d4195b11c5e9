"""The pattern of support that a pool's members have worked out."""

from datetime import datetime, time

from django.db import transaction

from pools.models import PatternShift, Pool, ShiftKind
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToChangePattern(Refusal):
    """It is in the pattern already, or is no shift."""


@transaction.atomic
def add_pattern_shifts(
    *,
    pool: Pool,
    weekdays: list[int],
    starts: time,
    ends: time,
    staff: int,
    kind: ShiftKind,
    by: Profile,
    now: datetime,
) -> list[PatternShift]:
    """
    Add support at these times on each of these days of the week (Monday is 0). All of them or none.

    :raises UnableToChangePattern: one of them is in the pattern already, or is no shift
    """
    pool, _state = lock_pool(pool)
    with told_as(UnableToChangePattern, model=PatternShift, field="weekdays"):
        lines = [
            PatternShift.objects.create(pool=pool, weekday=weekday, starts=starts, ends=ends, staff=staff, kind=kind)
            for weekday in sorted(weekdays)
        ]
    for line in lines:
        record(by=by, action="add_pattern_shift", subject=line, now=now)
    return lines


@transaction.atomic
def remove_pattern_shift(*, line: PatternShift, by: Profile, now: datetime) -> None:
    """Take a line out of the pattern. Weeks that are on the rota already stay as they are."""
    lock_pool(line.pool)
    record(by=by, action="remove_pattern_shift", subject=line, now=now)
    line.delete()
