"""
The books of a pool: what is written in them, and how a mistake is put right.

Double entry: a debit is above zero, a credit below, and each transfer sums to zero for each unit. Money that is kept
stands as a debit of the holder; what belongs to the members, what is agreed for costs, and what others are owed or
have paid stands as credits of theirs. PostgreSQL looks at each transfer again when the transaction ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    NEVER_BELOW_ZERO,
    Account,
    AccountKind,
    Agreement,
    Entry,
    Leaving,
    LeavingOutcome,
    MoneyPath,
    Pool,
    Transfer,
    TransferKind,
    Unit,
)
from pools.operations.pool_status import lock_pool
from pools.queries.ledger import balance_of, balance_of_member, charged_to
from portal.models import Profile
from portal.money import format_amount
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToPost(Refusal):
    """A day to come, more than there is, or in the books already."""


class UnableToReverse(Refusal):
    """It is a reversal, or it has been put right already."""


class UnbalancedTransfer(ValueError):
    """The entries do not sum to zero: a mistake in the code, not of a person."""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """An entry to be written: pounds, or whole minutes, on an account. A debit is above zero, a credit below."""

    account: Account
    amount: Decimal
    unit: Unit = Unit.GBP


def debit(account: Account, amount: Decimal, unit: Unit = Unit.GBP) -> Posting:
    return Posting(account=account, amount=amount, unit=unit)


def credit(account: Account, amount: Decimal, unit: Unit = Unit.GBP) -> Posting:
    return Posting(account=account, amount=-amount, unit=unit)


def account_for(pool: Pool, kind: AccountKind, *, profile: Profile | None = None, name: str = "") -> Account:
    """The account of this kind, person or name in the books of a pool; opened where there is none yet."""
    account, _is_new = Account.objects.get_or_create(pool=pool, kind=kind, profile=profile, name=name.strip())
    return account


def post(
    *,
    pool: Pool,
    kind: TransferKind,
    words: str,
    postings: Sequence[Posting],
    happened_on: date,
    by: Profile | None,
    now: datetime,
    source: str = "",
    reverses: Transfer | None = None,
) -> Transfer:
    """
    Write a transfer with its entries. The caller has locked the pool; entries of nothing are left out.

    :param source: names what this comes from, so that it is never booked twice
    :raises UnableToPost: a day to come, more than is kept or put aside, or `source` is in the books already
    :raises UnbalancedTransfer: the entries do not sum to zero for a unit
    """
    postings = [posting for posting in postings if posting.amount]
    for unit in Unit:
        if sum(posting.amount for posting in postings if posting.unit == unit) != 0:
            raise UnbalancedTransfer(f"{words}: the {unit} do not sum to zero.")
    if happened_on > timezone.localdate(now):
        raise UnableToPost(_("This day is still to come. Write it down once it has happened."), field="happened_on")
    _refuse_paying_out_more_than_there_is(postings)
    with told_as(UnableToPost, model=Transfer):
        transfer = Transfer.objects.create(
            pool=pool,
            kind=kind,
            words=words[:200],
            happened_on=happened_on,
            reverses=reverses,
            source=source,
            recorded_by=by,
            recorded_at=now,
        )
    Entry.objects.bulk_create(
        Entry(transfer=transfer, account=posting.account, unit=posting.unit, amount=posting.amount)
        for posting in postings
    )
    return transfer


@transaction.atomic
def reverse_transfer(*, transfer: Transfer, why: str, by: Profile, now: datetime) -> Transfer:
    """
    Put a mistake right: write the opposite of a transfer, today. Nothing in the books is ever changed.

    :raises UnableToReverse: a reversal itself, put right already, no reason, or it would take hours from somebody
    :raises UnableToPost: the money is not there any more
    """
    # Lock the pool: two people may be putting the same mistake right.
    lock_pool(transfer.pool)
    transfer = Transfer.objects.select_related("pool").get(pk=transfer.pk)
    if transfer.is_reversal:
        raise UnableToReverse(_("This was put right before. If that was wrong, write the first entry down again."))
    if Transfer.objects.filter(reverses=transfer).exists():
        raise UnableToReverse(_("This has been put right already."))
    if not why.strip():
        raise UnableToReverse(_("Say why it was wrong."), field="why")
    _refuse_taking_hours_back(transfer)
    entries = transfer.entries.select_related("account")
    reversal = post(
        pool=transfer.pool,
        kind=TransferKind.REVERSAL,
        words=gettext("Put right: %(words)s. %(why)s") % {"words": transfer.words, "why": why.strip()},
        postings=[Posting(account=entry.account, amount=-entry.amount, unit=Unit(entry.unit)) for entry in entries],
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
        reverses=transfer,
    )
    _settle_again_with_whoever_left(reversal, now=now)
    record(by=by, action="reverse_transfer", subject=reversal, now=now)
    return reversal


def charge_shares(*, agreement: Agreement, by: Profile, now: datetime) -> Transfer | None:
    """
    Call in from each member what they have signed for, less what was called in before. The caller has locked the pool.

    A pool whose members pay at the place keeps no books about it. None: nothing changes.
    """
    pool = agreement.pool
    if pool.money_path == MoneyPath.VENUE:
        return None
    before = charged_to(pool)
    postings = []
    for profile, share in _signed_shares(agreement):
        account = account_for(pool, AccountKind.MEMBER, profile=profile)
        postings.append(debit(account, share - before.get(str(profile.pk), Decimal(0))))
    called_in = sum((posting.amount for posting in postings), Decimal(0))
    if not any(posting.amount for posting in postings):
        return None
    return post(
        pool=pool,
        kind=TransferKind.CHARGE,
        words=gettext("Shares in agreement version %(number)d") % {"number": agreement.version},
        postings=[*postings, credit(account_for(pool, AccountKind.POOL), called_in)],
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
        source=f"agreement:{agreement.pk}:{_charges_of(agreement).count() + 1}",
    )


def take_back_charge(*, agreement: Agreement, by: Profile, now: datetime) -> None:
    """Somebody has taken their signature back: what was called in by it is not owed any more. The pool is locked."""
    for charge in _charges_of(agreement).filter(reversed_by__isnull=True):
        reverse_transfer(transfer=charge, why=gettext("A signature was taken back."), by=by, now=now)


def _charges_of(agreement: Agreement) -> QuerySet[Transfer]:
    return Transfer.objects.filter(pool=agreement.pool_id, source__startswith=f"agreement:{agreement.pk}:")


def _refuse_taking_hours_back(transfer: Transfer) -> None:
    """Somebody got hours by it. Only they themselves can give them back."""
    gained = transfer.entries.filter(unit=Unit.MINUTES, account__kind=AccountKind.MEMBER).values("account")
    if gained.annotate(total=Sum("amount")).filter(total__lt=0).exists():
        raise UnableToReverse(
            _("This would take hours from somebody. Ask them: they can give hours back on the page “Hours”.")
        )


def _signed_shares(agreement: Agreement) -> list[tuple[Profile, Decimal]]:
    profiles = Profile.objects.in_bulk([share["profile"] for share in agreement.figures["shares"]])
    by_key = {str(key): profile for key, profile in profiles.items()}
    return [(by_key[share["profile"]], Decimal(share["amount"])) for share in agreement.figures["shares"]]


def _settle_again_with_whoever_left(reversal: Transfer, *, now: datetime) -> None:
    """Somebody who has left was settled for as long as nothing stands in their account."""
    touched = reversal.entries.filter(unit=Unit.GBP, account__kind=AccountKind.MEMBER).values("account__profile")
    gone = Leaving.objects.filter(
        pool=reversal.pool_id, outcome=LeavingOutcome.IN_EFFECT, membership__profile__in=touched
    )
    for leaving in gone.select_related("membership__profile"):
        leaving.settled_at = None if balance_of_member(reversal.pool, leaving.membership.profile) else now
        leaving.save(update_fields=["settled_at"])


def _refuse_paying_out_more_than_there_is(postings: Sequence[Posting]) -> None:
    """PostgreSQL holds this too; here it is told in words."""
    for account in {posting.account for posting in postings if posting.unit == Unit.GBP}:
        if account.kind not in NEVER_BELOW_ZERO:
            continue
        change = sum((posting.amount for posting in postings if posting.account == account), Decimal(0)) * account.sign
        there = balance_of(account)
        if change < 0 and there + change < 0:
            raise UnableToPost(
                _("There is not enough: %(there)s is there, and this takes %(wanted)s.")
                % {"there": format_amount(there), "wanted": format_amount(-change)},
                field="amount",
            )
