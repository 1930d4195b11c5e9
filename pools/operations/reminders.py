"""Reminding people of what waits for them, and of days that come nearer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from pools.models import Pool
from pools.queries.agreements import AgreementDateKind, unsigned_places
from pools.queries.outings import open_places_on_coming_outings
from pools.queries.pool_dates import DateKind, PoolDate
from pools.queries.reminders import (
    agreement_dates,
    dates_that_come,
    payments_due,
    people_in_pool,
    prices_that_end,
    votes_missing,
)
from portal.models import Notification, Profile
from portal.operations.notifications import notify

# So many days after an agreement was made, whoever has not signed is reminded; and then no more.
REMINDER_DAYS: Final = (1, 3, 7)

# So many days before a date, whoever it concerns is told; 0 is the day itself, or the first day after it.
WEEK_DAY_AND_ON_THE_DAY: Final = (7, 1, 0)
WEEK_AND_DAY_BEFORE: Final = (7, 1)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """
    A date that somebody should be reminded of: once for each step.

    :param key: names the occasion, such as "outing:<id>"; the step is added to it
    :param template: as for `notify`; it also gets `day`, the date, and `days`, how many are left (below zero: over)
    :param steps: at how many days before the date
    """

    recipient: Profile
    on: date
    key: str
    template: str
    url: str
    context: dict[str, Any] = field(default_factory=dict)
    steps: tuple[int, ...] = WEEK_DAY_AND_ON_THE_DAY


Source = Callable[[datetime], Iterator[Occasion]]

DATED: list[Source] = []


def dated(source: Source) -> Source:
    """
    Add a source of dates. It may give each date again and again, near or far: who was told is looked up here.

    A source gives only what still matters: no date of an outing that is called off, no vote of somebody who has voted.
    """
    DATED.append(source)
    return source


@transaction.atomic
def remind_dated(*, now: datetime) -> list[Notification]:
    """
    Remind people of the current area of every date that has come near enough: once for each of its steps.

    Running it again reminds nobody twice. Steps that were missed are not made up for: only the latest is told.
    """
    today, told = timezone.localdate(now), []
    for source in DATED:
        for occasion in source(now):
            days = (occasion.on - today).days
            step = step_at(days, steps=occasion.steps)
            if step is None:
                continue
            notification = notify(
                recipient=occasion.recipient,
                key=f"{occasion.key}:{step}-days",
                template=occasion.template,
                now=now,
                url=occasion.url,
                day=occasion.on,
                days=days,
                **occasion.context,
            )
            if notification.created_at == now:
                told.append(notification)
    return told


def step_at(days: int, *, steps: tuple[int, ...]) -> int | None:
    """
    Which step a date has come to, `days` before it: the nearest one that is not still ahead. None: too early.

    Where 0 is a step, it stands for the day itself and for every day after it; so what was missed is still told, once.
    """
    return min((step for step in steps if step >= days), default=None)


@transaction.atomic
def remind_unsigned(*, now: datetime) -> list[Notification]:
    """
    Remind each member of the current area who has an agreement to sign: once for each step of `REMINDER_DAYS`.

    Running it again on the same day reminds nobody twice. Steps that were missed are not made up for: nobody gets
    three reminders on one morning.
    """
    today, told = timezone.localdate(now), []
    for place in unsigned_places():
        waiting = (today - timezone.localdate(place.agreement.frozen_at)).days
        step = max((days for days in REMINDER_DAYS if days <= waiting), default=None)
        if step is None:
            continue
        notification = notify(
            recipient=place.profile,
            key=f"sign-agreement:{place.agreement.pk}:{step}-days",
            template="pools/email/sign_agreement_reminder",
            now=now,
            url=place.agreement.get_absolute_url(),
            agreement=place.agreement,
            share=place.share,
        )
        if notification.created_at == now:
            told.append(notification)
    return told


@dated
def votes_that_end(now: datetime) -> Iterator[Occasion]:
    """Two days before a vote ends, and on its last day, whoever has not voted."""
    for proposal, profile in votes_missing(now=now):
        yield Occasion(
            recipient=profile,
            on=timezone.localdate(proposal.closes_at),
            key=f"vote-ends:{proposal.pk}",
            template="pools/email/vote_ends",
            url=proposal.get_absolute_url(),
            context={"proposal": proposal, "pool": proposal.pool},
            steps=(2, 0),
        )


@dated
def prices_that_hold(now: datetime) -> Iterator[Occasion]:
    """While nothing is bought, the organiser, before the price that the members agreed to is over."""
    for sheet, until in prices_that_end(on=timezone.localdate(now)):
        yield Occasion(
            recipient=sheet.pool.organiser,
            on=until,
            key=f"price-holds:{sheet.pool_id}:{until}",
            template="pools/email/price_ends",
            url=sheet.pool.get_absolute_url(),
            context={"pool": sheet.pool},
        )


@dated
def outings_that_come(now: datetime) -> Iterator[Occasion]:
    """A week and a day before an outing, everybody who has a place."""
    for place in open_places_on_coming_outings(now=now):
        yield Occasion(
            recipient=place.profile,
            on=timezone.localdate(place.outing.starts_at),
            key=f"outing:{place.pk}",
            template="pools/email/outing_reminder",
            url=place.outing.get_absolute_url(),
            context={"outing": place.outing},
            steps=WEEK_AND_DAY_BEFORE,
        )


@dated
def contributions_that_are_due(now: datetime) -> Iterator[Occasion]:
    """Before a member is to pay, on the day, and once more when it is a week late: to that member alone."""
    for pool, profile, instalment in payments_due(on=timezone.localdate(now)):
        yield Occasion(
            recipient=profile,
            on=instalment.due_on,
            key=f"payment:{pool.pk}:{profile.pk}:{instalment.due_on}",
            template="pools/email/payment_due",
            url=pool.get_absolute_url(),
            context={"pool": pool, "amount": instalment.amount},
            steps=(7, 1, 0, -7),
        )


@dated
def consents_that_run_out(now: datetime) -> Iterator[Occasion]:
    """Whoever organises the pool asks for a new letter."""
    for pool, entry in dates_that_come(DateKind.CONSENT, on=timezone.localdate(now)):
        yield _occasion(pool, entry, pool.organiser)


@dated
def insurance_that_ends(now: datetime) -> Iterator[Occasion]:
    """Whoever organises the pool renews it."""
    for pool, entry in dates_that_come(DateKind.INSURANCE, on=timezone.localdate(now)):
        yield _occasion(pool, entry, pool.organiser)


@dated
def assurances_that_end(now: datetime) -> Iterator[Occasion]:
    """All members: each one's savings are at stake."""
    for pool, entry in dates_that_come(DateKind.ASSURANCE, on=timezone.localdate(now)):
        for profile in people_in_pool(pool):
            yield _occasion(pool, entry, profile)


