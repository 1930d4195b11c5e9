"""Agreements of the sample areas: one that everybody has signed, and one that waits for two signatures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from pools.models import Agreement, CostPrompt, OptionKind, Period, Pool, PurchaseKind, Wish
from pools.operations.agreement import SignedWords, freeze_agreement, sign_agreement
from pools.operations.agreement_clauses import AgreementTerms
from pools.operations.costing import answer_line, confirm_share, waive_line
from pools.operations.decision import cast_vote, close_vote, propose
from pools.operations.invitation import accept_invitation, invite
from pools.operations.pool import PoolPlan, start_pool
from pools.queries.costing import current_shares
from portal.models import Area, Profile

Costs = dict[CostPrompt, tuple[str, Period]]


def load_agreements(*, area: Area, now: datetime) -> None:
    """Fill an area with agreements, where the sample people for them live. A worker makes the PDF afterwards."""
    if area.slug == "oxfordshire":
        _load_games(now=now - timedelta(days=12))
        _load_painting(now=now - timedelta(days=6))


def _load_games(*, now: datetime) -> None:
    """Four people play and drink tea in the library: £312.00, £78.00 each. All of them have signed."""
    irene, *others = people = list(map(_person, ("Irene", "Brian", "Harry", "Peter")))
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
    agreement = _freeze(
        pool,
        terms=AgreementTerms(
            money_holder="Our Own Way Oxfordshire",
            money_kept_apart="It has a page of its own in their books. Each of us can look at it.",
            notice_days=14,
            things_owned="The games stay with the group. When we stop, the library gets them.",
        ),
        now=now + timedelta(days=3),
    )
    for place, person in enumerate(people):
        helper = "Hana" if person.shown_name == "Harry" else ""
        _sign(agreement, person, supporter_name=helper, now=now + timedelta(days=4, hours=place))


def _load_painting(*, now: datetime) -> None:
    """Four people pay a painting teacher: £240.00, £60.00 each. Peter and Josh have still to sign."""
    kofi, peter, irene, josh = map(_person, ("Kofi", "Peter", "Irene", "Josh"))
    plan = PoolPlan(
        title="Watercolours with a teacher",
        purpose="Ten lessons in watercolours. Nobody needs to be good at it.",
        buying=PurchaseKind.LESSONS,
        district=kofi.district,
    )
    pool = _decided_pool(
        plan, organiser=kofi, others=[peter, irene, josh], costs={CostPrompt.PRICE: ("240.00", Period.ONCE)}, now=now
    )
    agreement = _freeze(
        pool,
        terms=AgreementTerms(
            money_holder="Nobody: each of us pays the teacher",
            money_kept_apart="There is no money to keep. Each of us pays their own share at the first lesson.",
            notice_days=0,
            things_owned="We own nothing together. Everybody keeps their own brushes.",
        ),
        now=now + timedelta(days=4),
    )
    for place, person in enumerate((kofi, irene)):
        _sign(agreement, person, now=now + timedelta(days=4, hours=1 + place))


def _decided_pool(
    plan: PoolPlan, *, organiser: Profile, others: Sequence[Profile], costs: Costs, now: datetime
) -> Pool:
    """A pool whose members know what it costs and have all said yes."""
    pool = start_pool(plan=plan, by=organiser, now=now)
    for place, person in enumerate(others, start=1):
        invitation = invite(pool=pool, profile=person, wish=None, by=organiser, now=now)
        accept_invitation(invitation=invitation, by=person, now=now + timedelta(hours=place))
    for line in pool.cost_lines.all():
        prompt = CostPrompt(line.prompt)
        if prompt in costs:
            amount, period = costs[prompt]
            answer_line(line=line, amount=Decimal(amount), period=period, by=organiser, now=now)
        else:
            waive_line(line=line, reason="We talked about it, and do not need it.", by=organiser, now=now)
    decided_at = now + timedelta(days=2)
    _sheet, shares = current_shares(pool)
    for share in shares:
        if share.amount is not None:
            confirm_share(pool=pool, amount=share.amount, by=share.membership.profile, now=decided_at)
    proposal = propose(pool=pool, closes_at=decided_at + timedelta(days=7), by=organiser, now=decided_at)
    for share in shares:
        cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=share.membership.profile, now=decided_at)
    close_vote(proposal=proposal, by=organiser, now=decided_at)
    return pool


def _freeze(pool: Pool, *, terms: AgreementTerms, now: datetime) -> Agreement:
    return freeze_agreement(pool=pool, terms=terms, by=pool.organiser, now=now)


def _sign(agreement: Agreement, person: Profile, *, now: datetime, supporter_name: str = "") -> None:
    words = SignedWords(
        typed_name=person.shown_name,
        agrees_to_pool=True,
        agrees_to_cost=True,
        knows_liability=True,
        supporter_name=supporter_name,
    )
    sign_agreement(agreement=agreement, words=words, by=person, now=now)


def _person(name: str) -> Profile:
    return Profile.objects.select_related("district").get(shown_name=name)
