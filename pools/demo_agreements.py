"""Agreements of the sample areas: one that everybody has signed, and two that wait for Peter."""

from datetime import datetime, timedelta

from pools.demo_steps import cost, decide, join, person, sign
from pools.models import CostPrompt, Period, Pool, PurchaseKind, Wish
from pools.operations.agreement import freeze_agreement
from pools.operations.agreement_clauses import AgreementTerms
from pools.operations.pool import PoolPlan, start_pool
from portal.models import Area, Profile


def load_agreements(*, area: Area, now: datetime) -> None:
    """Fill an area with agreements, where the sample people for them live. A worker makes the PDF afterwards."""
    if area.slug == "oxfordshire":
        _load_games(now=now - timedelta(days=12))
        _load_painting(now=now - timedelta(days=6))
        _load_chef(now=now - timedelta(days=11))


def _load_games(*, now: datetime) -> None:
    """Four people play and drink tea in the library: £312.00, £78.00 each. All of them have signed."""
    irene, *others = people = list(map(person, ("Irene", "Brian", "Harry", "Peter")))
    plan = PoolPlan(
        title="Games and tea at the library",
        purpose="We meet every week in the small room of the library. We play board games and drink tea.",
        buying=PurchaseKind.OTHER,
        district=irene.district,
        wish=Wish.objects.filter(profile=irene).first(),
    )
    pool = _decided_pool(
        plan,
        organiser=irene,
        others=others,
        costs={CostPrompt.PRICE: ("72.00", Period.ONCE), CostPrompt.VENUE: ("20.00", Period.MONTHLY)},
        now=now,
    )
    agreement = freeze_agreement(
        pool=pool,
        by=pool.organiser,
        terms=AgreementTerms(
            money_holder="Our Own Way Oxfordshire",
            money_kept_apart="It has a page of its own in their books. Each of us can look at it.",
            notice_days=14,
            things_owned="The games stay with the group. When we stop, the library gets them.",
        ),
        now=now + timedelta(days=3),
    )
    for place, profile in enumerate(people):
        helper = "Hana" if profile.shown_name == "Harry" else ""
        sign(agreement, profile, supporter_name=helper, now=now + timedelta(days=4, hours=place))


def _load_painting(*, now: datetime) -> None:
    """Four people pay a painting teacher: £240.00, £60.00 each. Peter and Josh have still to sign."""
    kofi, peter, irene, josh = map(person, ("Kofi", "Peter", "Irene", "Josh"))
    plan = PoolPlan(
        title="Watercolours with a teacher",
        purpose="Ten lessons in watercolours. Nobody needs to be good at it.",
        buying=PurchaseKind.LESSONS,
        district=kofi.district,
    )
    pool = _decided_pool(
        plan, organiser=kofi, others=[peter, irene, josh], costs={CostPrompt.PRICE: ("240.00", Period.ONCE)}, now=now
    )
    agreement = freeze_agreement(
        pool=pool,
        by=pool.organiser,
        terms=AgreementTerms(
            money_holder="Nobody: each of us pays the teacher",
            money_kept_apart="There is no money to keep. Each of us pays their own share at the first lesson.",
            notice_days=0,
            things_owned="We own nothing together. Everybody keeps their own brushes.",
        ),
        now=now + timedelta(days=4),
    )
    for place, profile in enumerate((kofi, irene)):
        sign(agreement, profile, now=now + timedelta(days=4, hours=1 + place))


def _load_chef(*, now: datetime) -> None:
    """Scenario 1: seven people share a course for £840.00, £120.00 each. Six have signed; Peter has not."""
    asha, *others = map(person, ("Asha", "Brian", "Ciara", "Dev", "Eileen", "Femi", "Peter"))
    plan = PoolPlan(
        title="Ten evenings with a chef",
        purpose="We learn to cook as they do in a restaurant, in the kitchen of the community centre.",
        buying=PurchaseKind.LESSONS,
        district=asha.district,
    )
    pool = _decided_pool(
        plan, organiser=asha, others=others, costs={CostPrompt.PRICE: ("840.00", Period.ONCE)}, now=now
    )
    agreement = freeze_agreement(
        pool=pool,
        by=asha,
        terms=AgreementTerms(
            money_holder="Our Own Way Oxfordshire",
            money_kept_apart="It has a page of its own in their books. Each of us can look at it.",
            notice_days=28,
            things_owned="We buy nothing to keep.",
        ),
        now=now + timedelta(days=3),
    )
    for place, profile in enumerate((asha, *others[:-1])):
        sign(agreement, profile, now=now + timedelta(days=4, hours=place))


def _decided_pool(
    plan: PoolPlan,
    *,
    organiser: Profile,
    others: list[Profile],
    costs: dict[CostPrompt, tuple[str, Period]],
    now: datetime,
) -> Pool:
    """A pool whose members know what it costs and have all said yes."""
    pool = start_pool(plan=plan, by=organiser, now=now)
    join(pool, others, now=now)
    cost(pool, costs, now=now)
    decide(pool, now=now + timedelta(days=2))
    return pool
