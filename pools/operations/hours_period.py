"""The end of a period: what becomes of the hours that nobody has used."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Account,
    AccountKind,
    HoursAnswer,
    HoursPeriod,
    Pool,
    Transfer,
    TransferKind,
    UnusedHours,
)
from pools.models.hours_answer import TO_SOMEBODY
from pools.operations.hours import (
    HoursYes,
    UnableToChangeHours,
    give_agreed_hours,
    member_account,
    move_minutes,
    refuse_nothing,
    refuse_outsiders,
    return_agreed_hours,
    yes_to_give,
    yes_to_return,
)
from pools.operations.hours_loans import lend_agreed_hours, yes_to_lend
from pools.operations.ledger import post
from pools.operations.pool_status import lock_pool
from pools.queries.hours import answer_of, hours_left, unanswered_places
from pools.queries.pools import members_of, membership_of
from portal.minutes import format_minutes
from portal.models import Notification, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

# So many days before a period ends, whoever has hours left and has not answered is told.
REMINDER_DAYS: Final = (14, 3)


class UnableToOpenHoursPeriod(Refusal):
    """The days are the wrong way round, or in another period."""


class UnableToAnswerHoursPeriod(Refusal):
    """It is closed, or the answer is not whole."""


class UnableToCloseHoursPeriod(Refusal):
    """It is not over, or closed already."""


@dataclass(frozen=True, kw_only=True)
class UnusedAnswer:
    """What a member wants for their unused hours; what it does not name is carried over."""

    choice: UnusedHours
    minutes: int | None = None
    to: Profile | None = None
    due_on: date | None = None
    supporter_name: str = ""


@transaction.atomic
def open_hours_period(*, pool: Pool, starts_on: date, ends_on: date, by: Profile, now: datetime) -> HoursPeriod:
    """
    Begin to count by a period.

    :raises UnableToOpenHoursPeriod: the days are the wrong way round, or in another period
    """
    pool, _state = lock_pool(pool)
    with told_as(UnableToOpenHoursPeriod, model=HoursPeriod, field="ends_on"):
        period = HoursPeriod.objects.create(pool=pool, starts_on=starts_on, ends_on=ends_on)
    record(by=by, action="open_hours_period", subject=period, now=now)
    return period


@transaction.atomic
def answer_hours_period(*, period: HoursPeriod, answer: UnusedAnswer, by: Profile, now: datetime) -> HoursAnswer:
    """
    Say what is to become of one's own unused hours. It can be said anew until the period is closed; nothing moves yet.

    :raises UnableToAnswerHoursPeriod: closed, or the answer is not whole
    :raises UnableToChangeHours: nothing, more than there is, to themselves or somebody outside
    """
    pool, _state = lock_pool(period.pool)
    period = HoursPeriod.objects.get(pk=period.pk)
    if not period.is_open:
        raise UnableToAnswerHoursPeriod(_("This time is closed. You can still give, lend or return hours yourself."))
    answer = _whole(answer)
    _refuse_what_cannot_be(pool, answer, by=by, now=now)
    yes = _yes_to(answer, by=by, now=now)
    with told_as(UnableToAnswerHoursPeriod, model=HoursAnswer):
        said = HoursAnswer.objects.create(
            period=period,
            profile=by,
            choice=answer.choice,
            minutes=answer.minutes,
            to=answer.to,
            due_on=answer.due_on,
            words=yes.words if yes else gettext("I keep my unused hours for the next time."),
            supporter_name=answer.supporter_name.strip(),
            said_at=now,
        )
    record(by=by, action="answer_hours_period", subject=said, now=now)
    return said


@transaction.atomic
def close_hours_period(*, period: HoursPeriod, by: Profile, now: datetime) -> HoursPeriod:
    """
    Do what each member chose for their unused hours. Who has said nothing loses nothing: their hours are carried over,
    and so is what is left besides, and what cannot be done any more because somebody has left.

    :raises UnableToCloseHoursPeriod: the period is not over, or it is closed already
    """
    pool, _state = lock_pool(period.pool)
    period = HoursPeriod.objects.get(pk=period.pk)
    if not period.is_open:
        raise UnableToCloseHoursPeriod(_("This time is closed already."))
    if not period.is_over_on(timezone.localdate(now)):
        raise UnableToCloseHoursPeriod(_("This time is not over yet. You can close it on the day after its last."))
    members = [membership.profile for membership in members_of(pool)]
    for profile in members:
        _settle(pool, period, profile, now=now)
    for profile in members:
        carry_hours(pool=pool, profile=profile, period=period, by=by, now=now)
    period.closed_at, period.closed_by = now, by
    period.save(update_fields=["closed_at", "closed_by"])
    record(by=by, action="close_hours_period", subject=period, now=now)
    return period


def carry_hours(*, pool: Pool, profile: Profile, period: HoursPeriod, by: Profile, now: datetime) -> Transfer | None:
    """
    Write down that a member keeps what is left: the same minutes off and on their own account, so that nobody needs to
    say yes to it. None: nothing is left. The caller has locked the pool.
    """
    left = hours_left(pool, profile)
    if not left:
        return None
    account = member_account(pool, profile)
    return post(
        pool=pool,
        kind=TransferKind.HOURS_CARRIED,
        words=gettext("Hours of %(name)s, carried over") % {"name": profile.shown_name},
        postings=move_minutes(account, account, left),
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
        source=f"carried:{period.pk}:{profile.pk}",
    )


@transaction.atomic
def remind_unused_hours(*, now: datetime) -> list[Notification]:
    """
    Tell each member of the current area who has hours left in a period that ends soon, and has not said what becomes of
    them: once for each step of `REMINDER_DAYS`.
    """
    today, told = timezone.localdate(now), []
    for period, membership, left in unanswered_places(
        from_day=today, to_day=today + timedelta(days=max(REMINDER_DAYS))
    ):
        step = min(days for days in REMINDER_DAYS if (period.ends_on - today).days <= days)
        notification = notify(
            recipient=membership.profile,
            key=f"unused-hours:{period.pk}:{step}-days",
            template="pools/email/unused_hours",
            now=now,
            url=period.get_absolute_url(),
            period=period,
            pool=period.pool,
            left=format_minutes(left),
        )
        if notification.created_at == now:
            told.append(notification)
    return told


def _whole(answer: UnusedAnswer) -> UnusedAnswer:
    """Only what belongs to the choice: somebody may have filled in more, and then changed their mind."""
    if answer.choice == UnusedHours.CARRY:
        return replace(answer, minutes=None, to=None, due_on=None)
    return replace(
        answer,
        to=answer.to if answer.choice in TO_SOMEBODY else None,
        due_on=answer.due_on if answer.choice == UnusedHours.LEND else None,
    )


def _refuse_what_cannot_be(pool: Pool, answer: UnusedAnswer, *, by: Profile, now: datetime) -> None:
    if answer.choice == UnusedHours.CARRY:
        return
    refuse_nothing(answer.minutes or 0)
    left = hours_left(pool, by)
    if (answer.minutes or 0) > left:
        raise UnableToChangeHours(
            _("That is more than there is: %(left)s left.") % {"left": format_minutes(left)}, field="hours"
        )
    if answer.choice in TO_SOMEBODY:
        if answer.to is None:
            raise UnableToAnswerHoursPeriod(_("Choose who gets them."), field="to")
        refuse_outsiders(pool, answer.to)
    if answer.choice == UnusedHours.LEND and (answer.due_on is None or answer.due_on <= timezone.localdate(now)):
        raise UnableToAnswerHoursPeriod(_("Say by which day they are due back. It is still to come."), field="due_on")


def _yes_to(answer: UnusedAnswer, *, by: Profile, now: datetime) -> HoursYes | None:
    """What a member says yes to with their answer; None where they keep everything."""
    minutes, helper = answer.minutes or 0, answer.supporter_name
    if answer.to is not None and answer.due_on is not None:
        return yes_to_lend(to=answer.to, minutes=minutes, due_on=answer.due_on, by=by, now=now, supporter_name=helper)
    if answer.to is not None:
        return yes_to_give(to=answer.to, minutes=minutes, by=by, now=now, supporter_name=helper)
    return yes_to_return(minutes=minutes, by=by, now=now, supporter_name=helper) if minutes else None


def _settle(pool: Pool, period: HoursPeriod, profile: Profile, *, now: datetime) -> None:
    """Do what one member said, up to what they have left: they may have used some of it since."""
    said = answer_of(period, profile)
    if said is None or said.choice == UnusedHours.CARRY:
        return
    minutes = min(said.minutes or 0, hours_left(pool, profile))
    if not minutes or not _still_possible(pool, said, now=now):
        return
    yes = HoursYes(
        profile=profile,
        minutes=minutes,
        words=said.words,
        said_at=said.said_at,
        supporter_name=said.supporter_name,
    )
    if said.to is None:
        return_agreed_hours(pool=pool, provider=provider_of(pool, profile), yes=yes, now=now)
    elif said.due_on is None:
        give_agreed_hours(pool=pool, to=said.to, yes=yes, now=now)
    else:
        lend_agreed_hours(pool=pool, to=said.to, due_on=said.due_on, yes=yes, now=now)


def _still_possible(pool: Pool, said: HoursAnswer, *, now: datetime) -> bool:
    if said.to is not None and membership_of(pool, said.to) is None:
        return False
    return said.due_on is None or said.due_on > timezone.localdate(now)


def provider_of(pool: Pool, profile: Profile) -> str:
    """Who was to work a member's hours: whoever they put in hours of last."""
    account = (
        Account.objects.filter(
            pool=pool,
            kind=AccountKind.PROVIDER,
            entries__transfer__kind=TransferKind.HOURS_IN,
            entries__transfer__entries__account__profile=profile,
        )
        .order_by("-entries__transfer__recorded_at", "-entries__transfer_id")
        .first()
    )
    # Who was only ever given hours has put in none: then it is whoever works for the pool.
    return account.name if account else Account.objects.filter(pool=pool, kind=AccountKind.PROVIDER).earliest("pk").name
