"""Shares: what does it cost that they always add up?"""

from decimal import Decimal

from bench.figure import Figure, times_slower
from portal.money import format_amount, split

MEMBERS = 200
TOTAL = Decimal("40000.00")
WEIGHTS = [Decimal(1 + member % 7) / 2 for member in range(MEMBERS)]


def measure() -> Figure:
    ratio = times_slower(exact, than=rounded_one_by_one)
    out = format_amount(abs(TOTAL - sum(rounded_one_by_one())))
    detail = f"{MEMBERS} unequal shares that add up, against rounding each alone, which is {out} out"
    return Figure(name="shares", ratio=ratio, goal=3.0, detail=detail)


def exact() -> list[Decimal]:
    return split(TOTAL, WEIGHTS)


def rounded_one_by_one() -> list[Decimal]:
    together = sum(WEIGHTS)
    return [(TOTAL * weight / together).quantize(Decimal("0.01")) for weight in WEIGHTS]
