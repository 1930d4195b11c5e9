"""The life of two pools: a gym whose risks are thought through, and a choir that looks how it is going."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pools.demo.steps import cost, decide, join, person, sign
from pools.models import CostPrompt, GateKind, InsuranceModel, Period, Pool, PurchaseKind
from pools.operations.agreement import freeze_agreement
from pools.operations.agreement_clauses import AgreementTerms
from pools.operations.facilitation import choose_facilitator
from pools.operations.gate import add_gate
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.pool_review import (
    Scores,
    answer_review,
    choose_outcomes,
    note_review,
    plan_review,
    record_baseline,
)
from pools.operations.protection import record_insurance
from pools.operations.purchase import record_purchase
from pools.operations.risk_note import read_risk_note, write_risk_note
from pools.operations.use import record_induction
from pools.queries.pools import membership_of
from pools.queries.risks import RiskWords
from portal.models import Area

# How the four singers were before they started, and how they are now: life, being out of the house, breathing.
BEFORE = {"Grace": (6, 7, 4), "Harry": (3, 2, 5), "Irene": (5, 3, 6), "Peter": (5, 4, 7)}
NOW = {"Grace": (7, 7, 6), "Harry": (6, 6, 5), "Irene": (6, 5, 6)}


def load_life_of_pools(*, area: Area, now: datetime) -> None:
    if area.slug == "knowsley":
        _look_after_the_gym(now=now - timedelta(days=9))
    if area.slug == "oxfordshire":
        _load_choir(now=now - timedelta(days=95))


def _look_after_the_gym(*, now: datetime) -> None:
    """Scenario 3 goes on: what comes first, who carries which risk, and who pays when something breaks."""
    gym = Pool.objects.get(title="A gym at home")
    tony, ray, mick = map(person, ("Tony", "Ray", "Mick"))
    choose_facilitator(pool=gym, facilitator=person("Bernie"), by=tony, now=now)
    add_gate(pool=gym, kind=GateKind.HEALTH, reason="Two of us have not done sport for years.", by=tony, now=now)
    reason = "Our care provider wants to know that it is safe."
    add_gate(pool=gym, kind=GateKind.RISK, reason=reason, by=tony, now=now + timedelta(hours=1))
    record_insurance(
        pool=gym,
        model=InsuranceModel.JOINT,
        insurer="Mersey Mutual",
        number="MM 20417",
        valid_until=timezone.localdate(now + timedelta(days=365)),
        by=tony,
        now=now + timedelta(hours=2),
    )
    note = write_risk_note(
        pool=gym,
        wanted="We want to get fit together at home. We can do this: we have all used a gym before.",
        risks=[
            RiskWords(
                what="Somebody hurts themselves on a machine",
                answer="Nobody uses it before the induction. Nobody uses it alone.",
                carried_by="Each of us",
                accepted_by="Tony, Ray and Mick",
            ),
            RiskWords(
                what="A machine breaks",
                answer="It is serviced twice a year. We stop using it and call the company.",
                carried_by="Mersey Mutual, by our insurance",
                accepted_by="Mersey Mutual",
            ),
            RiskWords(
                what="The floor of the common room is damaged",
                answer="We lay rubber mats.",
                carried_by="All three of us together",
            ),
        ],
        by=tony,
        now=now + timedelta(hours=3),
    )
    for place, reader in enumerate((tony, mick), start=4):
        read_risk_note(note=note, by=reader, now=now + timedelta(hours=place))
    place_of_ray = membership_of(gym, ray)
    if place_of_ray is not None:
        record_induction(membership=place_of_ray, given_by="Dave, Mersey Fitness", by=tony, now=now + timedelta(days=1))


def _load_choir(*, now: datetime) -> None:
    """Four people sing with a teacher: £240.00, £60.00 each. The first review waits for Peter."""
    grace, *others = map(person, ("Grace", "Harry", "Irene", "Peter"))
    plan = PoolPlan(
        title="Singing on Thursdays",
        purpose="We sing together in the church hall, with a teacher. Everybody can sing.",
        buying=PurchaseKind.LESSONS,
        district=grace.district,
    )
    pool = start_pool(plan=plan, by=grace, now=now)
    join(pool, others, now=now)
    outcomes = choose_outcomes(
        pool=pool, words=["We get out of the house", "We breathe more easily"], by=grace, now=now + timedelta(days=1)
    )
    for name, (life, *scores) in BEFORE.items():
        said = Scores(life=life, outcomes=dict(zip(outcomes, scores, strict=True)))
        record_baseline(pool=pool, scores=said, by=person(name), now=now + timedelta(days=1, hours=1))
    cost(pool, {CostPrompt.PRICE: ("240.00", Period.ONCE)}, now=now + timedelta(days=2))
    decide(pool, now=now + timedelta(days=3))
    agreement = freeze_agreement(
        pool=pool,
        by=grace,
        terms=AgreementTerms(
            money_holder="Nobody: each of us pays the teacher",
            money_kept_apart="There is no money to keep. Each of us pays at the first lesson.",
            notice_days=0,
            things_owned="We own nothing together.",
        ),
        now=now + timedelta(days=4),
    )
    for place, singer in enumerate((grace, *others), start=1):
        sign(agreement, singer, now=now + timedelta(days=4, hours=place))
    record_purchase(
        pool=pool,
        what="Twelve lessons",
        seller="Sing Out Banbury",
        amount=Decimal("240.00"),
        bought_on=timezone.localdate(now + timedelta(days=5)),
        by=grace,
        now=now + timedelta(days=5),
    )
    planned_on = timezone.localdate(now + timedelta(days=92))
    review = plan_review(pool=pool, planned_on=planned_on, by=grace, now=now + timedelta(days=6))
    for name, (life, *scores) in NOW.items():
        said = Scores(life=life, outcomes=dict(zip(outcomes, scores, strict=True)))
        answer_review(review=review, scores=said, by=person(name), now=now + timedelta(days=93))
    note_review(
        review=review,
        working="The teacher is patient. Two of us have met for tea besides.",
        not_working="The hall is cold.",
        change="We ask for the small room.",
        by=grace,
        now=now + timedelta(days=93, hours=1),
    )
