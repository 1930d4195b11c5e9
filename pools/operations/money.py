"""Money of a pool besides what its members pay in and what it buys: put aside, given back, and given by others."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import AccountKind, MoneyPath, Pool, PoolState, Transfer, TransferKind
from pools.operations.ledger import Posting, account_for, credit, debit, post
from pools.operations.pool_status import lock_pool, refuse_unless
from pools.queries.ledger import left_to_spend, put_aside
from pools.queries.money import bought_from, owed_to
from portal.models import Profile
from portal.money import format_amount
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class RefundHow(models.TextChoices):
    """What becomes of money that a seller gives back."""

    OFF_BILL = "off_bill", _("The seller asks for less: the bill gets smaller")
    MONEY_BACK = "money_back", _("The seller paid it back into the money that is kept")


class UnableToMoveMoney(Refusal):
    """Nothing, or more than there is; or the pool keeps no money."""


class UnableToRecordRefund(Refusal):
    """Nothing, or more than was bought there, or than is still to be paid."""


@transaction.atomic
def set_aside(*, pool: Pool, amount: Decimal, day: date, by: Profile, now: datetime) -> Transfer:
    """
    Put something aside, in case, of what is agreed for the costs and not spent.

    :raises UnableToMoveMoney: nothing, or more than is left of what the members agreed to
    :raises UnableToPost: a day to come
    """
    pool = _pool_with_money(pool)
    _refuse_unless_between(amount, left_to_spend(pool))
    return _move(
        pool=pool,
        kind=TransferKind.SET_ASIDE,
        words=gettext("Put aside, in case"),
        postings=[
            debit(account_for(pool, AccountKind.POOL), amount),
            credit(account_for(pool, AccountKind.CONTINGENCY), amount),
        ],
        day=day,
        by=by,
        now=now,
    )


@transaction.atomic
def take_from_aside(*, pool: Pool, amount: Decimal, why: str, day: date, by: Profile, now: datetime) -> Transfer:
    """
    Take something from what was put aside, so that it can be spent.

    :raises UnableToMoveMoney: nothing, more than was put aside, or no reason
    :raises UnableToPost: a day to come
    """
    pool = _pool_with_money(pool)
    if not why.strip():
        raise UnableToMoveMoney(_("Say what you need it for."), field="why")
    _refuse_unless_between(amount, put_aside(pool))
    return _move(
        pool=pool,
        kind=TransferKind.RELEASE,
        words=gettext("From what was put aside: %(why)s") % {"why": why.strip()},
        postings=[
            debit(account_for(pool, AccountKind.CONTINGENCY), amount),
            credit(account_for(pool, AccountKind.POOL), amount),
        ],
        day=day,
        by=by,
        now=now,
    )


@transaction.atomic
def record_refund(
    *, pool: Pool, seller: str, amount: Decimal, how: RefundHow, why: str, day: date, by: Profile, now: datetime
) -> Transfer:
    """
    Write down that a seller gives something back. It can be spent again, as the members had agreed.

    Money that came back goes through the seller's account, which shows both what they took back and what they paid.

    :raises UnableToRecordRefund: nothing, no reason, more than was bought there or, off a bill, than is to be paid
    :raises UnableToPost: a day to come
    """
    pool = _pool_with_money(pool)
    if not why.strip():
        raise UnableToRecordRefund(_("Say why you get it back."), field="why")
    most = owed_to(pool, seller) if how == RefundHow.OFF_BILL else bought_from(pool, seller)
    if not 0 < amount <= most:
        raise UnableToRecordRefund(
            _("Please give an amount from £0.01 to %(most)s.") % {"most": format_amount(max(most, Decimal(0)))},
            field="amount",
        )
    provider = account_for(pool, AccountKind.PROVIDER, name=seller)
    postings = [debit(provider, amount), credit(account_for(pool, AccountKind.POOL), amount)]
    if how == RefundHow.MONEY_BACK:
        postings += [debit(account_for(pool, AccountKind.HOLDER), amount), credit(provider, amount)]
    return _move(
        pool=pool,
        kind=TransferKind.REFUND,
        words=gettext("Back from %(seller)s: %(why)s") % {"seller": provider.name, "why": why.strip()},
        postings=postings,
        day=day,
        by=by,
        now=now,
    )


@transaction.atomic
def receive_from_payer(*, pool: Pool, payer: str, amount: Decimal, day: date, by: Profile, now: datetime) -> Transfer:
    """
    Write down money that somebody outside the pool gave. It is no part of what the members pay.

    It stands in an account of its own until something is bought from it (`PaidHow.GIVEN`).

    :raises UnableToMoveMoney: nothing, or nobody; or the pool keeps no money
    :raises UnableToPost: a day to come
    """
    pool = _pool_with_money(pool)
    if pool.money_path != MoneyPath.HOLDER:
        raise UnableToMoveMoney(_("Nobody keeps money for this pool. Others can pay the seller."))
    if not payer.strip():
        raise UnableToMoveMoney(_("Say who gave it."), field="payer")
    if amount <= 0:
        raise UnableToMoveMoney(_("Please give an amount above zero."), field="amount")
    return _move(
        pool=pool,
        kind=TransferKind.CONTRIBUTION,
        words=gettext("From %(payer)s") % {"payer": payer.strip()},
        postings=[
            debit(account_for(pool, AccountKind.HOLDER), amount),
            credit(account_for(pool, AccountKind.PAYER, name=payer), amount),
        ],
        day=day,
        by=by,
        now=now,
    )


def _pool_with_money(pool: Pool) -> Pool:
    pool, state = lock_pool(pool)
    if state == PoolState.AGREED:
        raise UnableToMoveMoney(_("First everybody signs the agreement."))
    refuse_unless(UnableToMoveMoney, state=state, among={PoolState.SIGNED, PoolState.BOUGHT})
    if pool.money_path == MoneyPath.VENUE:
        raise UnableToMoveMoney(_("Each of you pays at the place. So this pool has no money of its own."))
    return pool


def _refuse_unless_between(amount: Decimal, most: Decimal) -> None:
    if not 0 < amount <= most:
        raise UnableToMoveMoney(
            _("Please give an amount from £0.01 to %(most)s. That is what is there.") % {"most": format_amount(most)}
            if most > 0
            else _("There is nothing to take it from."),
            field="amount",
        )


def _move(
    *,
    pool: Pool,
    kind: TransferKind,
    words: str,
    postings: list[Posting],
    day: date,
    by: Profile,
    now: datetime,
) -> Transfer:
    transfer = post(pool=pool, kind=kind, words=words, postings=postings, happened_on=day, by=by, now=now)
    record(by=by, action=str(kind), subject=transfer, now=now)
    return transfer
