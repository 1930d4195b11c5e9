"""The portal that the figures are taken from: its own servers, its own empty database, and nothing left of it."""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command

from portal.embedded import embedded_services
from portal.roles import create_roles, database_url
from portal.seal import make_certificate

DATABASE = "portal_bench"


@contextmanager
def own_portal() -> Iterator[None]:
    """
    Set up Django, inside a new PostgreSQL with the portal's roles and tables and no rows; remove all of it at the end.

    `DATABASE_ADMIN_URL` in the environment is a superuser's address of the same database, for comparisons.
    """
    with (
        TemporaryDirectory(prefix="clubtogether-bench-") as directory,
        embedded_services(Path(directory), durable=False) as services,
    ):
        urls = create_roles(services.admin_url, DATABASE)
        certificate, key = make_certificate(name="Club Together in figures", now=datetime.now(UTC))
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": urls.app,
            "DATABASE_OWNER_URL": urls.owner,
            "DATABASE_ADMIN_URL": database_url(services.admin_url, database=DATABASE),
            "REDIS_URL": services.redis_url,
            "EMAIL_URL": "memorymail://",
            "PORTAL_DOMAIN": "localhost",
            "STATIC_ROOT": directory,
            "SEAL_CERTIFICATE": certificate.decode(),
            "SEAL_KEY": key.decode(),
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }
        django.setup()
        # A line for each request would hide the figures.
        logging.disable(logging.INFO)
        call_command("migrate", database="owner", verbosity=0)
        yield
