"""What people want, as it was published: for the council, for members and for everybody else in the area."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from pools.models import DemandCell, DemandRelease, DemandTable, Dimension, Series
from pools.queries.demand import as_grid, cells_of, headline, label_of, release_before, releases, tables_of
from portal.models import Area
from portal.permissions import Permission
from portal.request import PortalRequest
from portal.views.page import Page, PageMixin

# A picture for each table, by whose people it counts and by what it tells them apart in the end.
PICTURES = {
    (Series.WANTED, Dimension.CATEGORY): "wish",
    (Series.WANTED, Dimension.DISTRICT): "place",
    (Series.WANTED, Dimension.TIME_OF_WEEK): "clock",
    (Series.WANTED, Dimension.FUNDING): "money",
    (Series.WANTED, Dimension.OUTCOME): "star",
    (Series.BOUGHT, Dimension.CATEGORY): "shop",
    (Series.BOUGHT, Dimension.DISTRICT): "house",
}


class OfDemand(PageMixin):
    permission = Permission.READ_DEMAND


class Method(OfDemand, Page):
    template_name = "pools/demand/method.html"


class Overview(OfDemand, Page):
    """The newest quarter, and the way to those before it."""

    template_name = "pools/demand/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = list(releases())
        if published:
            newest, before = (*published, None)[:2]
            kwargs |= findings(newest, before=before)
        return super().get_context_data(releases=published, **kwargs)


class OfRelease(OfDemand):
    thing: DemandRelease

    def get_thing(self) -> DemandRelease:
        return get_object_or_404(releases(), quarter=self.kwargs["quarter"])


class Release(OfRelease, Page):
    """One quarter."""

    template_name = "pools/demand/release.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**findings(self.thing, before=release_before(self.thing)), **kwargs)


class OfTable(OfRelease):
    def get_thing(self) -> DemandRelease:
        release = super().get_thing()
        try:
            self.table = DemandTable(self.kwargs["table"])
        except ValueError as unknown:
            raise Http404("There is no such table.") from unknown
        self.cells = list(cells_of(release, self.table))
        if not self.cells:
            raise Http404("This area is too small for this table.")
        return release


class Table(OfTable, Page):
    template_name = "pools/demand/table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The address's own words for these are in kwargs already.
        kwargs |= {"release": self.thing, "table": self.table, "grid": as_grid(self.table, self.cells)}
        return super().get_context_data(**kwargs)


class TableCsv(OfTable):
    def get(self, request: PortalRequest, quarter: str, table: str) -> HttpResponse:
        return as_csv(self.thing, self.cells, area=request.area, name=f"{request.area.slug}-{quarter}-{table}")


class ReleaseCsv(OfRelease):
    def get(self, request: PortalRequest, quarter: str) -> HttpResponse:
        return as_csv(self.thing, cells_of(self.thing), area=request.area, name=f"{request.area.slug}-{quarter}")


def findings(release: DemandRelease, *, before: DemandRelease | None) -> dict[str, Any]:
    """What a quarter says at first sight, beside the one before, and its tables to look closer."""
    main = [DemandTable.WANTED, DemandTable.BOUGHT, DemandTable.WANTED_CATEGORY]
    # One question for both quarters.
    cells = cells_of(release, *main) | cells_of(before, *main) if before else cells_of(release, *main)
    now, then = ([cell for cell in cells if cell.release_id == one.pk] if one else [] for one in (release, before))
    return {
        "release": release,
        "before": before,
        "wanted": headline(now, DemandTable.WANTED),
        "bought": headline(now, DemandTable.BOUGHT),
        "grid": as_grid(
            DemandTable.WANTED_CATEGORY,
            of_table(now, DemandTable.WANTED_CATEGORY),
            before=of_table(then, DemandTable.WANTED_CATEGORY),
        ),
        "tables": [
            {"table": table, "picture": PICTURES[table.series, table.dimensions[-1]]}
            for table in tables_of(release)
            if table.dimensions
        ],
    }


def of_table(cells: Iterable[DemandCell], table: DemandTable) -> list[DemandCell]:
    return [cell for cell in cells if cell.table == table]


def as_csv(release: DemandRelease, cells: Iterable[DemandCell], *, area: Area, name: str) -> HttpResponse:
    """
    RFC 4180, UTF-8: a line for each figure, and in each line what it needs to be understood far from here.

    A figure that is not shown is blank, with the reason beside it, so that no program takes it for a nought.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    lines = csv.writer(response)
    dimensions = list(Dimension)
    lines.writerow(
        ["area", "quarter", "counted_to", "published_on", "table", *dimensions, "people", "note", "base", "method"]
    )
    published_on = timezone.localdate(release.published_at)
    for cell in cells:
        lines.writerow(
            [
                area.name,
                release.quarter,
                release.counted_to,
                published_on,
                DemandTable(cell.table).label,
                *(label_of(cell, dimension) for dimension in dimensions),
                "" if cell.people is None else cell.people,
                _("fewer than 10") if cell.people is None else "",
                release.base,
                release.method,
            ]
        )
    return response
