"""Decisions of the sample areas: a question that waits for Peter, and the panel of scenario 11."""

from datetime import datetime, timedelta
from decimal import Decimal

from pools.demo.steps import join, person
from pools.models import CandidateStage, Pool, PurchaseKind, TenderCandidate
from pools.operations.ballot import VoteTerms
from pools.operations.decision import cast_vote
from pools.operations.mediation import name_mediator
from pools.operations.panel import GroupPlan, publish_panel, score_candidates, score_for_group, start_panel
from pools.operations.pool import PoolPlan, start_pool
from pools.operations.question import ask_question
from pools.operations.tender import (
    add_candidate,
    add_quality,
    move_candidate,
    set_presentation,
    start_tender,
    support_quality,
)
from portal.models import Area


def load_decisions(*, area: Area, now: datetime) -> None:
    if area.slug == "oxfordshire":
        _load_question(now=now - timedelta(days=1))
    if area.slug == "kensington-chelsea":
        _load_potters(now=now - timedelta(days=30))


def _load_question(*, now: datetime) -> None:
    """Irene asks the four of them on which day they meet. Three must vote; Brian has. Peter has not yet."""
    pool = Pool.objects.get(title="Games and tea at the library")
    irene, brian = map(person, ("Irene", "Brian"))
    name_mediator(
        pool=pool, name="Hana, Our Own Way Oxfordshire", contact="Ask for Hana at the help desk", by=irene, now=now
    )
    proposal = ask_question(
        pool=pool,
        question="On which day do we meet in the new year?",
        answers=["Tuesday afternoon", "Thursday afternoon", "Saturday morning"],
        terms=VoteTerms(
            closes_at=now + timedelta(days=10),
            reason="The library closes early on Wednesdays now, so we need another day.",
            quorum=3,
        ),
        by=irene,
        now=now,
    )
    tuesday = proposal.options.get(words="Tuesday afternoon")
    cast_vote(proposal=proposal, choice=tuesday, by=brian, now=now + timedelta(hours=2))


def _load_potters(*, now: datetime) -> None:
    """Scenario 11: residents count 15 percent. The second provider wins, and everybody can read why."""
    amina, *others = people = list(map(person, ("Amina", "Samir", "Ines", "Patrick")))
    plan = PoolPlan(
        title="Potters' tender panel",
        purpose="We live in the same house, and choose who runs our activities.",
        buying=PurchaseKind.OTHER,
        district=amina.district,
    )
    pool = start_pool(plan=plan, by=amina, now=now)
    join(pool, others, now=now)
    now += timedelta(days=2)
    tender = start_tender(
        pool=pool,
        title="Activities in our house",
        about="Somebody who plans activities with us, not for us.",
        hides_names=True,
        by=amina,
        now=now,
    )
    faces = add_quality(tender=tender, words="The same faces each week", by=people[1], now=now)
    add_quality(tender=tender, words="They ask us before they plan", by=people[2], now=now)
    support_quality(quality=faces, by=people[3], now=now)
    candidates = [add_candidate(tender=tender, name=name, by=amina, now=now) for name in ("Ashgrove", "Brightside")]
    set_presentation(tender=tender, presents_on=(now + timedelta(days=10)).date(), by=amina, now=now)
    for place, stage in enumerate((CandidateStage.SHORT_LISTED, CandidateStage.PRESENTED), start=1):
        for candidate in candidates:
            move_candidate(candidate=candidate, stage=stage, by=amina, now=now + timedelta(days=5 * place))
    now += timedelta(days=11)
    panel = start_panel(
        tender=tender,
        groups=[
            GroupPlan(name="Residents", weight=Decimal(15), is_ours=True),
            GroupPlan(name="Commissioners", weight=Decimal(85)),
        ],
        by=amina,
        now=now,
    )
    for profile, given in zip(people, ((95, 80), (90, 75), (85, 85), (90, 80)), strict=True):
        score_candidates(panel=panel, points=_points(candidates, given), by=profile, now=now)
    outside = panel.groups.get(is_ours=False)
    score_for_group(group=outside, points=_points(candidates, (70, 75)), by=amina, now=now)
    publish_panel(panel=panel, by=amina, now=now + timedelta(days=1))


def _points(candidates: list[TenderCandidate], given: tuple[int, ...]) -> dict[TenderCandidate, Decimal]:
    return dict(zip(candidates, map(Decimal, given), strict=True))
