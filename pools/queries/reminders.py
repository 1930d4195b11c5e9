"""What people may have to be reminded of."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, cast

from django.db.models import Prefetch

from pools.models import CostSheet, Pool, PoolMembership, PoolState, Proposal, Vote
from pools.queries.agreements import AgreementDate, active_agreement
from pools.queries.contribution_plan import Instalment
from pools.queries.contributions import contribution_status, unpaid_instalments
from pools.queries.pool_dates import DateKind, PoolDate, only_in, pool_dates
from portal.models import Profile

A_MONTH: Final = timedelta(days=30)
# Nothing is bought yet, so the price still matters.
BEFORE_BUYING = (PoolState.GATHERING, PoolState.COSTING, PoolState.PROPOSED, PoolState.AGREED, PoolState.SIGNED)


def votes_missing(*, now: datetime) -> Iterator[tuple[Proposal, Profile]]:
    """Each open vote of the current area with each member who has not voted in it yet."""
    voting = Pool.objects.standing_at(PoolState.PROPOSED).values("pk")
    proposals = Proposal.objects.filter(result__isnull=True, closes_at__gt=now, pool__in=voting).select_related("pool")
    members = Prefetch("pool__memberships", PoolMembership.objects.open().select_related("profile"), "open_memberships")
    for proposal in proposals.prefetch_related(members):
        voted = set(Vote.objects.filter(proposal=proposal).values_list("membership_id", flat=True))
        for membership in proposal.pool.open_memberships:
            if membership.pk not in voted:
                yield proposal, membership.profile


def prices_that_end(*, on: date) -> Iterator[tuple[CostSheet, date]]:
    """The costs of pools that have not bought yet, each with the last day of its price; long past ones no more."""
    waiting = Pool.objects.standing_at(*BEFORE_BUYING).values("pk")
    sheets = CostSheet.objects.filter(price_holds_until__gte=on - A_MONTH, pool__in=waiting)
    for sheet in sheets.select_related("pool__organiser"):
        yield sheet, cast("date", sheet.price_holds_until)


def payments_due(*, on: date) -> Iterator[tuple[Pool, Profile, Instalment]]:
    """What each member of a pool that is signed has still to pay by a plan, and by when."""
    for pool in (
        Pool.objects.standing_at(PoolState.SIGNED, PoolState.BOUGHT).filter(contribution_plans__isnull=False).distinct()
    ):
        for money in contribution_status(pool, on):
            for instalment in unpaid_instalments(money):
                yield pool, money.membership.profile, instalment


def dates_that_come(*kinds: DateKind, on: date) -> Iterator[tuple[Pool, PoolDate]]:
    """The days of these kinds in all pools that have not ended; long past ones no more."""
    for pool in Pool.objects.exclude(pk__in=Pool.objects.standing_at(PoolState.ENDED).values("pk")):
        for entry in pool_dates(pool):
            if entry.kind in kinds and entry.on >= on - A_MONTH:
                yield pool, entry


def agreement_dates(*, on: date) -> Iterator[tuple[Pool, AgreementDate, Sequence[Profile]]]:
    """The days that signed agreements alone name, each with the pool's members."""
    for pool in Pool.objects.standing_at(PoolState.SIGNED, PoolState.BOUGHT):
        agreement = active_agreement(pool)
        for entry in only_in(agreement) if agreement else []:
            if entry.on >= on - A_MONTH:
                yield pool, entry, people_in_pool(pool)


def people_in_pool(pool: Pool) -> list[Profile]:
    """Who is in now."""
    return [place.profile for place in PoolMembership.objects.open().filter(pool=pool).select_related("profile")]
