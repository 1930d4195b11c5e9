"""What a benchmark says, and how two ways of doing the same are timed against each other."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 15


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A ratio that must not be above its goal.

    A ratio to something else in the same run says the same on a slow machine and on a fast one; seconds do not.
    """

    name: str
    ratio: float
    goal: float
    detail: str

    @property
    def holds(self) -> bool:
        return self.ratio <= self.goal


def times_slower(subject: Callable[[], object], *, than: Callable[[], object]) -> float:
    """How many times as long the one takes as the other, in the middle one of several turns each."""
    subject()
    than()
    return median(_seconds(subject) / _seconds(than) for _ in range(ROUNDS))


def _seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start
