"""Pools in which nothing happens any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from pools.models import Pool, PoolPause, PoolState
from portal.models import AuditEvent

QUIET_AFTER = timedelta(days=21)

# What belongs to a pool and is worked on before anything is decided, by the names of the relations.
PARTS = ("cost_lines", "consents", "memberships", "invitations", "gates", "risk_notes", "reviews", "proposals")


@dataclass(frozen=True, kw_only=True)
class QuietPool:
    """A pool, and when something happened in it last."""

    pool: Pool
    since: datetime


def quiet_pools(*, now: datetime) -> Iterator[QuietPool]:
    """The pools of the current area that are still finding people or counting costs, and stand still. Not a pause."""
    unfinished = Pool.objects.standing_at(PoolState.GATHERING, PoolState.COSTING)
    paused = PoolPause.objects.open().values("pool")
    for pool in unfinished.exclude(pk__in=paused).select_related("organiser", "facilitator").order_by("made_at", "id"):
        since = last_happened_at(pool)
        if since <= now - QUIET_AFTER:
            yield QuietPool(pool=pool, since=since)


def last_happened_at(pool: Pool) -> datetime:
    """When anybody did anything in a pool last."""
    parts: list[UUID] = [pool.pk]
    for name in PARTS:
        parts += getattr(pool, name).values_list("pk", flat=True)
    newest: datetime | None = AuditEvent.objects.filter(subject_id__in=parts).aggregate(newest=Max("at"))["newest"]
    return newest or pool.made_at
