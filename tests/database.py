"""
The tests' own PostgreSQL and Redis, started before Django reads its settings.

Loaded as an early pytest plugin. Each process gets a database of its own, copied from a template that `portal_owner`
has migrated; the tests then run as `portal_app`, bound by row-level security like the real thing.
"""

import atexit
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from portal.embedded import EmbeddedServices, embedded_services
from portal.roles import DatabaseUrls, RolePasswords, create_roles, database_url
from portal.seal import make_certificate

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = ROOT / ".testing"
# The same in each process, since roles belong to the server and not to one database.
PASSWORDS = RolePasswords(owner="owner-in-tests", app="app-in-tests")
DATABASE = f"portal_test_{os.getpid()}"


@contextmanager
def alone() -> Iterator[None]:
    """Only one test process at a time."""
    DIRECTORY.mkdir(exist_ok=True)
    with (DIRECTORY / "alone.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start() -> tuple[EmbeddedServices, DatabaseUrls, ExitStack]:
    """Start the servers and set the environment that the settings read."""
    stack = ExitStack()
    services = stack.enter_context(embedded_services(DIRECTORY / "services", durable=False))
    with alone():
        template = create_roles(services.admin_url, TEMPLATE_DATABASE, PASSWORDS)
    # Whitenoise wants the directory, though the tests' pages take their files from where they are written.
    (DIRECTORY / "static").mkdir(exist_ok=True)
    certificate, key = make_certificate(name="Club Together in tests", now=datetime.now(UTC))
    os.environ |= {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": database_url(template.app, database=DATABASE),
        "DATABASE_OWNER_URL": template.owner,
        "REDIS_URL": services.redis_url,
        "EMAIL_URL": "memorymail://",
        "SMS_BACKEND": "portal.text_messages.MemoryBackend",
        "PORTAL_DOMAIN": "localhost",
        "STATIC_ROOT": str(DIRECTORY / "static"),
        "SEAL_CERTIFICATE": certificate.decode(),
        "SEAL_KEY": key.decode(),
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    atexit.register(stack.close)
    return services, template, stack


def template_name() -> str:
    """A name that changes with every migration and with the roles."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("portal/areas/*.py"), ROOT / "portal/roles.py"])
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"portal_template_{digest[:16]}"


# Worked out once: whoever changes a migration while the tests run does not take the template away from under them.
TEMPLATE_DATABASE = template_name()
SERVICES, TEMPLATE, _STACK = start()
