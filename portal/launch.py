"""
The demo: the whole portal on one machine, from one command, until Ctrl-C. ``make demo`` runs it.

It starts PostgreSQL and Redis (``portal.embedded``), makes the roles, migrates, loads the sample areas, collects the
static files, and then keeps the web, a worker and the beat running. All that it makes is in ``DEMO_DIR``: to begin
afresh, delete that. Everything that is not a secret or a place comes from ``portal.settings`` as in production.

The environment may say: ``PORT``, ``DEMO_DIR``, ``PORTAL_DOMAIN``; ``DATABASE_URL`` and ``REDIS_URL`` for servers of
one's own. A ``DATABASE_URL`` of a superuser is enough: the roles are made with it and the portal runs as portal_app.
"""

import contextlib
import http.client
import io
import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connections

from portal.embedded import LOOPBACK, EmbeddedServiceError, embedded_services
from portal.kept_secrets import kept_secrets
from portal.roles import APP, OWNER, DatabaseUrls, UnableToBootstrap, bootstrap, database_url, is_superuser
from portal.running_demo import demo_directory, shared_environment
from portal.supervision import AskedToStop, ProgramStopped, programs, stop_on_signals

EMBEDDED_DATABASE = "clubtogether"
# Our database may not be made yet; one can ask this one.
ALWAYS_THERE = "postgres"
SECRETS = ("SECRET_KEY", OWNER, APP)

# Speaks HTTP and WebSocket.
WEB_WORKER = "portal.web_worker.WebWorker"
STARTING_SECONDS = 60

# What a command in another shell needs to work on the demo that runs.
SHARED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SMS_BACKEND",
    "SMS_OUTBOX",
    "STATIC_ROOT",
    "PORT",
    "SEAL_CERTIFICATE",
    "SEAL_KEY",
)

# Addresses that let their holder change tables: the web and the workers must not have them.
ONLY_FOR_MIGRATIONS = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")


class UnableToLaunch(Exception):
    """The demo cannot run; the message tells the person at the terminal what to do about it."""


def main() -> int:
    directory = demo_directory()
    port = int(os.environ.get("PORT") or 8000)
    stop_on_signals()
    try:
        with _environment(directory, port=port) as environment:
            os.environ.update(environment)
            _prepare()
            _run(directory, port=port)
    except AskedToStop:
        _say("Stopped. Everything is kept for the next time.")
        return 0
    except (
        UnableToLaunch,
        UnableToBootstrap,
        EmbeddedServiceError,
        ProgramStopped,
        psycopg.OperationalError,
    ) as reason:
        _say(str(reason))
    return 1


@contextlib.contextmanager
def _environment(directory: Path, *, port: int) -> Iterator[dict[str, str]]:
    """Start what the portal stands on, and give the environment that tells the settings where it is."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise UnableToLaunch(
                f"Something else uses port {port}. Choose another: make demo PORT={port + 1}"
            ) from None
    directory.mkdir(parents=True, exist_ok=True)
    kept = kept_secrets(directory / "secrets.json", SECRETS)
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or kept["SECRET_KEY"],
        "PORT": str(port),
        "DEMO_DIR": str(directory),
        "STATIC_ROOT": str(directory / "static"),
        # Four slashes: the file is at an absolute path.
        "EMAIL_URL": os.environ.get("EMAIL_URL") or f"filemail:///{quote(str(directory / 'outbox'))}",
        "SMS_BACKEND": os.environ.get("SMS_BACKEND") or "portal.text_messages.FileBackend",
        "SMS_OUTBOX": str(directory / "outbox"),
    }
    if not os.environ.get("SEAL_CERTIFICATE"):
        # prepare_demo makes them.
        environment |= {
            "SEAL_CERTIFICATE": str(directory / "seal" / "certificate.pem"),
            "SEAL_KEY": str(directory / "seal" / "key.pem"),
        }
    given_database, given_redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if given_database and given_redis:
        yield environment | _database(given_database, kept) | {"REDIS_URL": given_redis}
        return
    with embedded_services(directory / "services") as services:
        embedded = database_url(services.admin_url, database=EMBEDDED_DATABASE)
        database = _database(given_database, kept) if given_database else _bootstrapped(embedded, kept)
        yield environment | database | {"REDIS_URL": given_redis or services.redis_url}


def _database(given: str, kept: Mapping[str, str]) -> dict[str, str]:
    """Make ready a database on somebody's own server."""
    owner, admin = os.environ.get("DATABASE_OWNER_URL"), os.environ.get("DATABASE_ADMIN_URL")
    if owner:
        if admin:
            bootstrap(admin, urls=DatabaseUrls(owner=owner, app=given))
        return {"DATABASE_URL": given, "DATABASE_OWNER_URL": owner}
    if is_superuser(database_url(given, database=ALWAYS_THERE)):
        return _bootstrapped(given, kept)
    raise UnableToLaunch(f"DATABASE_URL alone is not enough: give DATABASE_OWNER_URL ({OWNER}) for the migrations too.")


