"""
What stands in the books of a pool.

Entries are debits above zero and credits below; here, balances are as people read them (`Account.sign`): money that is
kept, and what a member has put in and not yet used, is above zero; what somebody still owes is below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from pools.models import Account, AccountKind, Entry, Pool, Transfer, TransferKind, Unit
from portal.models import Profile

NOTHING = Decimal("0.00")


@dataclass(frozen=True, kw_only=True)
class AccountBalance:
    """An account and what stands in it: pounds, and whole minutes."""

    account: Account
    pounds: Decimal
    minutes: int

    @property
    def is_empty(self) -> bool:
        return not self.pounds and not self.minutes


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """One entry as the owner of the account reads it; `balance` is what stands there after it."""

    entry: Entry
    amount: Decimal
    balance: Decimal

    @property
    def transfer(self) -> Transfer:
        return self.entry.transfer


@dataclass(frozen=True, kw_only=True)
class AccountLines:
    """Some time in the life of an account: opening + all amounts = closing, to the penny."""

    opening: Decimal
    lines: list[AccountLine]
    closing: Decimal


def balance_of(account: Account, *, unit: Unit = Unit.GBP) -> Decimal:
    """What stands in an account, in pounds or in minutes."""
    total = Entry.objects.filter(account=account, unit=unit).aggregate(total=Sum("amount"))["total"]
    return account.sign * (total or NOTHING)


def balances_of(pool: Pool) -> list[AccountBalance]:
    """All accounts of a pool, the pool's own first."""
    accounts = (
        Account.objects.filter(pool=pool)
        .select_related("profile")
        .annotate(
            pounds=Sum("entries__amount", filter=Q(entries__unit=Unit.GBP)),
            minutes=Sum("entries__amount", filter=Q(entries__unit=Unit.MINUTES)),
        )
    )
    order = list(AccountKind)
    return sorted(
        (
            AccountBalance(
                account=account,
                pounds=account.sign * (account.pounds or NOTHING),
                minutes=int(account.sign * (account.minutes or 0)),
            )
            for account in accounts
        ),
        key=lambda balance: (order.index(AccountKind(balance.account.kind)), balance.account.pk),
    )


def money_held(pool: Pool) -> Decimal:
    """How much money is kept for a pool, in pounds."""
    return _balance(pool, AccountKind.HOLDER)


def left_to_spend(pool: Pool) -> Decimal:
    """What the members have agreed to pay for costs, and have not spent, in pounds. Not all of it need be paid in."""
    return _balance(pool, AccountKind.POOL)


def put_aside(pool: Pool) -> Decimal:
    """What is put aside in case, in pounds."""
    return _balance(pool, AccountKind.CONTINGENCY)


def balance_of_member(pool: Pool, profile: Profile, *, unit: Unit = Unit.GBP) -> Decimal:
    """What a member has in a pool; below zero, what they still owe. In pounds or in minutes."""
    account = Account.objects.filter(pool=pool, kind=AccountKind.MEMBER, profile=profile).first()
    return balance_of(account, unit=unit) if account else NOTHING


def charged_to(pool: Pool) -> dict[str, Decimal]:
    """
    What has been called in from each person by agreements, less what was put right or settled when they left: pounds by
    the profile's key.
    """
    kinds = (TransferKind.CHARGE, TransferKind.SETTLEMENT)
    charges = Q(transfer__kind__in=kinds) | Q(transfer__reverses__kind__in=kinds)
    rows = (
        Entry.objects.filter(charges, account__pool=pool, account__kind=AccountKind.MEMBER, unit=Unit.GBP)
        .values("account__profile")
        .annotate(total=Sum("amount"))
    )
    return {str(row["account__profile"]): row["total"] for row in rows}


def transfers_of(pool: Pool) -> QuerySet[Transfer]:
    """Everything in the books of a pool, the newest first, each with its entries."""
    return (
        Transfer.objects.filter(pool=pool)
        .select_related("recorded_by", "reverses", "reversed_by")
        .prefetch_related("entries__account__profile")
        .order_by("-happened_on", "-recorded_at", "-id")
    )


def account_lines(
    account: Account, *, unit: Unit = Unit.GBP, since: date | None = None, until: date | None = None
) -> AccountLines:
    """The entries of an account from one day to another, both included, with the balance after each."""
    entries = Entry.objects.filter(account=account, unit=unit)
    opening = NOTHING
    if since is not None:
        before = entries.filter(transfer__happened_on__lt=since).aggregate(total=Sum("amount"))["total"]
        opening = account.sign * (before or NOTHING)
        entries = entries.filter(transfer__happened_on__gte=since)
    if until is not None:
        entries = entries.filter(transfer__happened_on__lte=until)
    ordered = entries.select_related("transfer", "account").order_by(
        "transfer__happened_on", "transfer__recorded_at", "transfer_id", "id"
    )
    lines = list(_with_balances(ordered, sign=account.sign, opening=opening))
    return AccountLines(opening=opening, lines=lines, closing=lines[-1].balance if lines else opening)


def owner_of(account: Account) -> str:
    """Whose account it is, as the members say it."""
    if account.profile is not None:
        return account.profile.shown_name
    return account.name or {
        AccountKind.HOLDER: _("The money that is kept for us"),
        AccountKind.POOL: _("For our costs"),
        AccountKind.CONTINGENCY: _("Put aside, in case"),
    }.get(AccountKind(account.kind), str(account))


def _with_balances(entries: QuerySet[Entry], *, sign: int, opening: Decimal) -> Iterator[AccountLine]:
    balance = opening
    for entry in entries:
        amount = sign * entry.amount
        balance += amount
        yield AccountLine(entry=entry, amount=amount, balance=balance)


def _balance(pool: Pool, kind: AccountKind) -> Decimal:
    account = Account.objects.filter(pool=pool, kind=kind).first()
    return balance_of(account) if account else NOTHING
