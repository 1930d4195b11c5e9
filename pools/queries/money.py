"""What a member may see of the pool's money, and where each number comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pools.models import Account, AccountKind, Entry, MoneyTask, Pool, Transfer, TransferKind, Unit
from pools.queries.agreements import active_agreement
from pools.queries.ledger import NOTHING, AccountBalance, balance_of, balances_of, owner_of
from portal.models import Profile

# What whoever keeps the books can put right. Shares come from the agreement, and hours have their own pages.
CAN_BE_PUT_RIGHT = frozenset(
    {
        TransferKind.CONTRIBUTION,
        TransferKind.BILL,
        TransferKind.PAYMENT,
        TransferKind.PAID_DIRECT,
        TransferKind.IN_KIND,
        TransferKind.SET_ASIDE,
        TransferKind.RELEASE,
        TransferKind.REFUND,
    }
)


@dataclass(frozen=True, kw_only=True)
class SeenEntry:
    """One line of a transfer as this reader may see it. No `account`: the other members together."""

    whose: str
    amount: Decimal
    account: Account | None


@dataclass(frozen=True, kw_only=True)
class SeenTransfer:
    """Something in the books as this reader may see it. Its entries sum to zero, as they do for everybody."""

    transfer: Transfer
    entries: list[SeenEntry]
    amount: Decimal
    can_be_put_right: bool


def seen_transfers(transfers: Iterable[Transfer], *, profile: Profile, keeps_books: bool) -> list[SeenTransfer]:
    """
    What a member may see of the books: all of it, with the other members as one.

    Whoever keeps the books sees each by name, because they have to ask for what is missing.
    """
    return [
        SeenTransfer(
            transfer=transfer,
            entries=_seen_entries(transfer, profile=profile, keeps_books=keeps_books),
            amount=sum((entry.amount for entry in _pounds_of(transfer) if entry.amount > 0), NOTHING),
            can_be_put_right=keeps_books and is_open_to_correction(transfer),
        )
        for transfer in transfers
    ]


def is_open_to_correction(transfer: Transfer) -> bool:
    """Whether it is of a kind that can be put right, and has not been. Fetch `reversed_by` with it."""
    return transfer.kind in CAN_BE_PUT_RIGHT and not hasattr(transfer, "reversed_by")


def may_read_account(account: Account, *, profile: Profile, keeps_books: bool) -> bool:
    """The pool's own accounts are every member's to read; a member's is theirs, and the book keeper's."""
    return keeps_books or account.kind != AccountKind.MEMBER or account.profile_id == profile.pk


def readable_balances(pool: Pool, *, profile: Profile, keeps_books: bool) -> list[AccountBalance]:
    """What stands in each account that somebody may read."""
    return [
        balance
        for balance in balances_of(pool)
        if may_read_account(balance.account, profile=profile, keeps_books=keeps_books)
    ]


def account_of(pool: Pool, profile: Profile) -> Account | None:
    """Somebody's own account; None before anything was written in it."""
    return Account.objects.filter(pool=pool, kind=AccountKind.MEMBER, profile=profile).first()


def sellers_owed(pool: Pool) -> list[AccountBalance]:
    """Who is still to be paid, and how much: the open bills."""
    return [
        balance for balance in balances_of(pool) if balance.account.kind == AccountKind.PROVIDER and balance.pounds > 0
    ]


def sellers_of(pool: Pool) -> list[str]:
    """Everybody whom the pool has had a bill from."""
    accounts = Account.objects.filter(pool=pool, kind=AccountKind.PROVIDER)
    return list(accounts.order_by("name").values_list("name", flat=True))


def owed_to(pool: Pool, seller: str) -> Decimal:
    """What the pool still owes to a seller, in pounds. Below zero, the seller owes the pool."""
    account = Account.objects.filter(pool=pool, kind=AccountKind.PROVIDER, name=seller.strip()).first()
    return balance_of(account) if account else NOTHING


def given_by(pool: Pool, payer: str) -> Decimal:
    """What somebody else has given to a pool, and is not spent, in pounds."""
    account = Account.objects.filter(pool=pool, kind=AccountKind.PAYER, name=payer.strip()).first()
    return balance_of(account) if account else NOTHING


def bought_from(pool: Pool, seller: str) -> Decimal:
    """All bills of a seller, less what they took back, in pounds."""
    entries = Entry.objects.filter(
        account__pool=pool,
        account__kind=AccountKind.PROVIDER,
        account__name=seller.strip(),
        unit=Unit.GBP,
    ).select_related("transfer__reverses")
    counted = [entry.amount for entry in entries if _what_it_was(entry.transfer) == TransferKind.BILL]
    # A refund debits the seller for what is taken back; its credit is the money that came.
    back = [
        entry.amount
        for entry in entries
        if _what_it_was(entry.transfer) == TransferKind.REFUND and (entry.amount > 0) != entry.transfer.is_reversal
    ]
    return -sum(counted, NOTHING) - sum(back, NOTHING)


def holder_named(pool: Pool) -> str:
    """Who keeps the money, as the signed agreement says; empty before there is one."""
    agreement = active_agreement(pool)
    return agreement.money_holder if agreement else ""


def tasks_of(pool: Pool) -> QuerySet[MoneyTask]:
    """What members do instead of paying, the oldest first."""
    return MoneyTask.objects.filter(pool=pool).select_related("profile", "closed_by", "transfer")


def _seen_entries(transfer: Transfer, *, profile: Profile, keeps_books: bool) -> list[SeenEntry]:
    seen, others = [], NOTHING
    for entry in _pounds_of(transfer):
        if may_read_account(entry.account, profile=profile, keeps_books=keeps_books):
            seen.append(SeenEntry(whose=owner_of(entry.account), amount=entry.amount, account=entry.account))
        else:
            others += entry.amount
    if others:
        seen.append(SeenEntry(whose=_("The other members"), amount=others, account=None))
    return seen


def _pounds_of(transfer: Transfer) -> list[Entry]:
    """Read from what was fetched with the transfer."""
    return [entry for entry in transfer.entries.all() if entry.unit == Unit.GBP]


def _what_it_was(transfer: Transfer) -> str:
    return transfer.reverses.kind if transfer.reverses is not None else transfer.kind
