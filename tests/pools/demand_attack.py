"""What somebody can be sure of who has every published figure and knows how figures are made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pools.cell_key import KEYS, PTable, protect
from pools.models import DemandRelease, DemandTable

Cell = tuple[DemandTable, tuple[str, ...]]
# Larger than any count behind the figures of these tests.
MOST_PEOPLE = 1000


def counts_behind(ptable: PTable) -> dict[int | None, tuple[int, int]]:
    """For each figure the least and the most people that it can stand for."""
    bounds: dict[int | None, tuple[int, int]] = {}
    for count in range(MOST_PEOPLE):
        for cell_key in range(KEYS):
            figure = protect(count, cell_key, ptable)
            least, _most = bounds.get(figure, (count, count))
            bounds[figure] = least, count
    return bounds


@dataclass
class Attacker:
    """
    Bounds each cell by adding and subtracting the others, again and again, until nothing more can be said.

    :param release: all of whose figures the attacker has
    :param behind: for each figure the counts that it can stand for
    :param everybody_once: suppose that nobody is in two cells of a row or column, which says more if it is true
    :param knows: true counts that the attacker has from elsewhere
    """

    release: DemandRelease
    behind: Mapping[int | None, tuple[int, int]]
    everybody_once: bool = False
    knows: Mapping[Cell, int] = field(default_factory=dict)
    bounds: dict[Cell, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.bounds = {
            (DemandTable(cell.table), tuple(getattr(cell, name) for name in DemandTable(cell.table).dimensions)): (
                self.behind[cell.people]
            )
            for cell in self.release.cells.all()
        }
        self.bounds |= {cell: (count, count) for cell, count in self.knows.items()}
        sums = list(self.sums())
        before = None
        while before != self.bounds:
            before = dict(self.bounds)
            for total, parts in sums:
                self.reason(total, parts)

    def sums(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """Each cell, with the cells of a finer table that tell its people apart."""
        for table, values in self.bounds:
            for finer in {cell[0] for cell in self.bounds}:
                if finer.series != table.series or len(finer.dimensions) != len(table.dimensions) + 1:
                    continue
                if set(table.dimensions) <= set(finer.dimensions):
                    wanted = dict(zip(table.dimensions, values, strict=True))
                    yield (
                        (table, values),
                        [
                            cell
                            for cell in self.bounds
                            if cell[0] == finer
                            and wanted.items() <= dict(zip(finer.dimensions, cell[1], strict=True)).items()
                        ],
                    )

    def reason(self, total: Cell, parts: list[Cell]) -> None:
        least, most = self.bounds[total]
        leasts, mosts = zip(*(self.bounds[part] for part in parts), strict=True)
        # Each of the total's people is in a part, and whoever is in a part is in the total.
        self.narrow(total, sum(leasts) if self.everybody_once else max(leasts), sum(mosts))
        for part, part_least, part_most in zip(parts, leasts, mosts, strict=True):
            others = sum(leasts) - part_least if self.everybody_once else 0
            self.narrow(part, least - (sum(mosts) - part_most), most - others)

    def narrow(self, cell: Cell, least: int, most: int) -> None:
        before_least, before_most = self.bounds[cell]
        self.bounds[cell] = max(least, before_least), min(most, before_most)

    def sure_of_a_few(self) -> set[Cell]:
        """The cells that the attacker knows to have 1 to 9 people in them."""
        return {cell for cell, (least, most) in self.bounds.items() if least >= 1 and most <= 9}
