"""
Each member's own part of a pool's money: what a council asks to see of a direct payment, quarter by quarter.

What a member pays in is theirs alone. What the pool spends and puts aside is all members' together; each entry of it
is shared out by what they had signed for on that day, to the penny, odd pennies by the rules of `portal.money`. So the
returns of all members add up to the pool, whatever the days and the shares.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum, auto
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from pools.models import (
    AccountKind,
    Agreement,
    AgreementState,
    Entry,
    Pool,
    PoolMembership,
    Transfer,
    TransferKind,
    Unit,
)
from pools.quarter import Quarter
from pools.queries.ledger import NOTHING
from portal.models import Profile
from portal.money import split

PAID_IN = (TransferKind.CONTRIBUTION, TransferKind.PAID_DIRECT, TransferKind.IN_KIND)
CALLED_IN = (TransferKind.CHARGE, TransferKind.SETTLEMENT)
ASIDE = (TransferKind.SET_ASIDE, TransferKind.RELEASE)
# What the members have between them: their own accounts, and what is called in for costs.
OF_MEMBERS = (AccountKind.MEMBER, AccountKind.POOL)


class Column(StrEnum):
    """Where an entry stands in a return."""

    PAID_IN = auto()
    SPENT = auto()
    PUT_ASIDE = auto()
    GIVEN_BACK = auto()


@dataclass(frozen=True, kw_only=True)
class Movements:
    """
    Money from one day to another, in pounds: opening + paid in - spent - put aside - given back = closing.

    :param aside: the part of what is put aside at the end, which is no part of `closing`
    """

    opening: Decimal
    paid_in: Decimal
    spent: Decimal
    put_aside: Decimal
    given_back: Decimal
    closing: Decimal
    aside: Decimal

    def __add__(self, other: "Movements") -> "Movements":
        return Movements(**{name: getattr(self, name) + getattr(other, name) for name in FIGURES})


FIGURES = ("opening", "paid_in", "spent", "put_aside", "given_back", "closing", "aside")
NO_MOVEMENTS = Movements(**dict.fromkeys(FIGURES, NOTHING))


@dataclass(frozen=True, kw_only=True)
class MemberReturn:
    """One member's part of a pool's money in a quarter, or in other days."""

    membership: PoolMembership
    figures: Movements


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    A member's part of one entry: above zero, they have more by it.

    :param whole: the whole amount that it is a part of
    """

    transfer: Transfer
    profile_id: UUID
    column: Column
    amount: Decimal
    whole: Decimal


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """
    Where the money is at the end of a day: what is kept = what members have + put aside + owed to sellers + the rest.

    :param others: what others have given or members can choose with, and is not spent
    """

    held: Decimal
    members: Decimal
    aside: Decimal
    owed: Decimal
    others: Decimal


@dataclass(frozen=True, kw_only=True)
class PoolReturns:
    """The returns of all members, what the books themselves say, and where the money is."""

    members: Sequence[MemberReturn]
    pool: Movements
    whereabouts: Whereabouts

    @property
    def total(self) -> Movements:
        return sum((member.figures for member in self.members), NO_MOVEMENTS)

    @property
    def adds_up(self) -> bool:
        """Whether all returns together are the pool, to the penny, and the money is where it should be."""
        there = self.whereabouts
        return (
            self.total == self.pool
            and there.members == self.pool.closing
            and there.held == there.members + there.aside + there.owed + there.others
        )


def quarterly_returns(pool: Pool, quarter: Quarter) -> list[MemberReturn]:
    """Each member's return for a quarter, in the order of joining. Together they are the pool's own movements."""
    return returns_between(pool, since=quarter.first_day, until=quarter.last_day)


def pool_returns(pool: Pool, quarter: Quarter) -> PoolReturns:
    """The returns of a quarter with the proof that they add up."""
    return PoolReturns(
        members=quarterly_returns(pool, quarter),
        pool=movements_of(pool, since=quarter.first_day, until=quarter.last_day),
        whereabouts=whereabouts_of(pool, on=quarter.last_day),
    )


