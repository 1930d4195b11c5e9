"""Whether the books of all pools are right: every rule that they must keep, with the rows that break it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from pools.models import (
    NEVER_BELOW_ZERO,
    Account,
    AccountKind,
    BankRow,
    BookingFee,
    BookingFeeState,
    ContributionHow,
    ContributionState,
    ContributionStatus,
    EndingOutcome,
    Entry,
    HoursConsent,
    HoursLoan,
    ImportState,
    Leaving,
    LeavingOutcome,
    MoneyPath,
    Pool,
    PoolState,
    Transfer,
    TransferKind,
    Unit,
)
from pools.queries.agreements import activated_at, active_agreement
from pools.queries.ledger import balance_of_member, charged_to
from pools.queries.pools import members_of, state_of
from portal.money import format_amount


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A rule that does not hold, and the row that breaks it."""

    rule: str
    row: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.row}"


Rule = Callable[[], Iterator[Breach]]


def broken_rules() -> list[Breach]:
    """Everything in the current area's books that is not right. Nothing is the answer that one hopes for."""
    return [breach for rule in RULES for breach in rule()]


def _sums_to_zero() -> Iterator[Breach]:
    for row in Entry.objects.values("transfer", "unit").annotate(total=Sum("amount")).exclude(total=0).order_by():
        yield Breach(
            rule="Each transfer sums to zero for each unit",
            row=f"transfer {row['transfer']} has {row['total']} {row['unit']} too many",
        )


def _has_two_entries() -> Iterator[Breach]:
    for transfer in Transfer.objects.annotate(entries_there=Count("entries")).filter(entries_there__lt=2):
        yield Breach(
            rule="A transfer has two entries or more",
            row=f"transfer {transfer.pk} has {transfer.entries_there}",
        )


def _stays_in_its_pool() -> Iterator[Breach]:
    for entry in Entry.objects.exclude(account__pool=F("transfer__pool")):
        yield Breach(rule="A transfer stays in the books of its own pool", row=f"entry {entry.pk}")


def _reversals_mirror() -> Iterator[Breach]:
    for reversal in Transfer.objects.filter(reverses__isnull=False).select_related("reverses"):
        both = Q(transfer=reversal) | Q(transfer=reversal.reverses_id)
        left = Entry.objects.filter(both).values("account", "unit").annotate(total=Sum("amount")).exclude(total=0)
        if reversal.reverses is None or reversal.reverses.is_reversal or left.exists():
            yield Breach(rule="A reversal is the opposite of what it reverses", row=f"transfer {reversal.pk}")


def _nothing_below_zero() -> Iterator[Breach]:
    kept = Account.objects.filter(kind__in=NEVER_BELOW_ZERO).annotate(
        total=Sum("entries__amount", filter=Q(entries__unit=Unit.GBP))
    )
    for account in kept:
        balance = account.sign * (account.total or Decimal(0))
        if balance < 0:
            yield Breach(
                rule="Nobody pays out more than there is",
                row=f"account {account.pk} ({account.kind}) of pool {account.pool_id} has {format_amount(balance)}",
            )


def _charged_what_was_signed() -> Iterator[Breach]:
    for pool in (
        Pool.objects.filter(agreements__statuses__state="active").exclude(money_path=MoneyPath.VENUE).distinct()
    ):
        agreement, charged = active_agreement(pool), charged_to(pool)
        # When a pool ends, what was not spent is taken back from what was called in.
        if agreement is None or state_of(pool) == PoolState.ENDED:
            continue
        # Whoever has joined since is asked for nothing by it, though they may have signed it when they were in before.
        for membership in members_of(pool).filter(joined_at__lte=activated_at(agreement)):
            signed = agreement.share_of(membership.profile)
            called_in = charged.get(str(membership.profile_id), Decimal(0))
            if signed is not None and signed != called_in:
                yield Breach(
                    rule="Each member is asked for what they signed",
                    row=f"pool {pool.pk}, profile {membership.profile_id}: signed {signed}, asked for {called_in}",
                )


def _confirmed_contributions_are_there() -> Iterator[Breach]:
    confirmed = ContributionStatus.objects.filter(state=ContributionState.CONFIRMED).select_related(
        "contribution", "transfer"
    )
    for status in confirmed.prefetch_related("transfer__entries__account"):
        contribution = status.contribution
        if (contribution.how == ContributionHow.PLACE) != (status.transfer is None) or (
            status.transfer is not None
            and not _credits(status.transfer, profile=contribution.profile_id, amount=contribution.amount)
        ):
            yield Breach(rule="What a member has paid is in the books", row=f"contribution {contribution.pk}")


