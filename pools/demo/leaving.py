"""Somebody who leaves: eight people in Norfolk share support in their house, and one has told the others."""

from datetime import datetime, timedelta

from django.utils import timezone

from pools.demo.steps import cost, decide, join, person, sign
from pools.models import CostPrompt, Period, PurchaseKind
from pools.operations.agreement import freeze_agreement
from pools.operations.agreement_terms import AgreementTerms
from pools.operations.consent import waive_consent
from pools.operations.leaving import answer_leaving, tell_of_leaving
from pools.operations.pool import PoolPlan, start_pool
from pools.queries.leaving import asked_changes
from pools.queries.pools import membership_of
from portal.models import Area, Profile

NAMES = ("Edie", "Walter", "Rosa", "Stan", "Tess", "Umar", "Vera", "Winston")


def load_leaving(*, area: Area, now: datetime) -> None:
    if area.slug == "norfolk":
        _load_house(now=now)


def _load_house(*, now: datetime) -> None:
    """£40,000.00 a year for all who live there. Stan moves away in a month; two have answered."""
    then = now - timedelta(days=30)
    people = _people()
    edie, *others = people
    plan = PoolPlan(
        title="Support in our house",
        purpose="We live in one house, and share the people who support us.",
        buying=PurchaseKind.SUPPORT,
        district=edie.district,
        most_people=len(people),
    )
    pool = start_pool(plan=plan, by=edie, now=then)
    join(pool, others, now=then)
    cost(pool, {CostPrompt.PRICE: ("40000.00", Period.YEARLY)}, now=then + timedelta(days=1))
    for consent in pool.consents.all():
        reason = "The council has said yes for this house."
        waive_consent(consent=consent, reason=reason, by=edie, now=then + timedelta(days=1))
    decide(pool, now=then + timedelta(days=2))
    terms = AgreementTerms(
        money_holder="Norfolk Side by Side",
        money_kept_apart="It has a page of its own in their books.",
        notice_days=28,
        things_owned="Who leaves can sell their part to the others, or give it to them.",
    )
    agreement = freeze_agreement(pool=pool, terms=terms, by=edie, now=then + timedelta(days=3))
    for profile in people:
        sign(agreement, profile, now=then + timedelta(days=3))
    stan = person("Stan")
    leaving = tell_of_leaving(
        membership=membership_of(pool, stan),
        last_day=timezone.localdate(now) + timedelta(days=28),
        by=stan,
        now=now - timedelta(days=1),
    )
    for asked in asked_changes(leaving)[:2]:
        answer_leaving(leaving=leaving, accepts=True, share=asked.change.after, by=asked.change.profile, now=now)


def _people() -> list[Profile]:
    return [person(name) for name in NAMES]
