"""Who works when, who shares it, and what a week of it comes to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pools.hours_cost import HoursCost, WeekOfWork, cost_of
from pools.models import Assistant, HoursRates, PatternShift, Pool, Shift, ShiftKind, ShiftRecord, ShiftShare, Transfer
from pools.queries.hours import hours_left
from pools.queries.pools import members_of
from pools.rota_clock import DAYS_IN_A_WEEK
from portal.models import Profile
from portal.money import apportion, split_equally


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one member shares of a shift: minutes of their own hours."""

    share: ShiftShare
    minutes: int

    @property
    def is_agreed(self) -> bool:
        """The member has said yes to this number, or to more."""
        return self.share.covers(self.minutes)

    @property
    def is_outdated(self) -> bool:
        """The member said yes, and then the number grew."""
        return self.share.accepted_at is not None and not self.is_agreed


@dataclass(frozen=True, kw_only=True)
class ShiftSheet:
    """A shift as one member meets it."""

    shift: Shift
    parts: list[Part]
    record: ShiftRecord | None
    is_counted: bool

    @property
    def minutes(self) -> int:
        return self.record.minutes if self.record else self.shift.planned_minutes

    @property
    def assistant(self) -> Assistant | None:
        """Who worked; before that, who is to come."""
        return self.record.worked_by if self.record else self.shift.assistant

    def part_of(self, profile: Profile) -> Part | None:
        return next((part for part in self.parts if part.share.profile_id == profile.pk), None)


@dataclass(frozen=True, kw_only=True)
class PatternWeek:
    """A week of the pattern, by the clock on the wall: what each member has of it, and what it costs."""

    lines: list[PatternShift]
    work: WeekOfWork
    minutes_each: list[int]
    cost: HoursCost | None
    pounds_each: list[Decimal]

    @property
    def minutes(self) -> int:
        return self.work.minutes


def work_in(lines: Sequence[PatternShift]) -> WeekOfWork:
    """How much is worked in a week of these lines, of each kind."""
    minutes = {kind: sum(line.staff_minutes for line in lines if line.kind == kind) for kind in ShiftKind}
    return WeekOfWork(
        day_minutes=minutes[ShiftKind.DAY],
        waking_minutes=minutes[ShiftKind.WAKING_NIGHT],
        sleep_in_minutes=minutes[ShiftKind.SLEEP_IN],
        sleep_in_nights=sum(line.staff for line in lines if line.kind == ShiftKind.SLEEP_IN),
    )


def pattern_of(pool: Pool) -> PatternWeek:
    """The pool's pattern; its hours and its cost in equal parts, in the order of joining."""
    lines = list(PatternShift.objects.filter(pool=pool))
    people, work = members_of(pool).count(), work_in(lines)
    rates = HoursRates.objects.filter(pool=pool).first()
    cost = cost_of(work, rates.rates) if rates and work.minutes else None
    return PatternWeek(
        lines=lines,
        work=work,
        minutes_each=apportion(work.minutes, [1] * people) if people else [],
        cost=cost,
        pounds_each=split_equally(cost.week, people) if cost and people else [],
    )


def week_of(pool: Pool, monday: date) -> list[ShiftSheet]:
    """The shifts of a week, in the order in which they start."""
    return sheets_of(Shift.objects.filter(pool=pool, day__range=(monday, monday + timedelta(days=DAYS_IN_A_WEEK - 1))))


def sheet_of_shift(shift: Shift) -> ShiftSheet:
    return sheets_of(Shift.objects.filter(pk=shift.pk))[0]


def sheets_of(shifts: QuerySet[Shift]) -> list[ShiftSheet]:
    """Shifts with everything that is known about them, in a few queries however many there are."""
    found = list(shifts.select_related("assistant", "pool"))
    shares: dict[UUID, list[ShiftShare]] = {shift.pk: [] for shift in found}
    for share in ShiftShare.objects.sharing().filter(shift__in=found):
        shares[share.shift_id].append(share)
    # The newest comes last, and counts.
    written = {
        record.shift_id: record
        for record in ShiftRecord.objects.filter(shift__in=found).select_related("worked_by", "recorded_by")
    }
    sources = [record.source for record in written.values()]
    still_booked = Transfer.objects.filter(source__in=sources, reversed_by__isnull=True)
    counted = set(still_booked.values_list("source", flat=True))
    return [_sheet(shift, shares=shares[shift.pk], written=written.get(shift.pk), counted=counted) for shift in found]


def waiting_for(profile: Profile, sheets: Iterable[ShiftSheet]) -> Iterator[tuple[ShiftSheet, int]]:
    """The shifts that wait for somebody's yes, each with their part of it."""
    for sheet in sheets:
        part = sheet.part_of(profile)
        if part is not None and not part.is_agreed and not sheet.is_counted:
            yield sheet, part.minutes


def part_of_pattern(pool: Pool, profile: Profile) -> int:
    """A member's equal part of a week of the pattern, in minutes: the odd ones go to whoever joined earlier."""
    people = [membership.profile_id for membership in members_of(pool)]
    if profile.pk not in people:
        return 0
    return apportion(work_in(list(PatternShift.objects.filter(pool=pool))).minutes, [1] * len(people))[
        people.index(profile.pk)
    ]


def why_not_counted(sheet: ShiftSheet) -> str:
    """What stands in the way of taking a shift from the members' hours, as a sentence; empty where nothing does."""
    if sheet.record is None:
        return _("First write down how the shift went.")
    if sheet.is_counted:
        return _("The hours of this shift are counted already.")
    if not sheet.minutes:
        return _("Nobody worked, so there are no hours to count.")
    return _whose_yes_is_missing(sheet) or _who_has_too_little(sheet)


def _whose_yes_is_missing(sheet: ShiftSheet) -> str:
    if not sheet.parts:
        return _("Nobody shares this shift. Somebody has to say yes to it first.")
    waiting = [part.share.profile.shown_name for part in sheet.parts if not part.is_agreed]
    if not waiting:
        return ""
    return _("We need a yes first from: %(names)s. Nobody’s hours go down without it.") % {"names": ", ".join(waiting)}


def _who_has_too_little(sheet: ShiftSheet) -> str:
    """Who it is, only they themselves see: what somebody has left is nobody else's business."""
    if all(hours_left(sheet.shift.pool, part.share.profile) >= part.minutes for part in sheet.parts):
        return ""
    return _("Somebody in this shift has not enough hours left. Look at your own hours. You can give or lend some.")


def people_for_each_carer(pool: Pool) -> Decimal | None:
    """How many members there are for each person who works for the pool, to one figure after the point."""
    carers = Assistant.objects.current().regular().filter(pool=pool).count()
    if not carers:
        return None
    return (Decimal(members_of(pool).count()) / carers).quantize(Decimal("0.1"))


def _sheet(shift: Shift, *, shares: list[ShiftShare], written: ShiftRecord | None, counted: set[str]) -> ShiftSheet:
    minutes = written.minutes if written else shift.planned_minutes
    parts = apportion(minutes, [1] * len(shares)) if shares else []
    return ShiftSheet(
        shift=shift,
        parts=[Part(share=share, minutes=part) for share, part in zip(shares, parts, strict=True)],
        record=written,
        is_counted=written is not None and written.source in counted,
    )