def _confirmed_bank_rows_are_there() -> Iterator[Breach]:
    rows = BankRow.objects.filter(bank_import__state=ImportState.CONFIRMED).select_related("transfer")
    for row in rows.prefetch_related("transfer__entries__account"):
        if row.transfer is None or not _credits(row.transfer, profile=row.profile_id, amount=row.amount):
            yield Breach(rule="Each confirmed line of a bank statement is in the books", row=f"bank row {row.pk}")


def _booking_fees_are_there() -> Iterator[Breach]:
    """A step that is only asked for moves nothing; each other one moves its amount, on the account of whose it is."""
    moved = {
        transfer.source: transfer
        for transfer in Transfer.objects.filter(kind=TransferKind.BOOKING_FEE).prefetch_related("entries__account")
    }
    for fee in BookingFee.objects.exclude(state=BookingFeeState.ASKED).select_related("place"):
        into_account = fee.amount if fee.state == BookingFeeState.PAID else -fee.amount
        transfer = moved.get(fee.source)
        if transfer is None or not _credits(transfer, profile=fee.place.profile_id, amount=into_account):
            yield Breach(rule="Each booking fee is in the books", row=f"booking fee {fee.pk} ({fee.state})")


def _credits(transfer: Transfer, *, profile: object, amount: Decimal | None) -> bool:
    """Whether a transfer puts just this amount into a person's account."""
    return [entry.amount for entry in transfer.entries.all() if entry.account.profile_id == profile] == [
        -(amount or Decimal(0))
    ]


def _hours_fall_with_a_yes() -> Iterator[Breach]:
    fell = (
        Entry.objects.filter(unit=Unit.MINUTES, account__kind=AccountKind.MEMBER)
        .values("transfer", "account__profile")
        .annotate(total=Sum("amount"))
        .filter(total__gt=0)
        .order_by()
    )
    for row in fell:
        transfer, profile, minutes = row["transfer"], row["account__profile"], int(row["total"])
        if not HoursConsent.objects.filter(transfer=transfer, profile=profile, minutes__gte=minutes).exists():
            yield Breach(
                rule="Nobody’s hours go down without their own yes",
                row=f"transfer {transfer} takes {minutes} minutes from profile {profile}",
            )


def _no_hours_below_zero() -> Iterator[Breach]:
    for account in Account.objects.filter(kind=AccountKind.MEMBER).annotate(
        total=Sum("entries__amount", filter=Q(entries__unit=Unit.MINUTES))
    ):
        if account.total and account.sign * account.total < 0:
            yield Breach(
                rule="Nobody’s hours go below zero",
                row=f"account {account.pk} of pool {account.pool_id} has {int(account.sign * account.total)} minutes",
            )


def _no_more_returned_than_lent() -> Iterator[Breach]:
    for loan in HoursLoan.objects.annotate(returned=Sum("returns__minutes")).filter(returned__gt=F("minutes")):
        yield Breach(rule="No more is given back than was lent", row=f"loan {loan.pk}")


def _whoever_is_settled_has_nothing() -> Iterator[Breach]:
    later = Leaving.objects.filter(
        pool=OuterRef("pool"), membership__profile=OuterRef("membership__profile"), told_at__gt=OuterRef("told_at")
    ).exclude(outcome=LeavingOutcome.TAKEN_BACK)
    settled = Leaving.objects.filter(~Exists(later), settled_at__isnull=False)
    for leaving in settled.select_related("pool", "membership__profile"):
        profile = leaving.membership.profile
        came_back = members_of(leaving.pool).filter(profile=profile).exists()
        balance = balance_of_member(leaving.pool, profile)
        if balance and not came_back:
            yield Breach(
                rule="Whoever has left and is settled has £0.00",
                row=f"leaving {leaving.pk}: {format_amount(balance)} stands in their account",
            )


def _ended_pools_hold_nothing() -> Iterator[Breach]:
    ended = Pool.objects.standing_at(PoolState.ENDED).filter(endings__outcome=EndingOutcome.ENDED)
    left = Entry.objects.filter(account__pool__in=ended.values("pk"), unit=Unit.GBP)
    for row in left.values("account").annotate(total=Sum("amount")).exclude(total=0).order_by():
        yield Breach(
            rule="A pool that was ended holds nothing",
            row=f"account {row['account']} has {row['total']} left",
        )


RULES: list[Rule] = [
    _sums_to_zero,
    _has_two_entries,
    _stays_in_its_pool,
    _reversals_mirror,
    _nothing_below_zero,
    _charged_what_was_signed,
    _confirmed_contributions_are_there,
    _confirmed_bank_rows_are_there,
    _booking_fees_are_there,
    _hours_fall_with_a_yes,
    _no_hours_below_zero,
    _no_more_returned_than_lent,
    _whoever_is_settled_has_nothing,
    _ended_pools_hold_nothing,
]
