"""Own parts in the sample pools, a promise that is only spoken, and the M Group, which asks who goes on."""

from datetime import datetime, timedelta
from decimal import Decimal

from peers.models import Group
from peers.operations.group import start_group
from peers.operations.membership import join_group
from pools.demo.steps import person
from pools.models import CostPrompt, OptInChoice, Period, Pool, PooledPart
from pools.operations.costing import answer_line
from pools.operations.opt_in import ask_who_goes_on, opt_in
from pools.operations.own_part import OwnPart, say_own_part
from pools.queries.pools import membership_of
from portal.models import Area, FundingKind, Interest

TIME_TO_ANSWER = timedelta(days=10)
# In the order in which they come in. Grace asks; Peter has not answered yet.
M_GROUP = ["Asha", "Brian", "Ciara", "Dev", "Eileen", "Femi", "Gwen", "Harry", "Irene", "Josh", "Kofi", "Peter"]
ANSWERS = {
    OptInChoice.YES: ["Grace", "Gwen", "Harry", "Irene", "Josh", "Femi", "Ciara"],
    OptInChoice.NO: ["Asha", "Brian", "Kofi"],
    OptInChoice.NOT_NOW: ["Dev", "Eileen"],
}


def load_costing(*, area: Area, now: datetime) -> None:
    if area.slug == "oxfordshire":
        _say_parts(now=now - timedelta(days=3))
        _load_m_group(now=now - timedelta(days=2))


def _say_parts(*, now: datetime) -> None:
    """In the pool for pans, Dev still waits for an answer about his money. Peter and Asha pay until then."""
    pool = Pool.objects.get(title="Pans for the community kitchen")
    assembly = pool.cost_lines.get(prompt=CostPrompt.ASSEMBLY)
    answer_line(
        line=assembly,
        amount=Decimal("40.00"),
        period=Period.ONCE,
        paid_by="The community kitchen",
        paid_part=Decimal("15.00"),
        by=pool.organiser,
        now=now,
    )
    parts = {
        "Peter": OwnPart(
            funding_kind=FundingKind.DIRECT_PAYMENT,
            names_funding=True,
            pooled_part=PooledPart.PART,
            must_haves="A pan that is not too heavy to lift.",
        ),
        "Asha": OwnPart(funding_kind=FundingKind.DIRECT_PAYMENT, pooled_part=PooledPart.PART),
        "Dev": OwnPart(
            funding_kind=FundingKind.WAITING, pooled_part=PooledPart.WAITING, must_haves="One pan without meat, please."
        ),
    }
    for name, part in parts.items():
        profile = person(name)
        membership = membership_of(pool, profile)
        if membership is not None:
            say_own_part(membership=membership, part=part, by=profile, now=now)


def _load_m_group(*, now: datetime) -> None:
    """Thirteen regulars, whose service closes. Seven would like to go on, with two carers."""
    call = ask_who_goes_on(
        group=_start_group(now=now - timedelta(days=20)),
        words="Our centre closes at the end of the year. Who would like to go on meeting twice a week, "
        "and share two carers? Each of us would pay a share.",
        supporters=2,
        closes_on=(now + TIME_TO_ANSWER).date(),
        by=person("Grace"),
        now=now,
    )
    for choice, names in ANSWERS.items():
        for place, name in enumerate(names, start=1):
            opt_in(call=call, choice=choice, by=person(name), now=now + timedelta(hours=place))


def _start_group(*, now: datetime) -> Group:
    group = start_group(
        name="The M Group",
        purpose="We have met at the centre for years. We talk, we eat together, and we look after each other.",
        is_closed=False,
        district=None,
        interests=Interest.objects.filter(name="Meeting people"),
        by=person("Grace"),
        now=now,
    )
    for place, name in enumerate(M_GROUP, start=1):
        join_group(group=group, by=person(name), now=now + timedelta(hours=place))
    return group
