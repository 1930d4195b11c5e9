"""What members pay in: when it is to come, what they say, and what is in the books."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    Contribution,
    ContributionHow,
    ContributionPlan,
    ContributionState,
    ContributionStatus,
    MoneyPath,
    Pool,
    PoolState,
    Rhythm,
    Transfer,
    TransferKind,
)
from pools.operations.ledger import account_for, credit, debit, post
from pools.operations.money_correction import take_back
from pools.operations.pool_status import lock_pool
from pools.operations.purchase import SECOND_CLICK
from pools.queries.contributions import left_to_pay
from pools.queries.money import owed_to
from pools.queries.pools import membership_of
from portal.models import Profile
from portal.money import format_amount
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

# Which ways there are, by the way that the pool has chosen for its money.
WAYS = {
    MoneyPath.HOLDER: (ContributionHow.HELD, ContributionHow.DIRECT),
    MoneyPath.SELLER: (ContributionHow.DIRECT,),
    MoneyPath.VENUE: (ContributionHow.PLACE,),
}


class UnableToPlanContributions(Refusal):
    """Not a member, the pool has ended, or the days do not fit."""


class UnableToRecordContribution(Refusal):
    """Not a member, a day to come, nothing, more than is left to pay, or no bill that it could pay."""


class UnableToAnswerContribution(Refusal):
    """Somebody has answered it already, or there is no reason."""


@transaction.atomic
def plan_contributions(
    *,
    pool: Pool,
    rhythm: Rhythm,
    first_due_on: date,
    ends_on: date | None = None,
    profile: Profile | None = None,
    by: Profile,
    now: datetime,
) -> ContributionPlan:
    """
    Say when the members of a pool, or one of them, pay in. The newest plan counts.

    :param ends_on: the last day by which the whole share is to be paid, where somebody's year ends sooner
    :param profile: whose plan it is; None for everybody who has none of their own
    :raises UnableToPlanContributions: not a member, the pool has ended, or the last day comes before the first
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToPlanContributions(_("This pool has ended."))
    if profile is not None and membership_of(pool, profile) is None:
        raise UnableToPlanContributions(_("This person is not in the pool."), field="profile")
    with told_as(UnableToPlanContributions, model=ContributionPlan, field="ends_on"):
        plan = ContributionPlan.objects.create(
            pool=pool,
            profile=profile,
            rhythm=rhythm,
            first_due_on=first_due_on,
            ends_on=ends_on,
            made_by=by,
            made_at=now,
        )
    record(by=by, action="plan_contributions", subject=plan, now=now)
    return plan


@transaction.atomic
def record_contribution(
    *,
    pool: Pool,
    profile: Profile,
    amount: Decimal,
    received_on: date,
    how: ContributionHow,
    seller: str = "",
    reference: str = "",
    by: Profile,
    now: datetime,
) -> Contribution:
    """
    Write down what a member has paid. Whoever keeps the books does this; it counts at once.

    :param seller: who got the money, where it went straight to them
    :raises UnableToRecordContribution: not a member, not the pool's way, a day to come, nothing, more than is left of
        what they have signed for, or the seller is not owed so much
    """
    contribution, is_new = _tell(
        pool=pool,
        profile=profile,
        amount=amount,
        received_on=received_on,
        how=how,
        seller=seller,
        reference=reference,
        by=by,
        now=now,
    )
    if is_new:
        _count(contribution, by=by, now=now)
        record(by=by, action="record_contribution", subject=contribution, now=now)
    return contribution


@transaction.atomic
def say_paid(
    *,
    pool: Pool,
    amount: Decimal,
    received_on: date,
    how: ContributionHow,
    seller: str = "",
    reference: str = "",
    by: Profile,
    now: datetime,
) -> Contribution:
    """
    Say "I have paid". Whoever keeps the books looks whether it is there; until then it does not count.

    :raises UnableToRecordContribution: see `record_contribution`
    """
    contribution, is_new = _tell(
        pool=pool,
        profile=by,
        amount=amount,
        received_on=received_on,
        how=how,
        seller=seller,
        reference=reference,
        by=by,
        now=now,
    )
    if is_new:
        _add_status(contribution, ContributionState.TOLD, by=by, now=now)
        record(by=by, action="say_paid", subject=contribution, now=now)
        notify(
            recipient=contribution.pool.organiser,
            key=f"contribution-told:{contribution.pk}",
            template="pools/email/contribution_told",
            now=now,
            url=contribution.pool.get_absolute_url(),
            pool=contribution.pool,
            contribution=contribution,
        )
    return contribution


