"""
What was published of demand, and nothing besides.

A commissioner's pages run these as `portal_reports`, which PostgreSQL allows to read the releases and their cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pools.models import LEAST_SHOWN, VALUES, DemandCell, DemandRelease, DemandTable, Dimension

# How many shades a figure can have, by its size beside the largest of its table.
SHADES = 5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How many people, or None for fewer than 10. `shade` is from 1 to 5, and 0 where nothing is shown."""

    people: int | None
    shade: int

    @property
    def words(self) -> str:
        return f"{self.people:,}" if self.people is not None else _("fewer than 10")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row: a figure for each column, and for the first also what it was the quarter before."""

    code: str
    label: str
    columns: list[str]
    figures: list[Figure]
    before: Figure | None = None

    @property
    def first(self) -> Figure:
        return self.figures[0]

    @property
    def shown(self) -> list[tuple[str, Figure]]:
        return [pair for pair in zip(self.columns, self.figures, strict=True) if pair[1].people is not None]

    @property
    def few(self) -> list[str]:
        """The columns with fewer than 10."""
        return [column for column, figure in zip(self.columns, self.figures, strict=True) if figure.people is None]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One table, ready to be shown: a row for each value of its first dimension, a column for each of its second."""

    table: DemandTable
    columns: list[str]
    rows: list[Row]

    @property
    def row_heading(self) -> Promise:
        return self.table.dimensions[0].label if self.table.dimensions else self.table.label

    @property
    def scale(self) -> int:
        """What a bar over the whole width stands for; never so little that "fewer than 10" gets a long one."""
        return max(_largest(figure for row in self.rows for figure in row.figures), 4 * LEAST_SHOWN)

    @property
    def most_first(self) -> list[Row]:
        """The rows by their first figure, the largest first; equal ones stay in their order."""
        return sorted(self.rows, key=lambda row: -(row.first.people or 0))


def releases() -> QuerySet[DemandRelease]:
    """All that was published, the newest quarter first."""
    return DemandRelease.objects.order_by("-quarter")


def release_before(release: DemandRelease) -> DemandRelease | None:
    """The newest quarter published of those before this one."""
    return releases().filter(quarter__lt=release.quarter).first()


def cells_of(release: DemandRelease, *tables: DemandTable) -> QuerySet[DemandCell]:
    """The figures of these tables, or of all, in the order to show them."""
    cells = DemandCell.objects.filter(release=release).order_by("id")
    return cells.filter(table__in=tables) if tables else cells


def tables_of(release: DemandRelease) -> list[DemandTable]:
    """Which tables a release has; small areas publish fewer."""
    published = set(DemandCell.objects.filter(release=release).order_by().values_list("table", flat=True).distinct())
    return [table for table in DemandTable if table in published]


def label_of(cell: DemandCell, dimension: Dimension) -> str:
    """A value in words; blank where the cell's table does not tell people apart by it."""
    if dimension == Dimension.DISTRICT:
        return cell.district_name
    code = getattr(cell, dimension)
    return str(VALUES[dimension][code]) if code else ""


def as_grid(table: DemandTable, cells: Iterable[DemandCell], *, before: Iterable[DemandCell] = ()) -> Grid:
    """
    The cells of one table, in rows and columns.

    :param before: the same table's cells of the quarter before, for a table of one column
    """
    first, second = (*table.dimensions, None, None)[:2]
    by_row = {code: list(row) for code, row in groupby(cells, key=lambda cell: getattr(cell, first) if first else "")}
    largest = _largest(cell for row in by_row.values() for cell in row)
    columns = [label_of(cell, second) for cell in next(iter(by_row.values()), [])] if second else [_("People")]
    before_by_row = {getattr(cell, first): cell for cell in before} if first else {}
    rows = [
        Row(
            code=code,
            label=label_of(row[0], first) if first else str(table.label),
            columns=columns,
            figures=[_figure(cell, largest=largest) for cell in row],
            before=_figure(before_by_row[code], largest=largest) if code in before_by_row else None,
        )
        for code, row in by_row.items()
    ]
    return Grid(table=table, columns=columns, rows=rows)


def headline(cells: Iterable[DemandCell], table: DemandTable) -> Figure | None:
    """The one figure of a table that is one figure."""
    found = next((cell for cell in cells if cell.table == table), None)
    return _figure(found, largest=found.people or 0) if found else None


def _figure(cell: DemandCell, *, largest: int) -> Figure:
    people = cell.people
    # The quarter before may have had more.
    return Figure(people=people, shade=min(ceil(SHADES * people / largest), SHADES) if people and largest else 0)


def _largest(figures: Iterable[Figure | DemandCell]) -> int:
    return max((figure.people or 0 for figure in figures), default=0)
