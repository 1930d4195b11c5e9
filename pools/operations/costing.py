"""Working out what it costs: each question is answered, or set aside with a reason."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import (
    CostLine,
    CostPrompt,
    CostSheet,
    LineState,
    MoneyPath,
    Period,
    Pool,
    PoolMembership,
    PoolState,
    SharingRule,
    Shortfall,
)
from pools.operations.pool_status import forget_warnings, lock_pool, move_pool, refuse_unless
from pools.queries.costing import current_shares
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_upload


class UnableToChangeCosts(Refusal):
    """The costs are not open, or the answer is not one."""


class UnableToKeepPromise(Refusal):
    """Nobody outside the pool pays this cost, or the date is still to come."""


class UnableToPreviewShare(Refusal):
    """The share is not what the person looked at, or it is not known yet."""


@transaction.atomic
def add_line(
    *,
    pool: Pool,
    label: str,
    amount: Decimal,
    period: Period,
    paid_by: str = "",
    paid_part: Decimal | None = None,
    prompt: CostPrompt | None = None,
    by: Profile,
    now: datetime,
) -> CostLine:
    """
    Add a cost that nobody asked about. A second click adds no second line.

    :param prompt: which cost of our list it is, if it is one
    :param paid_by: who outside the pool pays it, so that the members do not
    :param paid_part: how much of it they pay each time, where it is not all; the members share the rest
    :raises UnableToChangeCosts: the costs are not open, no label, an amount below zero, a part that is none, or on the
        list already
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    highest = pool.cost_lines.aggregate(highest=Max("place"))["highest"]
    line = CostLine(
        pool=pool,
        prompt=prompt or "",
        label=label.strip(),
        amount=amount,
        period=period,
        paid_by=paid_by.strip(),
        paid_part=paid_part,
        state=LineState.ANSWERED,
        place=0 if highest is None else highest + 1,
    )
    newest = pool.cost_lines.last()
    if newest is not None and _says_the_same(newest, line):
        return newest
    return _save_line(line=line, action="add_line", by=by, now=now)


@transaction.atomic
def answer_line(
    *,
    line: CostLine,
    amount: Decimal,
    period: Period,
    paid_by: str = "",
    paid_part: Decimal | None = None,
    label: str = "",
    by: Profile,
    now: datetime,
) -> CostLine:
    """
    Say what a cost is. A promise is kept only while somebody pays what they promised.

    :param paid_part: how much of it they pay each time, where it is not all; the members share the rest
    :param label: a new name for it, where it should have one
    :raises UnableToChangeCosts: the costs are not open, the offer sets this price, an amount below zero, or a part that
        is none
    """
    line = _line_with_open_costs(line=line, by=by, now=now)
    promised = (line.paid_by, line.paid_each_time, line.period)
    line.amount, line.percent, line.period = amount, None, period
    line.paid_by, line.paid_part = paid_by.strip(), paid_part
    line.label, line.waived_reason, line.state = label.strip() or line.label, "", LineState.ANSWERED
    if (line.paid_by, line.paid_each_time, line.period) != promised:
        line.promised_on, line.promise = None, None
    return _save_line(line=line, action="answer_line", by=by, now=now)


@transaction.atomic
def put_aside(
    *, line: CostLine, amount: Decimal | None = None, percent: Decimal | None = None, by: Profile, now: datetime
) -> CostLine:
    """
    Say how much is put aside, in case: an amount, or a percentage of all the rest.

    :raises UnableToChangeCosts: the costs are not open, it is another cost, or neither or both are given
    """
    line = _line_with_open_costs(line=line, by=by, now=now)
    if not line.is_put_aside:
        raise UnableToChangeCosts(_("Only what you put aside can be a percentage of the rest."))
    if (amount is None) == (percent is None):
        raise UnableToChangeCosts(_("Give an amount or a percentage, and not both."))
    line.amount, line.percent, line.period = amount, percent, Period.ONCE
    line.paid_by, line.paid_part, line.promised_on, line.promise = "", None, None, None
    line.waived_reason, line.state = "", LineState.ANSWERED
    return _save_line(line=line, action="put_aside", by=by, now=now)


