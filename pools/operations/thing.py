"""
Things that members own together: written down, a part bought or given, and sold or taken away at the end.

Nobody's part changes without the person: whoever sells has said so when they told the others that they leave, and
whoever buys does it themselves. Pounds change hands in the books, exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    Leaving,
    LeavingOutcome,
    MoneyPath,
    Pool,
    PoolState,
    SharedThing,
    ThingPart,
    ThingsChoice,
    ThingStep,
    ThingStepKind,
    Transfer,
    TransferKind,
)
from pools.operations.ledger import account_for, credit, debit, post
from pools.operations.pool_status import lock_pool
from pools.queries.ledger import money_held
from pools.queries.pools import members_of, membership_of
from pools.queries.things import OwnedPart, OwnedThing, owned, things_here
from portal.models import Profile
from portal.money import apportion, format_amount, split
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal

WHOLE = Decimal(100)
HUNDREDTHS = 10_000


class UnableToRecordThing(Refusal):
    """Not a member, a day to come, no words, or the parts are not the whole."""


class UnableToMovePart(Refusal):
    """It is gone, not for sale, or not somebody's to take."""


class UnableToEndThing(Refusal):
    """It is gone already, or this is no way out for it."""


@dataclass(frozen=True, kw_only=True)
class ThingFacts:
    """What the members say about something that they own."""

    what: str
    bought_on: date
    value: Decimal
    place: str
    looked_after_by: str
    removal_cost: Decimal
    removal_paid_by: str


@transaction.atomic
def record_thing(
    *, pool: Pool, facts: ThingFacts, parts: Mapping[Profile, Decimal] | None = None, by: Profile, now: datetime
) -> SharedThing:
    """
    Write down something that the members own.

    :param parts: each owner's part in percent; None: all who are in own equal parts
    :raises UnableToRecordThing: the pool has ended, a day to come, no words, somebody outside the pool, or not 100%
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToRecordThing(_("This pool has ended."))
    if facts.bought_on > timezone.localdate(now):
        raise UnableToRecordThing(_("This day is still to come. Write it down once you have it."), field="bought_on")
    people = [membership.profile for membership in members_of(pool)]
    parts = equal_parts(people) if parts is None else dict(parts)
    if not set(parts) <= set(people):
        raise UnableToRecordThing(_("Only people in the pool own a part."), field="parts")
    if sum(parts.values()) != WHOLE or min(parts.values()) <= 0:
        raise UnableToRecordThing(_("All parts together must be 100%."), field="parts")
    with told_as(UnableToRecordThing, model=SharedThing):
        thing = SharedThing.objects.create(
            pool=pool,
            what=facts.what.strip(),
            bought_on=facts.bought_on,
            value=facts.value,
            place=facts.place.strip(),
            looked_after_by=facts.looked_after_by.strip(),
            removal_cost=facts.removal_cost,
            removal_paid_by=facts.removal_paid_by.strip(),
            recorded_by=by,
            recorded_at=now,
        )
    _step(thing, ThingStepKind.RECORDED, parts=parts, by=by, now=now)
    record(by=by, action="record_thing", subject=thing, now=now)
    return thing


@transaction.atomic
def buy_part(*, thing: SharedThing, seller: Profile, value: Decimal, by: Profile, now: datetime) -> ThingStep:
    """
    Buy the part of somebody who leaves, for what it is worth. It stands in the books between the two of them.

    :param value: the price that the buyer looked at
    :raises UnableToMovePart: it is gone, not for sale, their own, the price is another by now, or not in the pool
    """
    pool, _state = lock_pool(thing.pool)
    found, part = _for_sale(pool, thing, seller=seller, by=by)
    if part.value != value:
        raise UnableToMovePart(_("The price has changed. Please look at it again."))
    transfer = None
    if part.value and pool.money_path != MoneyPath.VENUE:
        transfer = post(
            pool=pool,
            kind=TransferKind.GOODS,
            words=gettext("%(buyer)s bought the part of %(seller)s in: %(what)s")
            % {"buyer": by.shown_name, "seller": seller.shown_name, "what": thing.what},
            postings=[
                debit(account_for(pool, AccountKind.MEMBER, profile=by), part.value),
                credit(account_for(pool, AccountKind.MEMBER, profile=seller), part.value),
            ],
            happened_on=timezone.localdate(now),
            by=by,
            now=now,
        )
        # They have something to get again.
        Leaving.objects.filter(membership__profile=seller, pool=pool, outcome=LeavingOutcome.IN_EFFECT).update(
            settled_at=None
        )
    parts = {owner.profile: owner.percent for owner in found.parts if owner.profile.pk != seller.pk}
    parts[by] = parts.get(by, Decimal(0)) + part.percent
    step = _step(thing, ThingStepKind.PART_BOUGHT, parts=parts, transfer=transfer, by=by, now=now)
    record(by=by, action="buy_part", subject=thing, now=now)
    return step


def give_parts_away(*, pool: Pool, giver: Profile, now: datetime) -> None:
    """Give one's part of everything to the other owners, or to the others in the pool. The caller has locked it."""
    for found in things_here(pool):
        part = found.part_of(giver)
        if part is None:
            continue
        rest = {owner.profile: owner.percent for owner in found.parts if owner.profile.pk != giver.pk}
        takers = list(rest) or [place.profile for place in members_of(pool) if place.profile_id != giver.pk]
        weights = [rest.get(taker, Decimal(1)) for taker in takers]
        given = apportion(int(part.percent * 100), weights)
        parts = {
            taker: rest.get(taker, Decimal(0)) + Decimal(hundredths) / 100
            for taker, hundredths in zip(takers, given, strict=True)
        }
        parts = {taker: percent for taker, percent in parts.items() if percent}
        _step(found.thing, ThingStepKind.PART_GIVEN, parts=parts, by=giver, now=now)


