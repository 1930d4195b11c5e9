"""Hours that one member lends to another, and that come back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import HoursLoan, HoursLoanReturn, Pool, TransferKind
from pools.operations.hours import HoursYes, UnableToChangeHours, between_members
from pools.operations.pool_status import lock_pool
from pools.queries.hours import owed_of
from portal.minutes import format_minutes
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToReturnLentHours(Refusal):
    """Somebody else's loan, or more than is due."""


@transaction.atomic
def lend_hours(
    *, pool: Pool, to: Profile, minutes: int, due_on: date, by: Profile, now: datetime, supporter_name: str = ""
) -> HoursLoan:
    """
    Lend some of one's own hours to another member, who gives them back by a day.

    :param by: whose hours they are
    :raises UnableToChangeHours: nothing to lend, more than they have, somebody outside, or the day is not to come
    """
    pool, _state = lock_pool(pool)
    yes = yes_to_lend(to=to, minutes=minutes, due_on=due_on, by=by, now=now, supporter_name=supporter_name)
    loan = lend_agreed_hours(pool=pool, to=to, due_on=due_on, yes=yes, now=now)
    record(by=by, action="lend_hours", subject=loan, now=now, minutes=minutes)
    return loan


@transaction.atomic
def return_lent_hours(
    *, loan: HoursLoan, minutes: int, by: Profile, now: datetime, supporter_name: str = ""
) -> HoursLoanReturn:
    """
    Give back borrowed hours, all of them or a part. Only the borrower can.

    :raises UnableToReturnLentHours: somebody else's loan, or more than is due
    :raises UnableToChangeHours: nothing to give back, more than they have, or one of the two is not in the pool
    """
    pool, _state = lock_pool(loan.pool)
    loan = HoursLoan.objects.select_related("lender", "borrower").get(pk=loan.pk)
    if loan.borrower_id != by.pk:
        raise UnableToReturnLentHours(_("Only who borrowed the hours can give them back."))
    if minutes > (owed := owed_of(loan)):
        raise UnableToReturnLentHours(
            _("That is more than you owe: %(time)s.") % {"time": format_minutes(owed)}, field="hours"
        )
    yes = yes_to_return_lent(loan=loan, minutes=minutes, by=by, now=now, supporter_name=supporter_name)
    transfer = between_members(pool=pool, kind=TransferKind.HOURS_RETURNED, to=loan.lender, yes=yes, now=now)
    returned = HoursLoanReturn.objects.create(loan=loan, transfer=transfer, minutes=minutes)
    record(by=by, action="return_lent_hours", subject=returned, now=now, minutes=minutes)
    return returned


def lend_agreed_hours(*, pool: Pool, to: Profile, due_on: date, yes: HoursYes, now: datetime) -> HoursLoan:
    """Lend what somebody said yes to. The caller has locked the pool."""
    transfer = between_members(pool=pool, kind=TransferKind.HOURS_LENT, to=to, yes=yes, now=now)
    with told_as(UnableToChangeHours, model=HoursLoan, field="due_on"):
        return HoursLoan.objects.create(
            pool=pool,
            transfer=transfer,
            lender=yes.profile,
            borrower=to,
            minutes=yes.minutes,
            lent_on=timezone.localdate(now),
            due_on=due_on,
        )


def yes_to_lend(
    *, to: Profile, minutes: int, due_on: date, by: Profile, now: datetime, supporter_name: str = ""
) -> HoursYes:
    """ "Yes, I lend 2 hours to Rosa until 1 March 2027." """
    words = gettext("Yes, I lend %(time)s to %(name)s until %(day)s.") % {
        "time": format_minutes(minutes),
        "name": to.shown_name,
        "day": date_format(due_on, "j F Y"),
    }
    return HoursYes(profile=by, minutes=minutes, words=words, said_at=now, supporter_name=supporter_name)


def yes_to_return_lent(
    *, loan: HoursLoan, minutes: int, by: Profile, now: datetime, supporter_name: str = ""
) -> HoursYes:
    """ "Yes, I give 2 hours back to Edie." """
    words = gettext("Yes, I give %(time)s back to %(name)s.") % {
        "time": format_minutes(minutes),
        "name": loan.lender.shown_name,
    }
    return HoursYes(profile=by, minutes=minutes, words=words, said_at=now, supporter_name=supporter_name)