def returns_between(pool: Pool, *, since: date, until: date) -> list[MemberReturn]:
    """The return of everybody who was in the pool in these days, or still had money there."""
    parts: dict[UUID, list[Part]] = {}
    for part in parts_of(pool, until=until):
        parts.setdefault(part.profile_id, []).append(part)
    returns = [
        MemberReturn(membership=membership, figures=_figures(parts.get(membership.profile_id, []), since=since))
        for membership in _places(pool)
    ]
    return [found for found in returns if found.figures != NO_MOVEMENTS or _was_in(found.membership, since, until)]


def return_of(pool: Pool, profile: Profile, *, since: date, until: date) -> Movements:
    """One member's own movements."""
    return _figures(own_parts(pool, profile, until=until), since=since)


def own_parts(pool: Pool, profile: Profile, *, since: date | None = None, until: date) -> list[Part]:
    """What happened to one member's part of the money, entry by entry, the earliest first."""
    return [
        part
        for part in parts_of(pool, until=until)
        if part.profile_id == profile.pk and (since is None or part.transfer.happened_on >= since)
    ]


def parts_of(pool: Pool, *, until: date) -> Iterator[Part]:
    """Every entry about the members' money, shared out among them."""
    shares, places = _shares_over_time(pool), [membership.profile_id for membership in _places(pool)]
    entries = (
        Entry.objects.filter(transfer__pool=pool, unit=Unit.GBP, transfer__happened_on__lte=until)
        # What is called in, or let off again, moves money between a member's account and what the pool may spend. Both
        # are the member's own; only what a settlement takes from what was put aside is more than that.
        .filter(_OF_MEMBERS & ~_is_a(*CALLED_IN) | _FROM_ASIDE)
        .select_related("transfer__reverses", "account")
        .order_by("transfer__happened_on", "transfer__recorded_at", "transfer_id", "id")
    )
    for entry in entries:
        yield from _parts_of_entry(entry, shares=shares, places=places)


def movements_of(pool: Pool, *, since: date, until: date) -> Movements:
    """What the books themselves say of the members' money, added up by PostgreSQL and shared out among nobody."""
    entries = Entry.objects.filter(transfer__pool=pool, unit=Unit.GBP, transfer__happened_on__lte=until)
    within = entries.filter(transfer__happened_on__gte=since).exclude(_is_a(*CALLED_IN))
    own, common = (within.filter(account__kind=kind) for kind in OF_MEMBERS)
    theirs, from_aside = entries.filter(_OF_MEMBERS), entries.filter(_FROM_ASIDE, transfer__happened_on__gte=since)
    return Movements(
        opening=-_sum(theirs.filter(transfer__happened_on__lt=since)),
        paid_in=-_sum(own.filter(_is_a(*PAID_IN))),
        spent=_sum(common.exclude(_is_a(*ASIDE))),
        put_aside=_sum(common.filter(_is_a(*ASIDE))) - _sum(from_aside),
        given_back=_sum(own.exclude(_is_a(*PAID_IN))),
        closing=-_sum(theirs),
        aside=-_sum(entries.filter(account__kind=AccountKind.CONTINGENCY)),
    )


def whereabouts_of(pool: Pool, *, on: date) -> Whereabouts:
    """Where the money is when a day ends."""
    entries = Entry.objects.filter(transfer__pool=pool, unit=Unit.GBP, transfer__happened_on__lte=on)
    rows = entries.order_by().values("account__kind").annotate(total=Sum("amount"))
    sums: dict[str, Decimal] = {row["account__kind"]: row["total"] for row in rows}
    held = sums.pop(AccountKind.HOLDER, NOTHING)
    members = -sum((sums.pop(kind, NOTHING) for kind in OF_MEMBERS), NOTHING)
    aside, owed = -sums.pop(AccountKind.CONTINGENCY, NOTHING), -sums.pop(AccountKind.PROVIDER, NOTHING)
    return Whereabouts(held=held, members=members, aside=aside, owed=owed, others=-sum(sums.values(), NOTHING))


Shares = Sequence[tuple[date, dict[UUID, Decimal]]]