@transaction.atomic
def keep_promise(
    *, line: CostLine, promised_on: date, file: "UploadedFile[bytes] | None" = None, by: Profile, now: datetime
) -> CostLine:
    """
    Write down that somebody outside the pool has promised in writing to pay, and keep the paper where it is here.

    Possible at any time: it changes nobody's share, it only takes a risk away.

    :raises UnableToKeepPromise: nobody outside the pool pays this cost, or the date is still to come
    :raises UnableToStoreFile: no PDF and no picture
    """
    pool, _state = lock_pool(line.pool)
    line = pool.cost_lines.get(pk=line.pk)
    if not line.paid_by:
        raise UnableToKeepPromise(_("You pay this cost yourselves. First say who else pays it."))
    if promised_on > timezone.localdate(now):
        raise UnableToKeepPromise(_("This date is still to come. Please check it."), field="promised_on")
    line.promised_on = promised_on
    line.promise = line.promise if file is None else store_upload(upload=file, by=by, now=now)
    line.save(update_fields=["promised_on", "promise"])
    record(by=by, action="keep_promise", subject=line, now=now)
    return line


@transaction.atomic
def waive_line(*, line: CostLine, reason: str, by: Profile, now: datetime) -> CostLine:
    """
    Say that a cost is not needed, and why.

    :raises UnableToChangeCosts: the costs are not open, the offer sets this price, or there is no reason
    """
    line = _line_with_open_costs(line=line, by=by, now=now)
    line.amount, line.percent, line.paid_by, line.paid_part = None, None, "", None
    line.promised_on, line.promise = None, None
    line.waived_reason, line.state = reason.strip(), LineState.WAIVED
    return _save_line(line=line, action="waive_line", by=by, now=now, field="reason")


@transaction.atomic
def remove_line(*, line: CostLine, by: Profile, now: datetime) -> Pool:
    """
    Take away a cost that a member added.

    :raises UnableToChangeCosts: the costs are not open, or it is a cost that we always ask about
    """
    line = _line_with_open_costs(line=line, by=by, now=now)
    if line.prompt:
        raise UnableToChangeCosts(_("We always ask about this cost. If you do not need it, say why."))
    record(by=by, action="remove_line", subject=line, now=now, label=line.label)
    line.delete()
    return line.pool


@transaction.atomic
def describe_sheet(
    *, pool: Pool, price_holds_until: date | None, shortfall: Shortfall, not_included: str, by: Profile, now: datetime
) -> CostSheet:
    """
    Say how long the price holds, what it leaves out, and what happens when the money does not reach.

    :raises UnableToChangeCosts: the costs are not open
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    sheet = pool.cost_sheet
    sheet.price_holds_until, sheet.shortfall, sheet.not_included = price_holds_until, shortfall, not_included.strip()
    sheet.save()
    record(by=by, action="describe_sheet", subject=pool, now=now)
    return sheet


@transaction.atomic
def renew_price(*, pool: Pool, holds_until: date, by: Profile, now: datetime) -> CostSheet:
    """
    Say that somebody has asked again, and until when the price holds now.

    :raises UnableToChangeCosts: the costs are not open, or the day has gone by
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    if holds_until < timezone.localdate(now):
        raise UnableToChangeCosts(_("This day has gone by. Ask again until when the price holds."), field="holds_until")
    sheet = pool.cost_sheet
    sheet.price_holds_until = holds_until
    sheet.save(update_fields=["price_holds_until"])
    record(by=by, action="renew_price", subject=pool, now=now)
    return sheet


@transaction.atomic
def set_money_path(*, pool: Pool, money_path: MoneyPath, by: Profile, now: datetime) -> Pool:
    """
    Choose which way the money goes. It decides whether we ask about money that somebody keeps.

    :raises UnableToChangeCosts: the costs are not open
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    pool.money_path = money_path
    pool.save(update_fields=["money_path"])
    record(by=by, action="set_money_path", subject=pool, now=now, money_path=money_path)
    return pool


@transaction.atomic
def share_by_days(*, pool: Pool, by_days: bool, first_day: date | None, by: Profile, now: datetime) -> Pool:
    """
    Choose whether who starts later pays for fewer days of the first year.

    :param first_day: when that year begins
    :raises UnableToChangeCosts: the costs are not open, or the first day is missing
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    pool.by_days, pool.first_day = by_days, first_day
    with told_as(UnableToChangeCosts, model=Pool, field="first_day"):
        pool.save(update_fields=["by_days", "first_day"])
    record(by=by, action="share_by_days", subject=pool, now=now, by_days=by_days)
    return pool


