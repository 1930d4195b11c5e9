"""Make the database's roles and rights on a server of one's own; the demo and the tests do it by themselves."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.roles import DatabaseUrls, UnableToBootstrap, bootstrap

NAMES = ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_URL")


class Command(BaseCommand):
    help = (
        "Make the roles, the database and its extensions as DATABASE_OWNER_URL and DATABASE_URL name them, as the "
        "superuser of DATABASE_ADMIN_URL. It does no harm to run it again."
    )
    # The checks ask the database what the role may do, and the role is not there yet.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in NAMES if not os.environ.get(name)]
        if missing:
            raise CommandError(f"Not in the environment: {', '.join(missing)}.")
        admin, owner, app = (os.environ[name] for name in NAMES)
        try:
            bootstrap(admin, urls=DatabaseUrls(owner=owner, app=app))
        except UnableToBootstrap as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("The roles and the database are ready. Next: manage.py migrate --database owner")
