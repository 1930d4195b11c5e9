import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pools.operations.p_table import UnableToFillPTable, fill_p_table


class Command(BaseCommand):
    help = (
        "Make the secret table of noise that published counts of people are protected with. It is made once, before "
        "anything is published, and holds for every area."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", help="a secret that nobody can guess; or put it into PTABLE_SEED")
        parser.add_argument(
            "--replace", action="store_true", help="make a new one; refused once anything has been published"
        )

    def handle(self, *args: Any, seed: str | None, replace: bool, **options: Any) -> None:
        try:
            cells = fill_p_table(seed=seed or os.environ.get("PTABLE_SEED", ""), replace=replace)
        except UnableToFillPTable as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The table of noise has {cells:,} cells.")
