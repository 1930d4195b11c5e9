"""Wishes and pools of the sample areas: the stories that the tests tell, half way through, so that one can go on."""

from collections.abc import Callable
from datetime import datetime

from pools.demo.agreements import load_agreements
from pools.demo.budget_rounds import load_budget_rounds
from pools.demo.costing import load_costing
from pools.demo.decisions import load_decisions
from pools.demo.demand import load_demand
from pools.demo.first_pools import load_first_pools, load_wishes
from pools.demo.half_way import load_half_way
from pools.demo.hours import load_hours
from pools.demo.leaving import load_leaving
from pools.demo.life_of_pools import load_life_of_pools
from pools.demo.money import load_money
from pools.demo.outings import load_outings
from pools.demo.papers import load_papers
from pools.models import Wish
from portal.models import Area

# In this order: each may build on what those before it have loaded, and knows itself which areas are its own.
LOADERS: list[Callable[..., None]] = [
    load_wishes,
    load_first_pools,
    load_half_way,
    load_agreements,
    load_budget_rounds,
    load_costing,
    load_decisions,
    load_life_of_pools,
    load_outings,
    load_money,
    load_hours,
    load_leaving,
    load_papers,
    load_demand,
]


def load_demo(*, area: Area, now: datetime) -> None:
    """Fill one area with wishes and pools. Runs inside the area; what is there already is left as it is."""
    if Wish.objects.exists():
        return
    for load in LOADERS:
        load(area=area, now=now)
