"""
Cell key perturbation: the Office for National Statistics' way to publish counts of people.

Each member has a secret record key, 0 to 255. A cell's key is the sum of its members' keys modulo 256. The pair (count,
cell key) is looked up in a p-table, which gives some noise; a result under the threshold is suppressed, any other is
rounded. The same people always give the same figure, so asking again averages nothing out, and one person more or less
gives another key and so other noise.

What the p-table promises, for every count and over its 256 keys:

- the noise averages exactly 0, and the larger the noise, the rarer;
- it is the table of the greatest entropy whose variance is as asked; a count under 4 has no room for a variance of
  6, and gets the most that it has room for;
- it is never more than `bound` either way, and never more than the count itself, so no result is below 0, and a
  count of 0 stays 0.

Counts under the threshold get noise like any other, as in the Office's method: now and then a 9 is published as 10.
Were that impossible, a published figure would prove that there are ten, and whoever knew nine of them would know that
the tenth is there. No count under 5 can be published, since noise is never more than the count. So nobody can tell
from a cell alone that its count is between 1 and 9: a suppressed one may be 0 or 16, and a published 10 may be 5 or 19.

The table ends at row 100, and larger counts use the rows 51 to 100 again and again. That agrees with the Office's own
software, which knows rows to 750 and then uses those from 501 again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise, product
from math import floor, log
from typing import Final

KEYS: Final = 256
ROWS: Final = 100
REPEATED_ROWS: Final = 50


@dataclass(frozen=True, kw_only=True)
class PTable:
    """The noise for each count and cell key, and what is done with the result."""

    rows: tuple[tuple[int, ...], ...]  # rows[count][cell_key], for counts of 0 to ROWS
    threshold: int
    base: int

    def noise(self, *, count: int, cell_key: int) -> int:
        if not 0 <= cell_key < KEYS:
            raise ValueError(f"A cell key is between 0 and {KEYS - 1}, not {cell_key}.")
        return self.rows[row_for(count)][cell_key]


def key_of_cell(record_keys: Iterable[int]) -> int:
    """Add up the record keys of the different people in a cell."""
    return sum(record_keys) % KEYS


def row_for(count: int) -> int:
    """Which row of the p-table a count uses."""
    if count < 0:
        raise ValueError(f"There cannot be {count} people.")
    return count if count <= ROWS else (count - 1) % REPEATED_ROWS + ROWS - REPEATED_ROWS + 1


def protect(count: int, cell_key: int, ptable: PTable) -> int | None:
    """Give the figure to publish, or None for one that must not be."""
    perturbed = count + ptable.noise(count=count, cell_key=cell_key)
    if perturbed < ptable.threshold:
        return None
    return (perturbed + ptable.base // 2) // ptable.base * ptable.base


def make_ptable(*, seed: str, variance: int = 6, bound: int = 9, threshold: int = 10, base: int = 5) -> PTable:
    """
    Make a p-table; the same arguments always make the same one.

    :param seed: keep it secret, like the record keys
    :param variance: of the noise, where the count has room for it
    :param bound: the most that is added or taken away
    :param threshold: the least that is published
    :param base: what figures are rounded to; odd, so that nothing lies half-way
    :raises ValueError: the variance does not fit the bound, or the base is even
    """
    # The largest variance is that of noise which is as often 0 as anything else.
    if not 0 < variance <= bound * (bound + 1) / 3:
        raise ValueError(f"Noise of at most {bound} either way cannot have a variance of {variance}.")
    if base % 2 == 0:
        raise ValueError("The base is odd, so that no figure lies half-way between two.")
    keys_for_reach = [_keys_for_each_noise(reach=reach, variance=variance) for reach in range(bound + 1)]
    rows = (_deal(keys_for_reach[min(count, bound)], seed=f"{seed}:{count}") for count in range(ROWS + 1))
    return PTable(rows=tuple(rows), threshold=threshold, base=base)


def _deal(keys_for_noise: tuple[int, ...], *, seed: str) -> tuple[int, ...]:
    """Give each noise its number of keys, in an order that only the seed decides."""
    noises = [0] * keys_for_noise[0]
    for size, keys in enumerate(keys_for_noise[1:], start=1):
        noises += [size] * keys + [-size] * keys
    # Hashes rather than Python's shuffle, whose order nobody promises to keep.
    order = sorted(range(KEYS), key=lambda place: blake2b(f"{seed}:{place}".encode()).digest())
    return tuple(noises[place] for place in order)


def _keys_for_each_noise(*, reach: int, variance: int) -> tuple[int, ...]:
    """
    How many of the 256 keys give a noise of 0, of 1 either way, of 2 either way … to `reach` either way.

    Of all ways to round the distribution of the greatest entropy to whole keys, the one whose variance is nearest,
    and among those the one with the greatest entropy.
    """
    ideal = _greatest_entropy(reach=reach, variance=variance)
    roundings = product(*((floor(KEYS * share), floor(KEYS * share) + 1) for share in ideal[1:]))
    tables = [(KEYS - 2 * sum(sides), *sides) for sides in roundings]
    falling = [table for table in tables if all(nearer >= further for nearer, further in pairwise(table))]
    return min(
        falling,
        key=lambda table: (round(abs(_variance(table) / KEYS - _variance(ideal)), 9), -_entropy(table)),
    )


def _greatest_entropy(*, reach: int, variance: int) -> list[float]:
    """
    The chance of a noise of 0, of +1, of +2 … of +reach; the same for the other side.

    With a given variance that is x to the power of the noise squared, for some x between 0 (no noise) and 1 (all
    noises alike). Found by halving; where even 1 does not reach the variance, it is 1.
    """

    def shares(x: float) -> list[float]:
        powers = [x ** (size * size) for size in range(reach + 1)]
        return [power / (2 * sum(powers) - 1) for power in powers]

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _variance(shares(middle)) < variance else (low, middle)
    return shares(high)


def _variance(shares: Iterable[float]) -> float:
    return 2 * sum(size * size * share for size, share in enumerate(shares))


def _entropy(table: tuple[int, ...]) -> float:
    """Up to a constant and a factor, which change no comparison."""
    return -sum((2 if size else 1) * keys * log(keys) for size, keys in enumerate(table) if keys)
