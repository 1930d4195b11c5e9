import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.seal import make_certificate

CERTIFICATE, KEY = "certificate.pem", "key.pem"


class Command(BaseCommand):
    help = "Make a certificate of the portal's own, and its key, for sealing papers. What is there already stays."
    # It is run before there is anything to check.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, required=True, help="where the two files go")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        if (directory / CERTIFICATE).exists():
            return
        certificate, key = make_certificate(name=f"Club Together at {settings.PORTAL_DOMAIN}", now=timezone.now())
        directory.mkdir(parents=True, exist_ok=True)
        # The certificate comes last: where it is, the key is whole.
        _write(directory / KEY, key, mode=0o600)
        _write(directory / CERTIFICATE, certificate, mode=0o644)
        self.stdout.write(f"Made a seal in {directory}.")


def _write(path: Path, content: bytes, *, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
