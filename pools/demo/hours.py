"""Six people in Norfolk who share their support at night: scenario 5, Housing B."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from pools.demo.steps import join, person
from pools.models import Assistant, HiredHow, Pool, PurchaseKind, Shift, ShiftKind, WorkedHow
from pools.operations.hours import give_hours, put_in_hours
from pools.operations.hours_loans import lend_hours
from pools.operations.hours_period import open_hours_period
from pools.operations.hours_rates import set_hours_rates
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.rota import Worked, accept_week, plan_week, record_shift
from pools.operations.rota_assistants import AssistantDetails, add_assistant
from pools.operations.rota_pattern import add_pattern_shifts
from pools.queries.pools import members_of
from pools.queries.rota import waiting_for, week_of
from pools.rota_clock import monday_of
from portal.models import Area

HOURS_EACH = 84


def load_hours(*, area: Area, now: datetime) -> None:
    if area.slug == "norfolk":
        _load_night_support(now=now)


def _load_night_support(*, now: datetime) -> None:
    """
    Two staff from 4pm to 10am on all seven days, one awake and one asleep: 252 staff hours a week, 42 for each of six.
    One week is worked. Edie gave hours to Tess, Rosa lent some to Stan, and this week waits for everybody's yes.
    """
    then = now - timedelta(days=28)
    edie, *others = map(person, ("Edie", "Walter", "Rosa", "Stan", "Tess", "Umar"))
    plan = PoolPlan(
        title="Support at night",
        purpose="We live in one house. At night we share two people: one is awake, and one sleeps here.",
        buying=PurchaseKind.SUPPORT,
        district=edie.district,
        most_people=6,
    )
    pool = start_pool(plan=plan, by=edie, now=then)
    join(pool, others, now=then)
    lin, mo, bea = _hire(pool, now=then)
    for kind in (ShiftKind.WAKING_NIGHT, ShiftKind.SLEEP_IN):
        add_pattern_shifts(
            pool=pool, weekdays=list(range(7)), starts=time(16), ends=time(10), staff=1, kind=kind, by=edie, now=then
        )
    set_hours_rates(
        pool=pool,
        checked_on=timezone.localdate(then),
        hired_how=HiredHow.AGENCY,
        day_hour=Decimal("23.50"),
        waking_hour=Decimal("23.50"),
        sleep_in_night=Decimal("110.00"),
        people=2,
        by=edie,
        now=then,
    )
    for profile in (edie, *others):
        put_in_hours(pool=pool, profile=profile, assistant=lin, minutes=HOURS_EACH * 60, by=profile, now=then)
    monday = monday_of(timezone.localdate(now)) - timedelta(days=14)
    week = plan_week(pool=pool, monday=monday, by=edie, now=then)
    _everybody_says_yes(pool, monday=monday, now=then)
    _write_down(week, lin=lin, mo=mo, bea=bea, now=now - timedelta(days=3))
    tess, rosa, stan = map(person, ("Tess", "Rosa", "Stan"))
    give_hours(pool=pool, to=tess, minutes=200, by=edie, now=now - timedelta(days=2))
    due_on = timezone.localdate(now) + timedelta(days=30)
    lend_hours(pool=pool, to=stan, minutes=120, due_on=due_on, by=rosa, now=now - timedelta(days=1))
    open_hours_period(
        pool=pool,
        starts_on=timezone.localdate(then),
        ends_on=timezone.localdate(now) + timedelta(days=10),
        by=edie,
        now=then,
    )
    plan_week(pool=pool, monday=monday + timedelta(days=14), assistant=lin, by=edie, now=now - timedelta(days=1))


def _hire(pool: Pool, *, now: datetime) -> list[Assistant]:
    first_day = timezone.localdate(now)
    people = [
        AssistantDetails(name="Lin", hired_how=HiredHow.AGENCY, employers="Fenland Nights", starts_on=first_day),
        AssistantDetails(name="Mo", hired_how=HiredHow.AGENCY, employers="Fenland Nights", starts_on=first_day),
        AssistantDetails(
            name="Bea",
            hired_how=HiredHow.SELF_EMPLOYED,
            employers="Edie and Walter",
            starts_on=first_day,
            fixed_until=first_day + timedelta(days=182),
            is_backup=True,
            owed_if_employed=Decimal("412.50"),
            owed_if_self_employed=Decimal("380.00"),
        ),
    ]
    return [add_assistant(pool=pool, details=details, by=pool.organiser, now=now) for details in people]


def _everybody_says_yes(pool: Pool, *, monday: date, now: datetime) -> None:
    for membership in members_of(pool):
        minutes = sum(part for _sheet, part in waiting_for(membership.profile, week_of(pool, monday)))
        accept_week(pool=pool, monday=monday, minutes=minutes, by=membership.profile, now=now)


def _write_down(week: list[Shift], *, lin: Assistant, mo: Assistant, bea: Assistant, now: datetime) -> None:
    """All nights went as planned, but for two: one in which Mo was late, and one in which Bea stood in."""
    for place, shift in enumerate(week):
        worked = Worked(how=WorkedHow.AS_PLANNED, worked_by=lin if shift.kind == ShiftKind.WAKING_NIGHT else mo)
        if place == 1:
            worked = Worked(
                how=WorkedHow.CHANGED,
                worked_by=worked.worked_by,
                worked_from=shift.starts_at + timedelta(minutes=20),
                worked_to=shift.ends_at,
                late_minutes=20,
                feedback="The bus was late. Next time please ring us.",
            )
        if place == len(week) - 1:
            worked = Worked(how=WorkedHow.AS_PLANNED, worked_by=bea, feedback="Bea came at short notice. Thank you!")
        record_shift(shift=shift, worked=worked, by=shift.made_by or shift.pool.organiser, now=now)
