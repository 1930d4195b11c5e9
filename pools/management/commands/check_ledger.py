from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pools.queries.ledger_check import broken_rules
from portal.areas.context import area_context
from portal.models import Area


class Command(BaseCommand):
    help = "Prove that the books of every pool add up. Each rule that is broken is told with the row that breaks it."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for area in Area.objects.all():
            with area_context(area.pk):
                breaches = broken_rules()
            for breach in breaches:
                self.stderr.write(f"{area.slug}: {breach}")
            broken += len(breaches)
        if broken:
            raise CommandError(f"{broken} rows break the rules of the books.")
        self.stdout.write("The books of every pool add up.")
