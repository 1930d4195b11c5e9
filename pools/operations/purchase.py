"""Buying it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    PAID_BY_OTHERS,
    Account,
    AccountKind,
    MoneyPath,
    PaidHow,
    Pool,
    PoolState,
    Purchase,
    Transfer,
    TransferKind,
)
from pools.operations.agreement_text import long_day
from pools.operations.ledger import Posting, account_for, credit, debit, post
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless, refuse_while_paused
from pools.operations.wish import meet_wishes
from pools.queries.agreements import active_agreement, members_in, thinking_again_until
from pools.queries.consents import missing_consents
from pools.queries.ledger import balance_of, left_to_spend
from pools.queries.money import given_by
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import format_amount, split
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

# Nobody buys the same twice in half a minute, but many people click twice.
SECOND_CLICK = timedelta(seconds=30)


class UnableToPurchase(Refusal):
    """Not everybody has signed or may still think again, a yes is missing, or it is more than was agreed."""


class UnableToPayBill(Refusal):
    """There is no such bill, or not so much of it, or the money is not there."""


@transaction.atomic
def record_purchase(
    *,
    pool: Pool,
    what: str,
    seller: str,
    amount: Decimal,
    bought_on: date,
    paid_how: PaidHow = PaidHow.LATER,
    paid_by: str = "",
    by: Profile,
    now: datetime,
) -> Purchase:
    """
    Write down what the pool bought, and how it was paid. With the first purchase, the wishes that led to it come true.

    :param paid_by: who else paid it, or gave the money for it: no part of what the members have agreed to pay
    :raises UnableToPurchase: not signed by everybody yet, the pool is paused, a signature can still be taken back (it
        says until when), a consent is missing in writing or has run out (it says whose), the day is still to come, or
        it costs more than is left of what the members agreed to, or than somebody else gave
    :raises UnableToPost: it was paid from the money that is kept, and so much is not there
    """
    # Lock the pool: somebody may be leaving, or the costs opened again, at this very moment.
    pool, state = lock_pool(pool)
    refuse_while_paused(UnableToPurchase, pool=pool)
    if state == PoolState.AGREED:
        raise UnableToPurchase(_("Do not buy it yet. First everybody signs the agreement."))
    refuse_unless(UnableToPurchase, state=state, among={PoolState.SIGNED, PoolState.BOUGHT})
    just_recorded = pool.purchases.filter(
        what=what.strip(), seller=seller.strip(), amount=amount, recorded_by=by, recorded_at__gt=now - SECOND_CLICK
    )
    if twin := just_recorded.first():
        return twin
    _refuse_while_people_may_think_again(pool, today=timezone.localdate(now))
    if bought_on > timezone.localdate(now):
        raise UnableToPurchase(
            _("This day is still to come. Write it down once you have bought it."), field="bought_on"
        )
    _refuse_without_consents(pool=pool, day=bought_on)
    paid_by = paid_by.strip() if paid_how in PAID_BY_OTHERS else ""
    if paid_how in PAID_BY_OTHERS:
        _refuse_more_than_given(pool=pool, amount=amount, paid_how=paid_how, paid_by=paid_by)
    else:
        _refuse_more_than_agreed(pool=pool, amount=amount)
    with told_as(UnableToPurchase, model=Purchase):
        purchase = Purchase.objects.create(
            pool=pool,
            what=what.strip(),
            seller=seller.strip(),
            amount=amount,
            paid_how=paid_how,
            paid_by=paid_by,
            bought_on=bought_on,
            recorded_by=by,
            recorded_at=now,
        )
    _book(purchase, now=now)
    if state == PoolState.SIGNED:
        move_pool(pool=pool, state=PoolState.BOUGHT, by=by, now=now, note=purchase.what)
        wishes = [membership.wish for membership in members_of(pool).select_related("wish") if membership.wish]
        meet_wishes(wishes=wishes, by=by, now=now)
    record(by=by, action="record_purchase", subject=purchase, now=now)
    return purchase


@transaction.atomic
def pay_bill(*, pool: Pool, seller: str, amount: Decimal, paid_on: date, by: Profile, now: datetime) -> Transfer:
    """
    Write down that a bill was paid from the money that is kept.

    :raises UnableToPayBill: the pool does not owe so much to this seller
    :raises UnableToPost: a day to come, or so much money is not there
    """
    pool, _state = lock_pool(pool)
    account = Account.objects.filter(pool=pool, kind=AccountKind.PROVIDER, name=seller.strip()).first()
    owed = balance_of(account) if account else Decimal(0)
    if account is None or amount > owed:
        raise UnableToPayBill(
            _("We owe %(owed)s to them, and not more.") % {"owed": format_amount(owed)}, field="amount"
        )
    transfer = post(
        pool=pool,
        kind=TransferKind.PAYMENT,
        words=gettext("Paid to %(seller)s") % {"seller": account.name},
        postings=[debit(account, amount), credit(account_for(pool, AccountKind.HOLDER), amount)],
        happened_on=paid_on,
        by=by,
        now=now,
    )
    record(by=by, action="pay_bill", subject=transfer, now=now)
    return transfer


def _refuse_while_people_may_think_again(pool: Pool, *, today: date) -> None:
    until = thinking_again_until(pool, today=today)
    if until is not None:
        days = {"until": long_day(until), "day": long_day(until + timedelta(days=1))}
        raise UnableToPurchase(
            _("Do not buy it yet. Each of you can think again until %(until)s. You can buy it from %(day)s on.") % days
        )


def _refuse_more_than_agreed(*, pool: Pool, amount: Decimal) -> None:
    if pool.money_path == MoneyPath.VENUE:
        return
    left = left_to_spend(pool)
    if amount > left:
        raise UnableToPurchase(
            _(
                "You have agreed to pay %(left)s more for costs, and this is %(amount)s. "
                "To spend more, open the costs again and agree to it first."
            )
            % {"left": format_amount(left), "amount": format_amount(amount)},
            field="amount",
        )


def _refuse_more_than_given(*, pool: Pool, amount: Decimal, paid_how: PaidHow, paid_by: str) -> None:
    if not paid_by:
        raise UnableToPurchase(_("Say who else paid it."), field="paid_by")
    given = given_by(pool, paid_by)
    if paid_how == PaidHow.GIVEN and amount > given:
        raise UnableToPurchase(
            _("%(payer)s gave us %(given)s that is not spent, and this is %(amount)s.")
            % {"payer": paid_by, "given": format_amount(given), "amount": format_amount(amount)},
            field="amount",
        )


def _book(purchase: Purchase, *, now: datetime) -> None:
    """
    The bill, and what paid it. Where the members pay at the place, the pool keeps no books about it.

    A bill that somebody else pays stands on their account from the first, and leaves the members' money alone.
    """
    pool, amount = purchase.pool, purchase.amount
    if pool.money_path == MoneyPath.VENUE or not amount:
        return
    seller = account_for(pool, AccountKind.PROVIDER, name=purchase.seller)
    write = partial(
        post, pool=pool, words=purchase.what, happened_on=purchase.bought_on, by=purchase.recorded_by, now=now
    )
    write(
        kind=TransferKind.BILL,
        postings=[debit(_whose_bill(purchase), amount), credit(seller, amount)],
        source=f"purchase:{purchase.pk}:bill",
    )
    if purchase.paid_how in {PaidHow.HELD, PaidHow.GIVEN}:
        holder = account_for(pool, AccountKind.HOLDER)
        write(
            kind=TransferKind.PAYMENT,
            postings=[debit(seller, amount), credit(holder, amount)],
            source=f"purchase:{purchase.pk}:paid",
        )
    if purchase.paid_how == PaidHow.DIRECT:
        write(
            kind=TransferKind.PAID_DIRECT,
            postings=[debit(seller, amount), *_paid_by_each(pool, amount)],
            source=f"purchase:{purchase.pk}:paid",
        )
    if purchase.paid_how == PaidHow.OTHERS:
        write(
            kind=TransferKind.PAID_DIRECT,
            postings=[debit(seller, amount), credit(_whose_bill(purchase), amount)],
            source=f"purchase:{purchase.pk}:paid",
        )


def _whose_bill(purchase: Purchase) -> Account:
    if purchase.paid_by:
        return account_for(purchase.pool, AccountKind.PAYER, name=purchase.paid_by)
    return account_for(purchase.pool, AccountKind.POOL)


def _paid_by_each(pool: Pool, amount: Decimal) -> list[Posting]:
    """Each member has paid their part of a bill, in the proportions that they signed for."""
    agreement = active_agreement(pool)
    people = list(members_in(agreement)) if agreement else []
    shares = {person: agreement.share_of(person) or Decimal(0) for person in people} if agreement else {}
    parts = split(amount, list(shares.values()))
    return [
        credit(account_for(pool, AccountKind.MEMBER, profile=person), part)
        for person, part in zip(shares, parts, strict=True)
    ]


def _refuse_without_consents(*, pool: Pool, day: date) -> None:
    """On the day of the purchase, each yes is here in writing and counts."""
    waited_for = missing_consents(pool, on=day)
    if not waited_for:
        return
    run_out = [consent.whom for consent in waited_for if consent.has_run_out(day)]
    missing = [consent.whom for consent in waited_for if not consent.has_run_out(day)]
    sentences = [gettext("Do not buy it yet.")]
    if missing:
        whom = get_text_list(missing, gettext("and"))
        sentences.append(gettext("You still need a yes in writing from: %(whom)s.") % {"whom": whom})
    if run_out:
        whom = get_text_list(run_out, gettext("and"))
        sentences.append(gettext("This yes has run out, so ask for a new letter: %(whom)s.") % {"whom": whom})
    raise UnableToPurchase(" ".join(sentences))
