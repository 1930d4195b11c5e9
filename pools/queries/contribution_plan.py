"""On which days a member pays in, and how much on each."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pools.models import INSTALMENTS_A_YEAR, ContributionPlan, Pool, Rhythm
from portal.models import Profile
from portal.money import split_equally

DAYS_APART = {Rhythm.ONCE: 0, Rhythm.WEEKLY: 7, Rhythm.FOUR_WEEKLY: 28}
MONTHS_APART = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}
MONTHS_A_YEAR = 12
NOTHING = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """So much, in pounds, by the end of this day."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class SignedShare:
    """What somebody has signed for, in pounds for the year, and the day from which it holds."""

    since: date
    amount: Decimal


def plan_for(plans: Sequence[ContributionPlan], profile: Profile) -> ContributionPlan | None:
    """The plan that counts for somebody, of those of a pool with the newest first: their own before everybody's."""
    own = (plan for plan in plans if plan.profile_id == profile.pk)
    general = (plan for plan in plans if plan.profile_id is None)
    return next(own, None) or next(general, None)


def plans_of(pool: Pool) -> list[ContributionPlan]:
    """All plans that a pool has had, the newest first."""
    return list(ContributionPlan.objects.filter(pool=pool).select_related("profile", "made_by"))


def due_days(rhythm: Rhythm, first: date, ends_on: date | None = None) -> list[date]:
    """
    The days of a year's instalments. After the last day of somebody's year there is none.

    Who begins on the 31st pays on the last day of a shorter month, and on the 31st again afterwards.
    """
    days = [_day(rhythm, first, place) for place in range(INSTALMENTS_A_YEAR[rhythm])]
    return [day for day in days if ends_on is None or day <= ends_on]


def instalments(days: Sequence[date], shares: Sequence[SignedShare]) -> list[Instalment]:
    """
    What is due on which day. The instalments add up to the newest share, to the penny; odd pennies come first.

    Where members have agreed to another share in the middle of the year, what had fallen due by then stays as it was,
    and the rest is spread over the days that are left. When less is agreed than had fallen due, the whole year is
    worked out anew.
    """
    due: list[Instalment] = []
    for share in shares:
        kept = [instalment for instalment in due if instalment.due_on < share.since]
        rest = share.amount - sum((instalment.amount for instalment in kept), NOTHING)
        # With nothing behind, all days count: a plan may begin before the agreement is signed.
        ahead = [day for day in days if day >= share.since] if kept else list(days)
        if rest < 0:
            kept, rest, ahead = [], share.amount, list(days)
        due = kept + _spread(rest, ahead or [share.since])
    return due


def _spread(amount: Decimal, days: Sequence[date]) -> list[Instalment]:
    parts = split_equally(amount, len(days))
    return [Instalment(due_on=day, amount=part) for day, part in zip(days, parts, strict=True) if part]


def _day(rhythm: Rhythm, first: date, place: int) -> date:
    if rhythm in DAYS_APART:
        return first + timedelta(days=DAYS_APART[rhythm] * place)
    years, month = divmod(first.month - 1 + MONTHS_APART[rhythm] * place, MONTHS_A_YEAR)
    year, month = first.year + years, month + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))
