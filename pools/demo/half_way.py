"""Two pools of Oxfordshire that are half way: costs with blanks, and a vote that is open."""

from datetime import datetime, timedelta
from decimal import Decimal

from pools.demo.steps import cost, join, person, put_to_the_vote
from pools.models import CostPrompt, OptionKind, Period, PurchaseKind
from pools.operations.costing import answer_line
from pools.operations.decision import cast_vote
from pools.operations.pool import PoolPlan, start_pool
from portal.models import Area


def load_half_way(*, area: Area, now: datetime) -> None:
    if area.slug == "oxfordshire":
        _load_pans(now=now - timedelta(days=4))
        _load_theatre(now=now - timedelta(days=3))


def _load_pans(*, now: datetime) -> None:
    """Peter has asked for one price. What people forget is still blank."""
    peter, *others = map(person, ("Peter", "Asha", "Dev"))
    plan = PoolPlan(
        title="Pans for the community kitchen",
        purpose="Two good pans and a hob, so that we can cook for more people.",
        buying=PurchaseKind.EQUIPMENT,
        district=peter.district,
    )
    pool = start_pool(plan=plan, by=peter, now=now)
    join(pool, others, now=now)
    price = pool.cost_lines.get(prompt=CostPrompt.PRICE)
    answer_line(line=price, amount=Decimal("186.50"), period=Period.ONCE, by=peter, now=now)


def _load_theatre(*, now: datetime) -> None:
    """Kofi has put it to the vote, and Irene has said yes. Peter has not voted yet."""
    kofi, irene, peter = map(person, ("Kofi", "Irene", "Peter"))
    plan = PoolPlan(
        title="A night at the theatre",
        purpose="We go together, and we go home together.",
        buying=PurchaseKind.OUTING,
        district=kofi.district,
    )
    pool = start_pool(plan=plan, by=kofi, now=now)
    join(pool, [irene, peter], now=now)
    cost(pool, {CostPrompt.PRICE: ("72.00", Period.ONCE), CostPrompt.TRAVEL: ("18.00", Period.ONCE)}, now=now)
    proposal = put_to_the_vote(pool, now=now + timedelta(days=1))
    cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=irene, now=now + timedelta(days=1))
