"""Giving in kind: something that is done for a seller, instead of paying them."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import AccountKind, MoneyTask, Pool, TaskState, Transfer, TransferKind
from pools.operations.ledger import Posting, account_for, credit, debit, post
from pools.operations.pool_status import lock_pool
from pools.queries.ledger import balance_of_member
from pools.queries.money import owed_to
from pools.queries.pools import members_of, membership_of
from portal.models import Profile
from portal.money import format_amount, split_equally
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToOfferTask(Refusal):
    """Not a member, nothing, or more than the seller is owed."""


class UnableToCloseTask(Refusal):
    """It is done or taken back already, it is somebody else's, or the seller is not owed so much any more."""


@transaction.atomic
def offer_task(*, pool: Pool, what: str, seller: str, value: Decimal, by: Profile, now: datetime) -> MoneyTask:
    """
    Say "I will do this", instead of money for a bill. It is one's own task, so nobody offers it for somebody else.

    :param value: what it counts for, in pounds, as agreed with the seller
    :raises UnableToOfferTask: not a member, nothing, or more than this seller is owed and has no task for yet
    """
    pool, _state = lock_pool(pool)
    if membership_of(pool, by) is None:
        raise UnableToOfferTask(_("You are not in this pool."))
    left = owed_to(pool, seller) - _offered_for(pool, seller)
    if value > left:
        raise UnableToOfferTask(
            _("We still owe them %(left)s. Please give that or less.") % {"left": format_amount(max(left, Decimal(0)))},
            field="value",
        )
    with told_as(UnableToOfferTask, model=MoneyTask, field="value"):
        task = MoneyTask.objects.create(
            pool=pool, what=what.strip(), seller=seller.strip(), value=value, profile=by, offered_at=now
        )
    record(by=by, action="offer_task", subject=task, now=now)
    return task


@transaction.atomic
def withdraw_task(*, task: MoneyTask, by: Profile, now: datetime) -> MoneyTask:
    """
    Think better of it. The bill is paid in another way then.

    :raises UnableToCloseTask: it is somebody else's, or over already
    """
    task = _open_task(task)
    if task.profile_id != by.pk:
        raise UnableToCloseTask(_("Only the person themselves can take this back."))
    _close(task, TaskState.WITHDRAWN, transfer=None, by=by, now=now)
    record(by=by, action="withdraw_task", subject=task, now=now)
    return task


@transaction.atomic
def record_in_kind(*, task: MoneyTask, by: Profile, now: datetime) -> Transfer:
    """
    Say that a task is done: the seller's bill gets smaller by its value, and all members owe less, by equal parts.

    Odd pennies go to those who owe most, so that equal shares end at nothing, all at once.

    :raises UnableToCloseTask: it is over already, or the seller is not owed so much any more
    """
    task = _open_task(task)
    owed = owed_to(task.pool, task.seller)
    if task.value > owed:
        raise UnableToCloseTask(
            _("We owe %(seller)s only %(owed)s now. So this cannot count for %(value)s.")
            % {
                "seller": task.seller,
                "owed": format_amount(max(owed, Decimal(0))),
                "value": format_amount(task.value),
            }
        )
    seller = account_for(task.pool, AccountKind.PROVIDER, name=task.seller)
    transfer = post(
        pool=task.pool,
        kind=TransferKind.IN_KIND,
        words=task.what,
        postings=[debit(seller, task.value), *_equal_parts(task.pool, task.value)],
        happened_on=timezone.localdate(now),
        source=f"task:{task.pk}",
        by=by,
        now=now,
    )
    _close(task, TaskState.DONE, transfer=transfer, by=by, now=now)
    record(by=by, action="record_in_kind", subject=task, now=now)
    return transfer


def _open_task(task: MoneyTask) -> MoneyTask:
    lock_pool(task.pool)
    task = MoneyTask.objects.select_related("pool").get(pk=task.pk)
    if not task.is_open:
        raise UnableToCloseTask(_("This is done or taken back already."))
    return task


def _close(task: MoneyTask, state: TaskState, *, transfer: Transfer | None, by: Profile, now: datetime) -> None:
    task.state, task.transfer, task.closed_by, task.closed_at = state, transfer, by, now
    task.save(update_fields=["state", "transfer", "closed_by", "closed_at"])


def _offered_for(pool: Pool, seller: str) -> Decimal:
    tasks = MoneyTask.objects.filter(pool=pool, seller=seller.strip(), state=TaskState.OFFERED)
    return sum((task.value for task in tasks), Decimal(0))


def _equal_parts(pool: Pool, value: Decimal) -> list[Posting]:
    people = [membership.profile for membership in members_of(pool)]
    # Python's sort is stable: among those who owe the same, the earlier to join comes first.
    people.sort(key=lambda profile: balance_of_member(pool, profile))
    return [
        credit(account_for(pool, AccountKind.MEMBER, profile=profile), part)
        for profile, part in zip(people, split_equally(value, len(people)), strict=True)
    ]