def _bootstrapped(url: str, kept: Mapping[str, str]) -> dict[str, str]:
    """Make the roles and the database with a superuser's address, and give theirs."""
    database = urlsplit(url).path[1:]
    urls = DatabaseUrls(
        owner=database_url(url, database=database, role=OWNER, password=kept[OWNER]),
        app=database_url(url, database=database, role=APP, password=kept[APP]),
    )
    bootstrap(database_url(url, database=ALWAYS_THERE), urls=urls)
    return {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}


def _prepare() -> None:
    # Not before now: the settings need the environment that has just been made.
    django.setup()
    call_command("prepare_demo")
    connections.close_all()


def _sample_accounts(*, port: int) -> str:
    """One account for each role, as a table."""
    written = io.StringIO()
    call_command("demo_accounts", "--json", stdout=written)
    first_of_role: dict[str, dict[str, str]] = {}
    for account in json.loads(written.getvalue()):
        first_of_role.setdefault(account["role"], account)
    domain = os.environ.get("PORTAL_DOMAIN") or "localhost"
    rows = [["Role", "Address", "Email", "Password"]]
    rows += (
        [role, f"http://{account['area']}.{domain}:{port}/", account["email"], account["password"]]
        for role, account in first_of_role.items()
    )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _commands(directory: Path, *, port: int) -> dict[str, list[str]]:
    web = ["-m", "gunicorn", "portal.asgi", "--worker-class", WEB_WORKER, "--bind", f"{LOOPBACK}:{port}"]
    web += ["--workers", "2"]
    # Read once, before it becomes two: half of the time until it answers.
    web += ["--preload"]
    # Pages that listen for news hold their connection open; nobody waits for those.
    web += ["--graceful-timeout", "5"]
    celery = ["-m", "celery", "--app", "portal"]
    return {
        "web": [sys.executable, *web],
        "worker": [sys.executable, *celery, "worker", "--concurrency", "2", "--loglevel", "INFO"],
        "beat": [sys.executable, *celery, "beat", "--schedule", str(directory / "beat"), "--pidfile", ""],
    }


def _run(directory: Path, *, port: int) -> None:
    """Keep web, worker and beat running until somebody asks us to stop."""
    environment = {name: value for name, value in os.environ.items() if name not in ONLY_FOR_MIGRATIONS}
    shared = {name: environment[name] for name in SHARED if name in environment}
    with programs(logs=directory) as running, shared_environment(directory, shared):
        commands = _commands(directory, port=port)
        # Alone at first, since somebody waits for it.
        running.start("web", commands.pop("web"), environment=environment)
        give_up = time.monotonic() + STARTING_SECONDS
        while not _is_ready(port=port):
            running.check()
            if time.monotonic() > give_up:
                raise UnableToLaunch(f"The web does not answer. Its log is {directory / 'web.log'}")
            time.sleep(0.1)
        for name, command in commands.items():
            running.start(name, command, environment=environment)
        _say(f"\nReady on http://localhost:{port}\n\n{_sample_accounts(port=port)}\n")
        _say(f"Logs are in {directory}. Ctrl-C stops it.")
        while True:
            for name in running.check():
                _say(f"The {name} had stopped and was started again.")
            time.sleep(0.5)


def _is_ready(*, port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
