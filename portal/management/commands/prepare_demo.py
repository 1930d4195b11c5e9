import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from portal.demo.places import SAMPLE_AREAS
from portal.management.commands.make_seal import CERTIFICATE
from portal.models import Area
from portal.running_demo import demo_directory

# Sources of our style, and the REST framework's own pages, which we do not show.
NOT_SERVED = ["*.scss", "rest_framework"]


class Command(BaseCommand):
    help = "Bring static files, tables and sample areas up to date. Each is passed over when there is nothing to do."
    # They ask the database about its tables, which may not be there yet.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # First, since the sample areas have PDFs, which are made with static files.
        collected, fingerprint = Path(settings.STATIC_ROOT).with_suffix(".collected"), fingerprint_of_static_files()
        if not collected.exists() or collected.read_text() != fingerprint:
            self.stdout.write("Collecting the static files.")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
            collected.write_text(fingerprint)

        # Before the sample areas, whose papers are sealed.
        seal = demo_directory() / "seal"
        if str(seal / CERTIFICATE) == settings.SEAL_CERTIFICATE:
            call_command("make_seal", directory=seal)

        executor = MigrationExecutor(connections["owner"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables.")
            call_command("migrate", database="owner", verbosity=0)

        # An area is loaded whole or not at all, so counting tells whether somebody pressed Ctrl-C in between.
        if Area.objects.filter(slug__in=[sample.slug for sample in SAMPLE_AREAS]).count() < len(SAMPLE_AREAS):
            self.stdout.write("Loading the sample areas.")
            call_command("load_demo")


def fingerprint_of_static_files() -> str:
    """Something that changes whenever a static file is added, taken away or written."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            status = Path(storage.path(path)).stat()
            fingerprint.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    return fingerprint.hexdigest()
