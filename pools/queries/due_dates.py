"""All days that somebody should know of in a pool, for a page and for their own calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from pools.models import Pool, PoolMembership
from pools.queries.agreements import active_agreement
from pools.queries.contributions import own_money, unpaid_instalments
from pools.queries.outings import outings_to_come
from pools.queries.pool_dates import dates_for, only_in
from portal.calendars import CalendarDay, days_come_from
from portal.models import AuditEvent, Profile
from portal.money import format_amount


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """
    A day in words, and the time where there is one.

    :param key: names it, whatever becomes of its day and words
    :param source: the key of what the register says has changed whenever the day does
    """

    key: str
    on: date
    words: str
    source: UUID
    starts_at: datetime | None = None


def due_dates_for(pool: Pool, profile: Profile, *, now: datetime) -> list[DueDate]:
    """What is to come for somebody in a pool, and what they have still to pay, the earliest first."""
    today = timezone.localdate(now)
    found = [
        *_payments(pool, profile, today=today),
        *_dates(pool, profile, today=today),
        *_agreement(pool, today=today),
        *_outings(pool, now=now),
    ]
    return sorted(found, key=lambda due: (due.on, due.words))


def times_changed(dates: list[DueDate]) -> dict[UUID, int]:
    """How often what is behind each date has changed: a number that only grows."""
    sources = AuditEvent.objects.filter(subject_id__in={due.source for due in dates})
    counted: dict[UUID, int] = {}
    for subject_id in sources.values_list("subject_id", flat=True):
        counted[subject_id] = counted.get(subject_id, 0) + 1
    return counted


def days_of(dates: list[DueDate], *, title: str) -> Iterator[CalendarDay]:
    """These dates for a calendar, each with the name of its pool."""
    changed = times_changed(dates)
    for due in dates:
        yield CalendarDay(
            key=due.key,
            words=f"{due.words} ({title})",
            on=due.on,
            starts_at=due.starts_at,
            sequence=changed.get(due.source, 0),
        )


@days_come_from
def pool_days(profile: Profile, now: datetime) -> Iterator[CalendarDay]:
    """What is to come for somebody in each of their pools."""
    for pool in Pool.objects.filter(pk__in=PoolMembership.objects.open().filter(profile=profile).values("pool")):
        yield from days_of(due_dates_for(pool, profile, now=now), title=pool.title)


def _payments(pool: Pool, profile: Profile, *, today: date) -> Iterator[DueDate]:
    money = own_money(pool, profile, today)
    if money is None or money.plan is None:
        return
    for instalment in unpaid_instalments(money):
        words = _("Pay %(amount)s") % {"amount": format_amount(instalment.amount)}
        key = f"payment-{money.membership.pk}-{instalment.due_on}"
        yield DueDate(key=key, on=instalment.due_on, words=words, source=money.plan.pk)


def _dates(pool: Pool, profile: Profile, *, today: date) -> Iterator[DueDate]:
    for entry in dates_for(pool, profile, since=today):
        yield DueDate(key=f"{entry.kind}-{entry.source}", on=entry.on, words=entry.words, source=entry.source)


def _agreement(pool: Pool, *, today: date) -> Iterator[DueDate]:
    agreement = active_agreement(pool)
    for entry in only_in(agreement) if agreement else []:
        if agreement is not None and entry.on >= today:
            words = _("In the agreement: %(what)s") % {"what": entry.kind.label}
            # An agreement never changes, so its day may stand in the key.
            key = f"agreement-{agreement.pk}-{entry.kind}-{entry.on}"
            yield DueDate(key=key, on=entry.on, words=words, source=agreement.pk)


def _outings(pool: Pool, *, now: datetime) -> Iterator[DueDate]:
    for outing in outings_to_come(pool, now=now):
        day = timezone.localdate(outing.starts_at)
        yield DueDate(
            key=f"outing-{outing.pk}", on=day, words=outing.title, source=outing.pk, starts_at=outing.starts_at
        )