@transaction.atomic
def end_thing(
    *,
    thing: SharedThing,
    how: ThingStepKind,
    amount: Decimal = Decimal(0),
    removal_cost: Decimal = Decimal(0),
    by: Profile,
    now: datetime,
) -> ThingStep:
    """
    Write down that it was sold, given away or taken away: what came in and what it cost goes to the owners by their
    parts, exactly.

    :param amount: what it was sold for; it goes to the money that is kept
    :param removal_cost: what taking it away cost, paid from the money that is kept
    :raises UnableToEndThing: it is gone, this is no way out for it, an amount below zero, or so much money is not kept
    """
    pool, _state = lock_pool(thing.pool)
    found = owned(SharedThing.objects.select_related("pool").get(pk=thing.pk))
    if found.is_gone:
        raise UnableToEndThing(_("This is written down already."))
    if how not in {ThingStepKind.SOLD, ThingStepKind.GIVEN_AWAY, ThingStepKind.TAKEN_AWAY}:
        raise UnableToEndThing(_("Choose what became of it from the list."), field="how")
    if amount < 0 or removal_cost < 0:
        raise UnableToEndThing(_("Please give an amount that is not below zero."), field="amount")
    if amount and how != ThingStepKind.SOLD:
        raise UnableToEndThing(_("Only something that was sold brings money."), field="amount")
    if pool.money_path != MoneyPath.VENUE and removal_cost - amount > money_held(pool):
        raise UnableToEndThing(
            _("There is not enough money to pay for taking it away: %(there)s is there.")
            % {"there": format_amount(money_held(pool))},
            field="removal_cost",
        )
    transfer = None if pool.money_path == MoneyPath.VENUE else _share_out(found, amount - removal_cost, by=by, now=now)
    step = _step(thing, how, parts={}, transfer=transfer, by=by, now=now)
    record(by=by, action="end_thing", subject=thing, now=now, how=how)
    return step


def equal_parts(people: list[Profile]) -> dict[Profile, Decimal]:
    """100.00% in parts as equal as can be; the odd hundredths go to those who joined first."""
    hundredths = apportion(HUNDREDTHS, [1] * len(people))
    return {person: Decimal(part) / 100 for person, part in zip(people, hundredths, strict=True)}


def _for_sale(pool: Pool, thing: SharedThing, *, seller: Profile, by: Profile) -> tuple[OwnedThing, OwnedPart]:
    found = owned(thing)
    part = found.part_of(seller)
    if found.is_gone or part is None:
        raise UnableToMovePart(_("There is no such part any more."))
    if membership_of(pool, by) is None or by.pk == seller.pk:
        raise UnableToMovePart(_("Only the others in the pool can buy this part."))
    leavings = Leaving.objects.filter(pool=pool, membership__profile=seller).exclude(outcome=LeavingOutcome.TAKEN_BACK)
    if not leavings.filter(things=ThingsChoice.SELL).exists():
        raise UnableToMovePart(_("This part is not for sale. A part is for sale when its owner leaves and says so."))
    return found, part


def _share_out(found: OwnedThing, net: Decimal, *, by: Profile, now: datetime) -> Transfer | None:
    if not net:
        return None
    pool = found.thing.pool
    shares = split(net, [part.percent for part in found.parts])
    return post(
        pool=pool,
        kind=TransferKind.GOODS,
        words=gettext("What came of it, shared by your parts: %(what)s") % {"what": found.thing.what},
        postings=[
            debit(account_for(pool, AccountKind.HOLDER), net),
            *(
                credit(account_for(pool, AccountKind.MEMBER, profile=part.profile), share)
                for part, share in zip(found.parts, shares, strict=True)
            ),
        ],
        happened_on=timezone.localdate(now),
        by=by,
        now=now,
    )


def _step(
    thing: SharedThing,
    kind: ThingStepKind,
    *,
    parts: Mapping[Profile, Decimal],
    transfer: Transfer | None = None,
    by: Profile,
    now: datetime,
) -> ThingStep:
    step = ThingStep.objects.create(thing=thing, kind=kind, transfer=transfer, by=by, at=now)
    ThingPart.objects.bulk_create(
        ThingPart(step=step, profile=owner, percent=percent) for owner, percent in parts.items()
    )
    return step