@dated
def gates_that_run_out(now: datetime) -> Iterator[Occasion]:
    """Nobody but the member who does it again."""
    for pool, entry in dates_that_come(DateKind.GATE, on=timezone.localdate(now)):
        if entry.only_for is not None:
            yield _occasion(pool, entry, entry.only_for)


@dated
def reviews_that_come(now: datetime) -> Iterator[Occasion]:
    """All members look how it is going."""
    for pool, entry in dates_that_come(DateKind.REVIEW, on=timezone.localdate(now)):
        for profile in people_in_pool(pool):
            yield _occasion(pool, entry, profile)


@dated
def days_in_agreements(now: datetime) -> Iterator[Occasion]:
    """A day to look at the agreement again is for all members; what else ends in it, for whoever organises the pool."""
    for pool, entry, people in agreement_dates(on=timezone.localdate(now)):
        for profile in people if entry.kind == AgreementDateKind.REVIEW else [pool.organiser]:
            yield Occasion(
                recipient=profile,
                on=entry.on,
                key=f"agreement-{entry.kind}:{pool.pk}:{profile.pk}:{entry.on}",
                template="pools/email/date_comes",
                url=pool.get_absolute_url(),
                context={"pool": pool, "words": str(entry.kind.label)},
            )


def _occasion(pool: Pool, entry: PoolDate, profile: Profile) -> Occasion:
    return Occasion(
        recipient=profile,
        on=entry.on,
        key=f"{entry.kind}:{entry.source}:{profile.pk}:{entry.on}",
        template="pools/email/date_comes",
        url=pool.get_absolute_url(),
        context={"pool": pool, "words": entry.words},
    )
