"""
Leaving a pool that everybody has signed: what it changes, what each has said to it, and what is settled.

A share is for the first year. Of what comes again, the leaver pays for the days up to their last day; of what comes
once, they get back their part of what nobody has spent. Nothing is taken back that is not there any more.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pools.models import (
    PAID_BY_OTHERS,
    Agreement,
    Leaving,
    LeavingAnswer,
    LeavingOutcome,
    MoneyPath,
    Period,
    Pool,
    PoolMembership,
    Purchase,
)
from pools.queries.agreements import activated_at, active_agreement
from pools.queries.costing import Preview, ShareChange, preview_leave
from pools.queries.ledger import NOTHING, balance_of_member, charged_to, left_to_spend, put_aside
from portal.models import Profile
from portal.money import format_amount, split

LEAP_DAY = (2, 29)


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """One step of a settlement, in words and in pounds."""

    words: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """
    What becomes of a leaver's money: `taken_back` of what was called in from them, and what is then to get or to pay.

    The lines add up to `to_get - to_pay`, to the penny.
    """

    lines: list[SettlementLine]
    taken_back: Decimal
    balance: Decimal

    @property
    def to_get(self) -> Decimal:
        return max(self.balance, NOTHING)

    @property
    def to_pay(self) -> Decimal:
        return max(-self.balance, NOTHING)


@dataclass(frozen=True, kw_only=True)
class FirstYear:
    """The days that a share pays for, and how many of them are over by a last day."""

    begins: date
    ends: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.ends - self.begins).days + 1

    @property
    def used(self) -> int:
        return min(max((self.last_day - self.begins).days + 1, 0), self.days)

    @property
    def left(self) -> int:
        return self.days - self.used


@dataclass(frozen=True, kw_only=True)
class AskedChange:
    """A change of somebody's share that they are asked about, and what they have said to this very number."""

    change: ShareChange
    answer: LeavingAnswer | None


def needs_notice(pool: Pool) -> bool:
    """Whether whoever leaves settles by an agreement: everybody has signed one."""
    return active_agreement(pool) is not None


def first_last_day(pool: Pool, *, today: date) -> date:
    """The earliest last day: as many days ahead as the agreement says."""
    agreement = active_agreement(pool)
    return today + timedelta(days=agreement.notice_days if agreement else 0)


def leaving_of(membership: PoolMembership) -> Leaving | None:
    """Somebody's way out, while it waits for its last day."""
    return Leaving.objects.waiting().filter(membership=membership).first()


def leavings_in(pool: Pool) -> QuerySet[Leaving]:
    """Who is about to leave a pool."""
    return Leaving.objects.waiting().filter(pool=pool).select_related("pool", "membership__profile", "membership__pool")


def unsettled_in(pool: Pool) -> list[tuple[Leaving, Decimal]]:
    """Who has left and is still to get or to pay something, with the balance of their account."""
    leavings = Leaving.objects.unsettled().filter(pool=pool).select_related("membership__profile")
    return [(leaving, balance_of_member(pool, leaving.membership.profile)) for leaving in leavings]


def due_leavings(*, today: date) -> QuerySet[Leaving]:
    """Those whose last day is over."""
    return Leaving.objects.waiting().filter(last_day__lt=today)


def asked_changes(leaving: Leaving, *, preview: Preview | None = None) -> list[AskedChange]:
    """Each remaining member's share before and after, with their answer if it is to the number as it is now."""
    preview = preview or preview_leave(leaving.membership)
    newest: dict[object, LeavingAnswer] = {}
    for answer in LeavingAnswer.objects.filter(leaving=leaving).order_by("at", "id"):
        newest[answer.profile_id] = answer
    leaver = leaving.membership.profile_id
    return [
        AskedChange(change=change, answer=_still_true(newest.get(change.profile.pk), change))
        for change in preview.changes
        if change.profile.pk != leaver
    ]


def has_answered(leaving: Leaving, profile: Profile) -> bool:
    """Whether somebody has said something to their share as it is now. Where it is not known, nobody is asked yet."""
    own = next((one for one in asked_changes(leaving) if one.change.profile.pk == profile.pk), None)
    return own is None or own.change.after is None or own.answer is not None


def everybody_answered(leaving: Leaving) -> bool:
    return all(asked.answer is not None for asked in asked_changes(leaving))


def not_covered_yet(pool: Pool) -> Decimal:
    """
    What the agreed costs are more than what is called in, since somebody left. Nobody owes it: the members decide
    again, or buy less.
    """
    agreement = active_agreement(pool)
    if agreement is None or pool.money_path == MoneyPath.VENUE:
        return NOTHING
    return max(agreement.total - sum(charged_to(pool).values(), NOTHING), NOTHING)


