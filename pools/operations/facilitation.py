"""Somebody who is told when a pool falls quiet: "stepped in when interest started to dwindle" [000:903]."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Pool
from pools.operations.pool_status import lock_pool
from pools.queries.pools import membership_of
from pools.queries.quiet_pools import quiet_pools
from portal.models import Notification, Profile, Role
from portal.operations.audit import record
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToChooseFacilitator(Refusal):
    """Only a champion of this area can be chosen."""


@transaction.atomic
def choose_facilitator(*, pool: Pool, facilitator: Profile | None, by: Profile, now: datetime) -> Pool:
    """
    Choose the champion who is told when the pool falls quiet, or nobody. Being chosen lets nobody look in.

    :raises UnableToChooseFacilitator: no champion of this area
    """
    pool, _state = lock_pool(pool)
    if facilitator is not None and not facilitator.has_role(Role.CHAMPION):
        raise UnableToChooseFacilitator(_("Choose one of the champions of this area."), field="facilitator")
    pool.facilitator = facilitator
    pool.save(update_fields=["facilitator"])
    record(by=by, action="choose_facilitator", subject=pool, now=now)
    return pool


@transaction.atomic
def nudge_quiet_pools(*, now: datetime) -> list[Notification]:
    """
    Tell the facilitator of each pool in which nothing has happened for three weeks, or else its organiser.

    Once for each time that it falls quiet, however often this runs.
    """
    told = []
    for quiet in quiet_pools(now=now):
        recipient = quiet.pool.facilitator or quiet.pool.organiser
        # A champion who is not in the pool does not see its page.
        is_in = membership_of(quiet.pool, recipient) is not None
        notification = notify(
            recipient=recipient,
            key=f"quiet-pool:{quiet.pool.pk}:{quiet.since.isoformat()}",
            template="pools/email/quiet_pool",
            now=now,
            url=quiet.pool.get_absolute_url() if is_in else "",
            pool=quiet.pool,
            since=quiet.since,
        )
        if notification.created_at == now:
            told.append(notification)
    return told
