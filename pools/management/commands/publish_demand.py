from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pools.models import DemandRelease, DemandTable
from pools.operations.publish_demand import UnableToPublishDemand, publish_demand
from pools.quarter import Quarter
from portal.areas.context import area_context
from portal.models import Area


class Command(BaseCommand):
    help = (
        "Publish what people of an area wanted in a quarter, as protected counts, once and for all. A quarter that is "
        "not over is counted up to now; its rest is then never counted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--area", required=True, metavar="SLUG", help="the area's name in its web address")
        parser.add_argument("--quarter", required=True, help="the year, Q and a number from 1 to 4, such as 2026Q4")

    def handle(self, *args: Any, area: str, quarter: str, **options: Any) -> None:
        try:
            wanted = Quarter.parse(quarter)
        except ValueError as mistake:
            raise CommandError("Write the quarter as a year, Q and a number from 1 to 4, such as 2026Q4.") from mistake
        found = Area.objects.filter(slug=area).first()
        if found is None:
            known = ", ".join(Area.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no area {area!r}. There are: {known}.")
        try:
            with area_context(found.pk):
                release = publish_demand(quarter=wanted, now=timezone.now())
                self.stdout.write(f"{found.name}, {release.period}, counted to {release.counted_to:%-d %B %Y}\n\n")
                self.stdout.write(as_text(summary(release)))
        except UnableToPublishDemand as refusal:
            raise CommandError(str(refusal)) from refusal


def summary(release: DemandRelease) -> Iterable[Sequence[str]]:
    """For each table how many figures it shows, and how many are fewer than 10."""
    yield "Table", "Figures shown", "Fewer than 10"
    figures = list(release.cells.values_list("table", "people"))
    for table in DemandTable:
        people = [number for name, number in figures if name == table]
        if people:
            few = people.count(None)
            yield table.value, str(len(people) - few), str(few)


def as_text(rows: Iterable[Sequence[str]]) -> str:
    lines = list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        name.ljust(widths[0]) + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        for name, *cells in lines
    )