def _parts_of_entry(entry: Entry, *, shares: Shares, places: Sequence[UUID]) -> Iterator[Part]:
    # What an entry above zero takes away, one below zero gives; of what was put aside, it is the other way round.
    is_aside = entry.account.kind == AccountKind.CONTINGENCY
    transfer, whole = entry.transfer, entry.amount if is_aside else -entry.amount
    origin = transfer.reverses or transfer
    is_common = entry.account.kind == AccountKind.POOL
    column = Column.PUT_ASIDE if is_aside else _column(TransferKind(origin.kind), is_common=is_common)
    if entry.account.profile_id is not None:
        yield Part(transfer=transfer, profile_id=entry.account.profile_id, column=column, amount=whole, whole=whole)
        return
    # A mistake is taken from those whom it was given to, though the shares have changed since.
    weights = _weights_on(origin.happened_on, shares) or dict.fromkeys(places, Decimal(1))
    for profile_id, amount in zip(weights, split(whole, list(weights.values())), strict=True):
        if amount:
            yield Part(transfer=transfer, profile_id=profile_id, column=column, amount=amount, whole=whole)


def _column(kind: TransferKind, *, is_common: bool) -> Column:
    if is_common:
        return Column.PUT_ASIDE if kind in ASIDE else Column.SPENT
    return Column.PAID_IN if kind in PAID_IN else Column.GIVEN_BACK


def _weights_on(day: date, shares: Shares) -> dict[UUID, Decimal]:
    """What each had signed for on a day; what they signed for first, for anything before that."""
    signed = [weights for since, weights in shares if since <= day] or [weights for _since, weights in shares[:1]]
    weights = signed[-1] if signed else {}
    return weights if any(weights.values()) else dict.fromkeys(weights, Decimal(1))


def _shares_over_time(pool: Pool) -> Shares:
    signed = (
        Agreement.objects.filter(pool=pool, statuses__state=AgreementState.ACTIVE)
        .annotate(signed_at=F("statuses__at"))
        .order_by("signed_at", "version")
    )
    return [
        (
            timezone.localdate(agreement.signed_at),
            {UUID(share["profile"]): Decimal(share["amount"]) for share in agreement.figures["shares"]},
        )
        for agreement in signed
    ]


def _figures(parts: Iterable[Part], *, since: date) -> Movements:
    sums, opening, aside = dict.fromkeys(Column, NOTHING), NOTHING, NOTHING
    for part in parts:
        if part.column == Column.PUT_ASIDE:
            aside -= part.amount
        if part.transfer.happened_on < since:
            opening += part.amount
        else:
            sums[part.column] += part.amount
    return Movements(
        opening=opening,
        paid_in=sums[Column.PAID_IN],
        spent=NOTHING - sums[Column.SPENT],
        put_aside=NOTHING - sums[Column.PUT_ASIDE],
        given_back=NOTHING - sums[Column.GIVEN_BACK],
        closing=opening + sum(sums.values(), NOTHING),
        aside=aside,
    )


def _places(pool: Pool) -> list[PoolMembership]:
    """Everybody's newest place in a pool, in the order in which they first joined."""
    places = PoolMembership.objects.filter(pool=pool).select_related("profile").order_by("joined_at", "id")
    # A later place takes over the value, and keeps the order of the first.
    return list({membership.profile_id: membership for membership in places}.values())


def _was_in(membership: PoolMembership, since: date, until: date) -> bool:
    return timezone.localdate(membership.joined_at) <= until and (
        membership.left_at is None or timezone.localdate(membership.left_at) >= since
    )


def _is_a(*kinds: TransferKind) -> Q:
    """Of one of these kinds, or the correction of one."""
    return Q(transfer__kind__in=kinds) | Q(transfer__reverses__kind__in=kinds, transfer__reverses__isnull=False)


_OF_MEMBERS: Final = Q(account__kind__in=OF_MEMBERS)
_FROM_ASIDE: Final = Q(account__kind=AccountKind.CONTINGENCY) & _is_a(TransferKind.SETTLEMENT)


def _sum(entries: QuerySet[Entry]) -> Decimal:
    total: Decimal | None = entries.aggregate(total=Sum("amount"))["total"]
    return total or NOTHING