def settlement_preview(membership: PoolMembership, *, last_day: date) -> Settlement:
    """What a member would get back, or still pay, if that were their last day."""
    pool, profile = membership.pool, membership.profile
    agreement = active_agreement(pool)
    now_there = balance_of_member(pool, profile)
    lines = [SettlementLine(words=_in_account(now_there), amount=now_there)]
    share = agreement.share_of(profile) if agreement else None
    if agreement is not None and share and pool.money_path != MoneyPath.VENUE and not _left_before(agreement, profile):
        lines += _taken_back(agreement=agreement, membership=membership, share=share, last_day=last_day)
    taken_back = sum((line.amount for line in lines[1:]), NOTHING)
    return Settlement(lines=lines, taken_back=taken_back, balance=now_there + taken_back)


def first_year_of(agreement: Agreement, membership: PoolMembership, *, last_day: date) -> FirstYear:
    """The year that the share is for: from the pool's first day, or from the day on which all had signed."""
    named = agreement.figures.get("first_day")
    first = date.fromisoformat(named) if named else timezone.localdate(activated_at(agreement))
    begins = first
    if named and membership.pays_from is not None:
        begins = max(first, membership.pays_from)
    return FirstYear(begins=begins, ends=_a_year_after(first) - timedelta(days=1), last_day=last_day)


def _taken_back(
    *, agreement: Agreement, membership: PoolMembership, share: Decimal, last_day: date
) -> list[SettlementLine]:
    pool = membership.pool
    once_total = _once_total(agreement)
    again, once = split(share, [agreement.total - once_total, once_total]) if agreement.total else (NOTHING, NOTHING)
    year = first_year_of(agreement, membership, last_day=last_day)
    unspent = max(left_to_spend(pool), NOTHING) + put_aside(pool)
    for_days = split(again, [year.used, year.left])[1] if year.days > 0 else NOTHING
    of_once = _part_of_unspent_once(agreement, share=share, once_total=once_total)
    lines = [
        SettlementLine(words=_words_for_days(year, again), amount=for_days),
        SettlementLine(words=_words_for_once(once), amount=min(of_once, once)),
    ]
    too_much = sum((line.amount for line in lines), NOTHING) - unspent
    if too_much > 0:
        words = _("Only %(unspent)s of what you all agreed to pay is not spent. More than that cannot come back.")
        lines.append(SettlementLine(words=words % {"unspent": format_amount(unspent)}, amount=-too_much))
    return lines


def _left_before(agreement: Agreement, profile: Profile) -> bool:
    """
    Whether somebody has left since this agreement came into force, and is back without having signed another: what
    they need not pay was taken back then.
    """
    leavings = Leaving.objects.filter(pool=agreement.pool_id, membership__profile=profile)
    return leavings.filter(outcome=LeavingOutcome.IN_EFFECT, closed_at__gte=activated_at(agreement)).exists()


def _once_total(agreement: Agreement) -> Decimal:
    """What the members share of costs that come once."""
    lines = (line for line in agreement.figures["lines"] if line["period"] == Period.ONCE and not line["paid_by"])
    return sum((Decimal(line["first_year"]) for line in lines if line["first_year"]), NOTHING)


def _part_of_unspent_once(agreement: Agreement, *, share: Decimal, once_total: Decimal) -> Decimal:
    """What is spent is spent on what comes once first: nothing that may be gone is promised to anybody."""
    bought = Purchase.objects.filter(pool=agreement.pool_id).exclude(paid_how__in=PAID_BY_OTHERS)
    spent = sum(bought.values_list("amount", flat=True), NOTHING)
    unspent = max(once_total - spent, NOTHING)
    rest = agreement.total - share
    return split(unspent, [share, rest])[0] if agreement.total else NOTHING


def _a_year_after(day: date) -> date:
    if (day.month, day.day) == LEAP_DAY:
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _still_true(answer: LeavingAnswer | None, change: ShareChange) -> LeavingAnswer | None:
    return answer if answer is not None and answer.share == change.after else None


def _in_account(balance: Decimal) -> str:
    if balance < 0:
        return _("Of your share, this is not paid in yet.")
    return _("You have paid in this much more than your share.") if balance else _("You have paid in your share.")


def _words_for_days(year: FirstYear, again: Decimal) -> str:
    return _(
        "Costs that come again: your part is %(part)s for %(days)d days, from %(begins)s. "
        "After your last day, %(last_day)s, there are %(left)d days. You do not pay for those."
    ) % {
        "part": format_amount(again),
        "days": year.days,
        "begins": date_format(year.begins, "j F Y"),
        "last_day": date_format(year.last_day, "j F Y"),
        "left": year.left,
    }


def _words_for_once(once: Decimal) -> str:
    return _(
        "Costs that come once: your part is %(part)s. Of what nobody has spent, your part comes back. "
        "What is spent does not."
    ) % {"part": format_amount(once)}
