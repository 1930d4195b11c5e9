"""
Hours that members have in a pool: what each may still use, and how it came to that.

A member's hours are the minutes in their account. Everybody sees their own, and nobody another member's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Account,
    AccountKind,
    Entry,
    HoursAnswer,
    HoursLoan,
    HoursPeriod,
    Pool,
    PoolMembership,
    Transfer,
    TransferKind,
    Unit,
)
from pools.queries.ledger import balance_of_member
from pools.queries.pools import members_of
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class HoursLine:
    """One thing that happened to somebody's hours, and what they had after it. `carried` moves nothing."""

    transfer: Transfer
    minutes: int
    left: int
    carried: int = 0

    @property
    def is_more(self) -> bool:
        return self.minutes > 0


@dataclass(frozen=True, kw_only=True)
class HoursStatement:
    """Somebody's hours from one day to another: opening + all totals = left, to the minute."""

    opening: int
    lines: list[HoursLine]
    totals: list[tuple[str, int]]
    carried: int
    left: int


@dataclass(frozen=True, kw_only=True)
class OpenLoan:
    """A loan of hours, and the minutes of it that are due still."""

    loan: HoursLoan
    owed: int


def hours_left(pool: Pool, profile: Profile) -> int:
    """The minutes that a member may still use, give, lend or return."""
    return int(balance_of_member(pool, profile, unit=Unit.MINUTES))


def statement_of(
    pool: Pool, profile: Profile, *, since: date | None = None, until: date | None = None
) -> HoursStatement:
    """What came in, was used, carried, given, lent and returned, and what is left after each."""
    account = Account.objects.filter(pool=pool, kind=AccountKind.MEMBER, profile=profile).first()
    entries = Entry.objects.filter(account=account, unit=Unit.MINUTES) if account else Entry.objects.none()
    opening = 0
    if since is not None:
        opening = _minutes(entries.filter(transfer__happened_on__lt=since))
        entries = entries.filter(transfer__happened_on__gte=since)
    if until is not None:
        entries = entries.filter(transfer__happened_on__lte=until)
    lines = list(_lines(entries, left=opening))
    return HoursStatement(
        opening=opening,
        lines=lines,
        totals=_totals(lines),
        carried=sum(line.carried for line in lines),
        left=lines[-1].left if lines else opening,
    )


def loans_of(pool: Pool, profile: Profile) -> tuple[list[OpenLoan], list[OpenLoan]]:
    """What somebody has lent, and what they have borrowed, as long as something of it is due."""
    loans = (
        HoursLoan.objects.filter(pool=pool)
        .select_related("lender", "borrower")
        .annotate(returned=Coalesce(Sum("returns__minutes"), Value(0)))
        .filter(minutes__gt=F("returned"))
    )
    due = [OpenLoan(loan=loan, owed=loan.minutes - loan.returned) for loan in loans]
    return (
        [loan for loan in due if loan.loan.lender_id == profile.pk],
        [loan for loan in due if loan.loan.borrower_id == profile.pk],
    )


def owed_of(loan: HoursLoan) -> int:
    """How many minutes of a loan are due still."""
    returned = loan.returns.aggregate(total=Sum("minutes"))["total"] or 0
    return int(loan.minutes - returned)


def others_in(pool: Pool, profile: Profile) -> list[Profile]:
    """To whom somebody may give or lend hours: everybody else who is in the pool."""
    return [membership.profile for membership in members_of(pool).exclude(profile=profile)]


def answer_of(period: HoursPeriod, profile: Profile) -> HoursAnswer | None:
    """What somebody said last is to become of their unused hours."""
    return HoursAnswer.objects.filter(period=period, profile=profile).select_related("to").first()


def unanswered_places(*, from_day: date, to_day: date) -> Iterator[tuple[HoursPeriod, PoolMembership, int]]:
    """Who has hours left in a period that ends in these days, and has not said what becomes of them."""
    ending = HoursPeriod.objects.filter(closed_at__isnull=True, ends_on__range=(from_day, to_day))
    for period in ending.select_related("pool"):
        answered = set(period.answers.values_list("profile_id", flat=True))
        for membership in members_of(period.pool):
            left = hours_left(period.pool, membership.profile)
            if left and membership.profile_id not in answered:
                yield period, membership, left


# What a line is called, by its kind and by whether it is more or less.
_NAMES = {
    (TransferKind.HOURS_IN, True): _("Put in"),
    (TransferKind.HOURS_USED, False): _("Used"),
    (TransferKind.HOURS_GIVEN, False): _("Given to others"),
    (TransferKind.HOURS_GIVEN, True): _("Given to you"),
    (TransferKind.HOURS_LENT, False): _("Lent to others"),
    (TransferKind.HOURS_LENT, True): _("Borrowed by you"),
    (TransferKind.HOURS_RETURNED, False): _("Given back by you"),
    (TransferKind.HOURS_RETURNED, True): _("Given back to you"),
}
_PUT_RIGHT = _("Put right")


def _lines(entries: QuerySet[Entry], *, left: int) -> Iterator[HoursLine]:
    """One line for each transfer, in the order of the days."""
    of_transfer: dict[Transfer, list[Entry]] = {}
    ordered = entries.select_related("transfer__recorded_by").order_by(
        "transfer__happened_on", "transfer__recorded_at", "transfer_id", "id"
    )
    for entry in ordered:
        of_transfer.setdefault(entry.transfer, []).append(entry)
    for transfer, parts in of_transfer.items():
        # A member's hours stand on the other side of the books: a credit is more.
        minutes = -int(sum(part.amount for part in parts))
        left += minutes
        is_carried = transfer.kind == TransferKind.HOURS_CARRIED
        carried = int(max(part.amount for part in parts)) if is_carried else 0
        yield HoursLine(transfer=transfer, minutes=minutes, left=left, carried=carried)


def _totals(lines: list[HoursLine]) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    for line in lines:
        if line.minutes:
            name = str(_NAMES.get((TransferKind(line.transfer.kind), line.is_more), _PUT_RIGHT))
            totals[name] = totals.get(name, 0) + line.minutes
    return list(totals.items())


def _minutes(entries: QuerySet[Entry]) -> int:
    return -int(entries.aggregate(total=Sum("amount"))["total"] or 0)
