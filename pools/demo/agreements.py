"""Agreements of the sample areas: one that everybody has signed, and two that wait for Peter."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from pools.demo.steps import cost, decide, join, person, sign
from pools.models import CostPrompt, Period, Pool, PurchaseKind, WayOfReading, Wish
from pools.operations.agreement import freeze_agreement
from pools.operations.agreement_terms import AgreementTerms, Annex, InsuranceModel
from pools.operations.pool import PoolPlan, start_pool
from portal.models import Area, Profile

# Harry reads in Easy Read, and wanted somebody to read it with him.
HARRYS_WAY = {
    "supporter_name": "Hana",
    "witness_name": "Irene",
    "had_it_in": [WayOfReading.EASY_READ, WayOfReading.READ_ALOUD],
}


def load_agreements(*, area: Area, now: datetime) -> None:
    """Fill an area with agreements, where the sample people for them live. A worker makes the PDF afterwards."""
    if area.slug == "oxfordshire":
        _load_games(now=now - timedelta(days=12))
        _load_painting(now=now - timedelta(days=6))
        _load_chef(now=now - timedelta(days=11))


def _load_games(*, now: datetime) -> None:
    """Four people play and drink tea in the library: £312.00, £78.00 each. All of them have signed."""
    today = timezone.localdate(now)
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
            contribution_due_day=5,
            late_payment="Irene rings them. They have two more weeks, and nobody is cross.",
            joining_later="They come twice to try it. Then we ask everybody.",
            ending="We tell the library a month before.",
            things_use="Only in the library, on our afternoon.",
            things_care="Brian counts the pieces. We pay for new ones together.",
            things_removal="The library keeps them.",
            deadlock="We leave it as it is for a month. Then we talk again, with Hana.",
            mediator="Hana from Our Own Way Oxfordshire",
            complaints_contact="Irene, or Hana at Our Own Way Oxfordshire.",
            safeguarding_contact="Grace, our champion. She is there on Mondays and Thursdays.",
            review_dates=(today + timedelta(days=60), today + timedelta(days=240)),
            annexes=(Annex.GOODS,),
            goods_listed="Eight board games, a chess set and a tea pot.",
            goods_kept="In the cupboard of the small room. The librarian has the key.",
        ),
        now=now + timedelta(days=3),
    )
    for place, profile in enumerate(people):
        noted = HARRYS_WAY if profile.shown_name == "Harry" else {}
        sign(agreement, profile, now=now + timedelta(days=4, hours=place), **noted)


def _load_painting(*, now: datetime) -> None:
    """
    Four people pay a painting teacher: £240.00, £60.00 each.

    Kofi and Irene wanted more in it than there was at first. Both have signed the second version; Peter and Josh have
    still to read what changed.
    """
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
    first = AgreementTerms(
        money_holder="Nobody: each of us pays the teacher",
        money_kept_apart="There is no money to keep. Each of us pays their own share at the first lesson.",
        notice_days=0,
        things_owned="We own nothing together. Everybody keeps their own brushes.",
        ending="If the teacher stops, we look for another one together.",
    )
    second = replace(
        first,
        notice_days=7,
        ending="",
        joining_later="There is room for two more. They pay for the lessons that are left.",
        deadlock="We do nothing new before all of us agree.",
        mediator="Grace",
        complaints_contact="Kofi. If it is about Kofi: Hana at Our Own Way Oxfordshire.",
        review_dates=(timezone.localdate(now) + timedelta(days=45),),
    )
    for days, terms in ((4, first), (5, second)):
        made = now + timedelta(days=days)
        agreement = freeze_agreement(pool=pool, by=pool.organiser, terms=terms, now=made)
        for place, profile in enumerate((kofi, irene)):
            sign(agreement, profile, now=made + timedelta(hours=1 + place), waives_cooling_off=False)


def _load_chef(*, now: datetime) -> None:
    """Scenario 1: seven people share a course for £840.00, £120.00 each. Six have signed; Peter has not."""
    today = timezone.localdate(now)
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
            contribution_due_day=1,
            late_payment="Asha rings them. They have until the next evening.",
            joining_later="The kitchen takes seven. If one of us leaves, we ask who would like to come.",
            deadlock="We ask Grace to sit with us.",
            mediator="Grace",
            conflict_of_interest="Whoever knows the chef well says so, and does not vote on the chef.",
            insurance_model=InsuranceModel.JOINT,
            insurance_document="The policy of the community centre, number CC 2214. Asha has a copy.",
            insurance_until=today + timedelta(days=120),
            assurance_by="Oxfordshire’s direct payments team, in a letter to each of us",
            assurance_until=today + timedelta(days=365),
            complaints_contact="Asha, or Hana at Our Own Way Oxfordshire.",
            safeguarding_contact="Grace, our champion, or Hana.",
            review_dates=(today + timedelta(days=40), today + timedelta(days=90)),
            data_and_privacy="Photographs only of the food, unless everybody in the picture says yes.",
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
