"""Areas and people that most tests start from."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.areas.context import area_context
from portal.models import Area, Profile
from portal.roles import create_database, database_url, drop_database
from tests.architecture.laboratory import Laboratory
from tests.database import DATABASE, SERVICES, TEMPLATE_DATABASE, alone
from tests.factories.portal import make_area, make_member

pytest_plugins = ["tests.workers"]

# What a migration wrote, Django keeps for itself, or all tests share, stays when a test's rows are cleared away.
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission", "pools_ptablecell"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Copy the migrated template into this process's own database, and drop it at the end."""
    with alone():
        with django_db_blocker.unblock():
            call_command("migrate", database="owner", verbosity=0)
            connections["owner"].close()
        drop_database(SERVICES.admin_url, DATABASE)
        create_database(SERVICES.admin_url, DATABASE, template=TEMPLATE_DATABASE)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    drop_database(SERVICES.admin_url, DATABASE)


@pytest.fixture
def admin(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A superuser's own connection to this test's database, for what the portal itself may not do."""
    with psycopg.connect(database_url(SERVICES.admin_url, database=DATABASE), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def prepared_laboratory(django_db_setup: None) -> Iterator[Laboratory]:
    """A transaction in which nothing but the walls between the areas is left. Never beside the fixture `db`."""
    with psycopg.connect(database_url(SERVICES.admin_url, database=DATABASE)) as connection:
        laboratory = Laboratory(connection)
        laboratory.prepare()
        yield laboratory
        connection.rollback()


@pytest.fixture
def laboratory(prepared_laboratory: Laboratory) -> Iterator[Laboratory]:
    """The laboratory, as it was prepared; what the test does to it is undone."""
    with prepared_laboratory.connection.transaction(force_rollback=True):
        yield prepared_laboratory


@pytest.fixture
def committed(django_db_blocker: DjangoDbBlocker, admin: psycopg.Connection) -> Iterator[None]:
    """
    Let the test commit: for threads, other processes and browsers. All rows are cleared away afterwards.

    Truncating is a superuser's task, as append-only tables refuse to be emptied by anybody else.
    """
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
    tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    cleared = ", ".join(f'"{name}"' for (name,) in tables if name not in KEPT_TABLES)
    while True:
        try:
            admin.execute(f"TRUNCATE {cleared}")
        except psycopg.errors.DeadlockDetected:
            # A worker is still at what the test asked of it. It comes to an end by itself.
            continue
        return


@pytest.fixture
def now() -> datetime:
    """A fixed moment: a Monday afternoon in term time."""
    return datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def oxfordshire(db: None) -> Area:
    return make_area("oxfordshire", "Oxfordshire")


@pytest.fixture
def knowsley(db: None) -> Area:
    return make_area("knowsley", "Knowsley")


@pytest.fixture
def area(oxfordshire: Area) -> Iterator[Area]:
    """Oxfordshire, entered: the test's own code works inside it."""
    with area_context(oxfordshire.id):
        yield oxfordshire


@pytest.fixture
def member(area: Area) -> Profile:
    return make_member("Peter")


@pytest.fixture
def browse() -> Callable[..., Client]:
    """`browse(profile)` gives a client that is signed in as that person, on their area's host."""

    def signed_in(profile: Profile | None, *, area: Area | None = None) -> Client:
        visitor = Client(HTTP_HOST=f"{(area or profile.area).slug}.localhost")
        if profile is not None:
            visitor.force_login(profile.user, backend="django.contrib.auth.backends.ModelBackend")
        return visitor

    return signed_in