@transaction.atomic
def confirm_contribution(*, contribution: Contribution, by: Profile, now: datetime) -> Contribution:
    """
    Say that what a member told is there. From now on it counts.

    :raises UnableToAnswerContribution: somebody has answered it already
    :raises UnableToRecordContribution: it has become more than is left to pay, or than the seller is owed
    """
    contribution = _told_contribution(contribution)
    _refuse_more_than_is_left(contribution.pool, contribution.profile, contribution.amount)
    _count(contribution, by=by, now=now)
    record(by=by, action="confirm_contribution", subject=contribution, now=now)
    _tell_the_member(contribution, template="pools/email/contribution_confirmed", now=now)
    return contribution


@transaction.atomic
def miss_contribution(*, contribution: Contribution, why: str, by: Profile, now: datetime) -> Contribution:
    """
    Say that what a member told could not be found, and what they can do.

    :raises UnableToAnswerContribution: somebody has answered it already, or there is no reason
    """
    contribution = _told_contribution(contribution)
    _add_status(contribution, ContributionState.NOT_FOUND, why=why, by=by, now=now)
    record(by=by, action="miss_contribution", subject=contribution, now=now)
    _tell_the_member(contribution, template="pools/email/contribution_not_found", now=now, why=why.strip())
    return contribution


@transaction.atomic
def take_back_contribution(*, contribution: Contribution, why: str, by: Profile, now: datetime) -> Contribution:
    """
    Put right what was written down by mistake. What is in the books gets its opposite; nothing is ever erased.

    :raises UnableToAnswerContribution: it does not count, or there is no reason
    :raises UnableToPost: the money is not there any more
    """
    lock_pool(contribution.pool)
    contribution = Contribution.objects.with_state().select_related("pool", "profile").get(pk=contribution.pk)
    if contribution.state != ContributionState.CONFIRMED:
        raise UnableToAnswerContribution(_("This does not count already."))
    if not why.strip():
        raise UnableToAnswerContribution(_("Say why it was wrong."), field="why")
    take_back(contribution, why=why, by=by, now=now)
    record(by=by, action="take_back_contribution", subject=contribution, now=now)
    return contribution


def pay_in(
    *, pool: Pool, profile: Profile, amount: Decimal, happened_on: date, source: str, by: Profile, now: datetime
) -> Transfer:
    """
    Book money of a member that came into the pool. The caller has locked the pool and looked at the day.

    :raises UnableToRecordContribution: not a member, or more than is left to pay
    :raises UnableToPost: `source` is in the books already
    """
    if membership_of(pool, profile) is None:
        raise UnableToRecordContribution(_("This person is not in the pool."), field="profile")
    _refuse_more_than_is_left(pool, profile, amount)
    return post(
        pool=pool,
        kind=TransferKind.CONTRIBUTION,
        words=gettext("Money paid in"),
        postings=[
            debit(account_for(pool, AccountKind.HOLDER), amount),
            credit(account_for(pool, AccountKind.MEMBER, profile=profile), amount),
        ],
        happened_on=happened_on,
        source=source,
        by=by,
        now=now,
    )


def count_what_was_told(*, transfer: Transfer, profile: Profile, amount: Decimal, by: Profile, now: datetime) -> None:
    """The bank has shown what a member had told: it is the same money, and does not count twice."""
    told = Contribution.objects.standing_at(ContributionState.TOLD).filter(
        pool=transfer.pool, profile=profile, amount=amount, how=ContributionHow.HELD
    )
    contribution = told.order_by("told_at", "id").first()
    if contribution is not None:
        _add_status(contribution, ContributionState.CONFIRMED, transfer=transfer, by=by, now=now)