@transaction.atomic
def set_sharing(
    *, pool: Pool, rule: SharingRule, numbers: Mapping[PoolMembership, Decimal], by: Profile, now: datetime
) -> Pool:
    """
    Choose how the members share the cost.

    :param numbers: for each member, their fixed amount or how much they count; nothing where all pay the same
    :raises UnableToChangeCosts: the costs are not open, a number is below zero or missing, or all are zero
    """
    pool = _open_costs(pool=pool, by=by, now=now)
    members = list(members_of(pool))
    if rule != SharingRule.EQUAL:
        if set(numbers) != set(members):
            raise UnableToChangeCosts(_("Give a number for each person. Somebody may have joined or left just now."))
        if not any(numbers.values()):
            raise UnableToChangeCosts(_("Somebody has to pay: the numbers cannot all be nothing."))
    pool.sharing_rule = rule
    pool.save(update_fields=["sharing_rule"])
    for member in members if rule != SharingRule.EQUAL else []:
        column = "fixed_share" if rule == SharingRule.FIXED else "share_weight"
        setattr(member, column, numbers[member])
        with told_as(UnableToChangeCosts, model=PoolMembership):
            member.save(update_fields=[column])
    record(by=by, action="set_sharing", subject=pool, now=now, rule=rule)
    return pool


@transaction.atomic
def confirm_share(*, pool: Pool, amount: Decimal, by: Profile, now: datetime) -> PoolMembership:
    """
    Say "I have looked at my share". Only then may anybody be asked to agree to it.

    :param amount: the number that stood on the page
    :raises UnableToPreviewShare: the number has changed since, or is not known yet
    """
    pool, _state = lock_pool(pool)
    _sheet, shares = current_shares(pool)
    share = next((share for share in shares if share.membership.profile_id == by.pk), None)
    if share is None or share.amount is None:
        raise UnableToPreviewShare(_("Your share is not known yet."))
    if share.amount != amount:
        raise UnableToPreviewShare(_("Your share has just changed. Please look at it again."))
    membership = share.membership
    membership.previewed_share, membership.previewed_at = amount, now
    membership.save(update_fields=["previewed_share", "previewed_at"])
    record(by=by, action="confirm_share", subject=pool, now=now)
    return membership


def _open_costs(*, pool: Pool, by: Profile, now: datetime) -> Pool:
    """Lock a pool whose costs may change; the first change shows that the members are working on them."""
    pool, state = lock_pool(pool)
    refuse_unless(UnableToChangeCosts, state=state, among={PoolState.GATHERING, PoolState.COSTING})
    if state == PoolState.GATHERING:
        move_pool(pool=pool, state=PoolState.COSTING, by=by, now=now)
    forget_warnings(pool)
    return pool


def _line_with_open_costs(*, line: CostLine, by: Profile, now: datetime) -> CostLine:
    pool = _open_costs(pool=line.pool, by=by, now=now)
    line = pool.cost_lines.get(pk=line.pk)
    if line.from_offer:
        raise UnableToChangeCosts(_("The offer sets this price: it depends on how many you are."))
    return line


def _says_the_same(earlier: CostLine, line: CostLine) -> bool:
    said = ("prompt", "label", "amount", "period", "paid_by", "paid_part", "state")
    return all(getattr(earlier, name) == getattr(line, name) for name in said)


def _save_line(*, line: CostLine, action: str, by: Profile, now: datetime, field: str | None = None) -> CostLine:
    with told_as(UnableToChangeCosts, model=CostLine, field=field):
        line.save()
    record(by=by, action=action, subject=line, now=now)
    return line
