"""The rota: who works when, who shares it, and how it went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    Assistant,
    PatternShift,
    Pool,
    Shift,
    ShiftRecord,
    ShiftShare,
    Transfer,
    TransferKind,
    Unit,
    WorkedHow,
)
from pools.operations.hours import HoursYes, member_account, post_with_yes, provider_account
from pools.operations.ledger import credit, debit, reverse_transfer
from pools.operations.pool_status import lock_pool
from pools.queries.pools import members_of
from pools.queries.rota import ShiftSheet, sheet_of_shift, waiting_for, week_of, why_not_counted
from pools.rota_clock import monday_of, real_span
from portal.minutes import format_minutes
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToPlanWeek(Refusal):
    """There is no pattern, or the week is on the rota already."""


class UnableToShareShift(Refusal):
    """Somebody else's part, another number than was shown, or counted already."""


class UnableToRecordShift(Refusal):
    """It has not begun, or it does not say who worked and when."""


class UnableToUseHours(Refusal):
    """Something stands in the way of counting the hours of a shift."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """How a shift went. Who worked may be somebody who stood in."""

    how: WorkedHow
    worked_by: Assistant | None = None
    worked_from: datetime | None = None
    worked_to: datetime | None = None
    late_minutes: int = 0
    feedback: str = ""


@transaction.atomic
def plan_week(
    *, pool: Pool, monday: date, by: Profile, now: datetime, assistant: Assistant | None = None
) -> list[Shift]:
    """
    Put a week of the pattern on the rota. Every member shares every shift until they say no.

    A line that the clocks jump over altogether, in the one night when they do, gives no shift.

    :param monday: any day of the week
    :param assistant: who is to come, where it is the same person all week
    :raises UnableToPlanWeek: there is no pattern, or the week is on the rota already
    """
    pool, _state = lock_pool(pool)
    monday = monday_of(monday)
    lines = list(PatternShift.objects.filter(pool=pool))
    if not lines:
        raise UnableToPlanWeek(_("First work out your pattern: on which days, and from when to when."))
    if Shift.objects.filter(pool=pool, day__range=(monday, monday + timedelta(days=6))).exists():
        raise UnableToPlanWeek(_("This week is on the rota already. Choose another."), field="monday")
    with told_as(UnableToPlanWeek, model=Shift):
        shifts = Shift.objects.bulk_create(_shifts_of(pool, lines, monday=monday, assistant=assistant, by=by, now=now))
    members = list(members_of(pool))
    ShiftShare.objects.bulk_create(
        ShiftShare(shift=shift, profile=membership.profile, place=place)
        for shift in shifts
        for place, membership in enumerate(members)
    )
    record(by=by, action="plan_week", subject=pool, now=now, monday=monday.isoformat(), shifts=len(shifts))
    return shifts


@transaction.atomic
def set_assistant(*, shift: Shift, assistant: Assistant, by: Profile, now: datetime) -> Shift:
    """
    Say who is to come.

    :raises UnableToShareShift: written down already, or the person does not work for the pool
    """
    lock_pool(shift.pool)
    shift = Shift.objects.select_related("pool").get(pk=shift.pk)
    if not assistant.is_current or assistant.pool_id != shift.pool_id:
        raise UnableToShareShift(_("Choose somebody who works for you now."), field="assistant")
    if shift.records.exists():
        raise UnableToShareShift(_("It is written down already how this shift went."))
    shift.assistant = assistant
    shift.save(update_fields=["assistant"])
    record(by=by, action="set_assistant", subject=shift, now=now)
    return shift


@transaction.atomic
def accept_shift(*, shift: Shift, minutes: int, by: Profile, now: datetime, supporter_name: str = "") -> ShiftShare:
    """
    Say "I share this shift, and it may take so many minutes of mine". This is the yes that counting its hours needs: no
    more than that is ever taken for it. If the shift is worked already and nobody else's yes is missing, it is counted.

    :param minutes: the number that stood on the page
    :raises UnableToShareShift: not their shift, another number than their part, or counted already
    """
    lock_pool(shift.pool)
    share = _accept(sheet_of_shift(shift), minutes=minutes, by=by, now=now, supporter_name=supporter_name)
    record(by=by, action="accept_shift", subject=share, now=now, minutes=minutes)
    _count_if_nothing_is_in_the_way(shift, by=by, now=now)
    return share


@transaction.atomic
def accept_week(
    *, pool: Pool, monday: date, minutes: int, by: Profile, now: datetime, supporter_name: str = ""
) -> list[ShiftShare]:
    """
    Say yes to everything that one shares in a week, in one go.

    :param minutes: the number for the whole week that stood on the page
    :raises UnableToShareShift: nothing waits for their yes, or the number has changed
    """
    pool, _state = lock_pool(pool)
    waiting = list(waiting_for(by, week_of(pool, monday_of(monday))))
    if not waiting:
        raise UnableToShareShift(_("Nothing in this week waits for your yes."))
    if minutes != sum(part for _sheet, part in waiting):
        raise UnableToShareShift(_("The number has changed. Please look at it again."))
    shares = []
    for sheet, part in waiting:
        shares.append(_accept(sheet, minutes=part, by=by, now=now, supporter_name=supporter_name))
        _count_if_nothing_is_in_the_way(sheet.shift, by=by, now=now)
    record(by=by, action="accept_week", subject=pool, now=now, monday=monday.isoformat(), minutes=minutes)
    return shares


@transaction.atomic
def decline_shift(*, shift: Shift, by: Profile, now: datetime) -> ShiftShare:
    """
    Say "I do not share this shift". The others share it then, and those whose part grew are asked again.

    :raises UnableToShareShift: not their shift, or its hours are counted already
    """
    lock_pool(shift.pool)
    share = _own_share(sheet_of_shift(shift), by=by)
    share.accepted_at, share.accepted_minutes, share.supporter_name, share.declined_at = None, None, "", now
    share.save()
    record(by=by, action="decline_shift", subject=share, now=now)
    return share


@transaction.atomic
def share_again(*, shift: Shift, by: Profile, now: datetime) -> ShiftShare:
    """
    Take back a no. The part that this gives is shown next, and waits for a yes like any other.

    :raises UnableToShareShift: not their shift, or its hours are counted already
    """
    lock_pool(shift.pool)
    share = _own_share(sheet_of_shift(shift), by=by)
    share.declined_at = None
    share.save(update_fields=["declined_at"])
    record(by=by, action="share_again", subject=share, now=now)
    return share


@transaction.atomic
def record_shift(*, shift: Shift, worked: Worked, by: Profile, now: datetime) -> ShiftRecord:
    """
    Write down how a shift went. If it was written down wrongly, write it again: the newest counts, and what was taken
    for the old one is given back. Its hours are counted at once if everybody has said yes to their part.

    :raises UnableToRecordShift: it has not begun, or it does not say who worked and when
    """
    lock_pool(shift.pool)
    sheet = sheet_of_shift(shift)
    if now < shift.starts_at:
        raise UnableToRecordShift(_("This shift has not begun yet. Write down how it went when it is over."))
    worked = _as_it_was(sheet.shift, worked)
    if worked.worked_to is not None and worked.worked_to > now:
        raise UnableToRecordShift(_("This time is still to come. Please check it."), field="worked_to")
    if worked.worked_by is not None and worked.worked_by.pool_id != shift.pool_id:
        raise UnableToRecordShift(_("Choose somebody who works for you."), field="worked_by")
    _give_back_what_was_counted(sheet, by=by, now=now)
    with told_as(UnableToRecordShift, model=ShiftRecord, field="worked_from"):
        written = ShiftRecord.objects.create(
            shift=shift,
            worked_how=worked.how,
            worked_by=worked.worked_by,
            worked_from=worked.worked_from,
            worked_to=worked.worked_to,
            late_minutes=worked.late_minutes,
            feedback=worked.feedback.strip(),
            recorded_by=by,
            recorded_at=now,
        )
    record(by=by, action="record_shift", subject=written, now=now)
    _count_if_nothing_is_in_the_way(shift, by=by, now=now)
    return written


@transaction.atomic
def use_hours(*, shift: Shift, by: Profile, now: datetime) -> Transfer:
    """
    Take a worked shift from the hours of those who shared it: equal parts in whole minutes that add up to the shift.
    The yes of each is what they said when they accepted it.

    :raises UnableToUseHours: not written down yet, counted already, a yes is missing, or somebody has not enough left
    """
    pool, _state = lock_pool(shift.pool)
    sheet = sheet_of_shift(shift)
    hurdle = why_not_counted(sheet)
    if hurdle or sheet.record is None or sheet.record.worked_by is None:
        raise UnableToUseHours(hurdle)
    parts = [part for part in sheet.parts if part.minutes]
    provider = provider_account(pool, sheet.record.worked_by.books_name)
    transfer = post_with_yes(
        pool=pool,
        kind=TransferKind.HOURS_USED,
        words=gettext("%(shift)s, worked by %(name)s")
        % {"shift": str(sheet.shift), "name": sheet.record.worked_by.name},
        postings=[
            *(debit(member_account(pool, part.share.profile), Decimal(part.minutes), Unit.MINUTES) for part in parts),
            credit(provider, Decimal(sheet.minutes), Unit.MINUTES),
        ],
        yeses=[
            HoursYes(
                profile=part.share.profile,
                minutes=part.minutes,
                words=_words_of_yes(sheet.shift, part.share),
                said_at=part.share.accepted_at or now,
                supporter_name=part.share.supporter_name,
            )
            for part in parts
        ],
        now=now,
        source=sheet.record.source,
        by=by,
    )
    record(by=by, action="use_hours", subject=transfer, now=now, minutes=sheet.minutes)
    return transfer


def _shifts_of(
    pool: Pool,
    lines: list[PatternShift],
    *,
    monday: date,
    assistant: Assistant | None,
    by: Profile,
    now: datetime,
) -> Iterator[Shift]:
    for line in lines:
        day = monday + timedelta(days=line.weekday)
        begin, end = real_span(day, line.starts, line.ends)
        for place in range(1, line.staff + 1) if begin < end else ():
            yield Shift(
                pool=pool,
                day=day,
                starts_at=begin,
                ends_at=end,
                kind=line.kind,
                place=place,
                assistant=assistant,
                made_by=by,
                made_at=now,
            )


def _own_share(sheet: ShiftSheet, *, by: Profile) -> ShiftShare:
    share = ShiftShare.objects.filter(shift=sheet.shift, profile=by).first()
    if share is None:
        raise UnableToShareShift(_("You do not share this shift."))
    if sheet.is_counted:
        raise UnableToShareShift(_("The hours of this shift are counted already."))
    return share


def _accept(sheet: ShiftSheet, *, minutes: int, by: Profile, now: datetime, supporter_name: str) -> ShiftShare:
    share = _own_share(sheet, by=by)
    part = sheet.part_of(by)
    if part is None:
        raise UnableToShareShift(_("You said no to this shift. First say that you share it after all."))
    if minutes != part.minutes:
        raise UnableToShareShift(_("The number has changed. Please look at it again."))
    share.accepted_at, share.accepted_minutes, share.supporter_name = now, minutes, supporter_name.strip()
    share.save()
    return share


def _as_it_was(shift: Shift, worked: Worked) -> Worked:
    """As planned means the planned person and times; where nobody came there are none."""
    if worked.how == WorkedHow.DID_NOT_COME:
        return Worked(how=worked.how, feedback=worked.feedback)
    person = worked.worked_by or shift.assistant
    if person is None:
        raise UnableToRecordShift(_("Say who worked."), field="worked_by")
    is_planned = worked.how == WorkedHow.AS_PLANNED
    return Worked(
        how=worked.how,
        worked_by=person,
        worked_from=shift.starts_at if is_planned else worked.worked_from,
        worked_to=shift.ends_at if is_planned else worked.worked_to,
        late_minutes=worked.late_minutes,
        feedback=worked.feedback,
    )


def _give_back_what_was_counted(sheet: ShiftSheet, *, by: Profile, now: datetime) -> None:
    if sheet.record is not None and sheet.is_counted:
        counted = Transfer.objects.get(pool=sheet.shift.pool, source=sheet.record.source)
        reverse_transfer(transfer=counted, why=gettext("It was written down again."), by=by, now=now)


def _count_if_nothing_is_in_the_way(shift: Shift, *, by: Profile, now: datetime) -> None:
    if not why_not_counted(sheet_of_shift(shift)):
        use_hours(shift=shift, by=by, now=now)


def _words_of_yes(shift: Shift, share: ShiftShare) -> str:
    return gettext("Yes, I share this shift: %(shift)s. It may take up to %(time)s of mine.") % {
        "shift": str(shift),
        "time": format_minutes(share.accepted_minutes or 0),
    }
