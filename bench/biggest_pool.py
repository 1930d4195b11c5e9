"""Previews: can the biggest pool that we think of see in time what each of its people would pay?"""

from decimal import Decimal
from time import perf_counter

from bench.figure import ROUNDS, Figure
from pools.models import CostLine, LineState, Period, PoolMembership, SharingRule
from pools.queries.costing import Share, Sheet, price_line, shares_of

MEMBERS = 200
LINES = 40
# The biggest pool looks at one preview a second: what each pays before and after. We want to be this much faster.
TIMES_FASTER = 50


def measure() -> Figure:
    people = [PoolMembership(share_weight=Decimal(1 + place % 7) / 2) for place in range(MEMBERS)]
    lines = [
        CostLine(label="X", amount=Decimal(1000 + place) / 100, period=Period.MONTHLY, state=LineState.ANSWERED)
        for place in range(LINES)
    ]
    # The quickest turn: what else the machine does meanwhile is not the preview's.
    seconds = min(_seconds(lines, people) for _ in range(ROUNDS))
    shares_a_second = int(2 * MEMBERS / seconds)
    detail = (
        f"a preview for {MEMBERS} people takes {1000 * seconds:.1f} ms, of 1 s that it may: {1 / seconds:,.0f} times as"
        f" fast as needed, {TIMES_FASTER} wanted; {shares_a_second:,} shares a second"
    )
    return Figure(name="biggest_pool", ratio=TIMES_FASTER * seconds, goal=1.0, detail=detail)


def preview(lines: list[CostLine], people: list[PoolMembership]) -> list[list[Share]]:
    """Everybody's share, and everybody's share without the last."""
    return [_shares(lines, people), _shares(lines, people[:-1])]


def _shares(lines: list[CostLine], people: list[PoolMembership]) -> list[Share]:
    sheet = Sheet(people=len(people), lines=[price_line(line, offer=None, people=len(people)) for line in lines])
    return shares_of(sheet=sheet, members=people, rule=SharingRule.BY_USE)


def _seconds(lines: list[CostLine], people: list[PoolMembership]) -> float:
    start = perf_counter()
    preview(lines, people)
    return perf_counter() - start
