import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo.accounts import DemoAccount, loaded_accounts
from portal.models import Area
from portal.operations.notifications import absolute_url


class Command(BaseCommand):
    help = "Print the accounts of the sample areas, with what opens them. The first of each role is the best one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="as JSON, for programs")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        accounts = loaded_accounts()
        if as_json:
            self.stdout.write(json.dumps([as_record(account) for account in accounts], indent=2))
            return
        for area in Area.objects.order_by("name"):
            there = [account for account in accounts if account.person.area == area.slug]
            self.stdout.write(f"\n{area.name}  {absolute_url(area, '/')}")
            for account in there:
                person = account.person
                self.stdout.write(f"  {person.role.value:<13}{person.email:<42}{account.password}")


def as_record(account: DemoAccount) -> dict[str, str]:
    return {
        "area": account.person.area,
        "role": account.person.role.value,
        "email": account.person.email,
        "password": account.password,
        "api_token": account.api_token,
    }
