"""How champions do their work, in figures that every member may see and that pick out nobody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles
from typing import Final

# Fewer than this many are not told.
FEWEST: Final = 10
STEP: Final = 5


@dataclass(frozen=True, kw_only=True)
class Reading:
    """
    One text that was read and decided about.

    :param waited: the working time until then
    :param is_kept: whether it was decided in the promised time; None where its author did not wait
    :param is_reversed: whether an appeal said otherwise; None where nobody appealed
    """

    outcome: str
    waited: timedelta
    is_kept: bool | None
    is_reversed: bool | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """
    Counts, rounded to five; None for fewer than ten. Hours and percentages, None where fewer than ten make them.

    :param half_within: half of all texts were decided within so many working hours
    :param most_within: nine in ten of them
    :param kept: the percentage of those whose authors waited that were decided in the promised time
    """

    texts: int | None
    half_within: float | None
    most_within: float | None
    kept: int | None
    outcomes: dict[str, int | None]
    appeals: int | None
    reversals: int | None


def figures_of(readings: Collection[Reading], *, outcomes: Iterable[str]) -> Figures:
    """
    What can be told of these readings.

    Each count is rounded by itself, so that nothing hidden can be found by subtracting.
    """
    waits = sorted(reading.waited / timedelta(hours=1) for reading in readings)
    tenths = quantiles(waits, n=10, method="inclusive") if len(waits) >= FEWEST else None
    promised = [reading.is_kept for reading in readings if reading.is_kept is not None]
    return Figures(
        texts=told(len(readings)),
        half_within=round(tenths[4], 1) if tenths else None,
        most_within=round(tenths[8], 1) if tenths else None,
        kept=round(100 * sum(promised) / len(promised)) if len(promised) >= FEWEST else None,
        outcomes={each: told(sum(reading.outcome == each for reading in readings)) for each in outcomes},
        appeals=told(sum(reading.is_reversed is not None for reading in readings)),
        reversals=told(sum(bool(reading.is_reversed) for reading in readings)),
    )


def told(number: int) -> int | None:
    """A count as it may be told: rounded to five, or None for fewer than ten."""
    return STEP * round(number / STEP) if number >= FEWEST else None