def _tell(
    *,
    pool: Pool,
    profile: Profile,
    amount: Decimal,
    received_on: date,
    how: ContributionHow,
    seller: str,
    reference: str,
    by: Profile,
    now: datetime,
) -> tuple[Contribution, bool]:
    """The row, once everything is in order; and whether it is new, because many people click twice."""
    # Lock the pool: somebody else may be writing down the last pound at this very moment.
    pool, _state = lock_pool(pool)
    facts = {
        "pool": pool,
        "profile": profile,
        "amount": amount,
        "received_on": received_on,
        "how": how,
        "seller": seller.strip() if how == ContributionHow.DIRECT else "",
        "reference": reference.strip(),
        "told_by": by,
    }
    if twin := Contribution.objects.filter(**facts, told_at__gt=now - SECOND_CLICK).first():
        return twin, False
    if membership_of(pool, profile) is None:
        raise UnableToRecordContribution(_("This person is not in the pool."), field="profile")
    if how not in WAYS[MoneyPath(pool.money_path)]:
        raise UnableToRecordContribution(_("You have chosen another way for the money of this pool."), field="how")
    _refuse_day(pool, received_on, now=now)
    if amount <= 0:
        raise UnableToRecordContribution(_("Please give an amount above zero."), field="amount")
    _refuse_more_than_is_left(pool, profile, amount)
    with told_as(UnableToRecordContribution, model=Contribution, field="seller"):
        contribution = Contribution.objects.create(**facts, told_at=now)
    return contribution, True


def _count(contribution: Contribution, *, by: Profile, now: datetime) -> None:
    """Book it, unless it was paid at the place: that money never was the pool's."""
    _add_status(contribution, ContributionState.CONFIRMED, transfer=_book(contribution, by=by, now=now), by=by, now=now)


def _book(contribution: Contribution, *, by: Profile, now: datetime) -> Transfer | None:
    pool, amount = contribution.pool, contribution.amount
    if contribution.how == ContributionHow.PLACE:
        return None
    source = f"contribution:{contribution.pk}"
    if contribution.how == ContributionHow.HELD:
        return pay_in(
            pool=pool,
            profile=contribution.profile,
            amount=amount,
            happened_on=contribution.received_on,
            source=source,
            by=by,
            now=now,
        )
    owed = owed_to(pool, contribution.seller)
    if amount > owed:
        raise UnableToRecordContribution(
            _("There is no bill of %(seller)s for so much: we owe them %(owed)s. Write the bill down first.")
            % {"seller": contribution.seller, "owed": format_amount(max(owed, Decimal(0)))},
            field="seller",
        )
    return post(
        pool=pool,
        kind=TransferKind.PAID_DIRECT,
        words=gettext("Paid straight to %(seller)s") % {"seller": contribution.seller},
        postings=[
            debit(account_for(pool, AccountKind.PROVIDER, name=contribution.seller), amount),
            credit(account_for(pool, AccountKind.MEMBER, profile=contribution.profile), amount),
        ],
        happened_on=contribution.received_on,
        source=source,
        by=by,
        now=now,
    )


def _told_contribution(contribution: Contribution) -> Contribution:
    """The row as it stands now, with the pool locked: two people may be answering at once."""
    lock_pool(contribution.pool)
    found = Contribution.objects.with_state().select_related("pool", "profile").get(pk=contribution.pk)
    if found.state != ContributionState.TOLD:
        raise UnableToAnswerContribution(_("Somebody has answered this already."))
    return found


def _add_status(
    contribution: Contribution,
    state: ContributionState,
    *,
    by: Profile,
    now: datetime,
    why: str = "",
    transfer: Transfer | None = None,
) -> None:
    with told_as(UnableToAnswerContribution, model=ContributionStatus, field="why"):
        ContributionStatus.objects.create(
            contribution=contribution, state=state, transfer=transfer, why=why.strip(), by=by, at=now
        )
    contribution.state = state


def _refuse_day(pool: Pool, day: date, *, now: datetime) -> None:
    if day > timezone.localdate(now):
        raise UnableToRecordContribution(
            _("This day is still to come. Write it down once it is paid."), field="received_on"
        )
    if day < timezone.localdate(pool.made_at):
        raise UnableToRecordContribution(
            _("This day is before the pool began. Please check the year."), field="received_on"
        )


def _refuse_more_than_is_left(pool: Pool, profile: Profile, amount: Decimal) -> None:
    left = left_to_pay(pool, profile)
    if amount > left:
        raise UnableToRecordContribution(
            _(
                "%(left)s is left to pay of what %(name)s has signed for, and this is %(amount)s. "
                "Nobody has agreed to keep more. Give the rest back."
            )
            % {"left": format_amount(left), "name": profile.shown_name, "amount": format_amount(amount)},
            field="amount",
        )


def _tell_the_member(contribution: Contribution, *, template: str, now: datetime, why: str = "") -> None:
    notify(
        recipient=contribution.profile,
        key=f"{template.rpartition('/')[2]}:{contribution.pk}",
        template=template,
        now=now,
        url=contribution.pool.get_absolute_url(),
        pool=contribution.pool,
        contribution=contribution,
        why=why,
    )
