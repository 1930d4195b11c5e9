"""The role for published figures reads them and nothing else."""

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.areas.context import reports_role
from portal.models import Area, Profile
from tests.factories.portal import make_member

# What a quarter's publication consists of.
PUBLISHED_TABLES = {"pools_demandrelease", "pools_demandcell"}


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def test_the_role_is_taken_on_and_put_down_again(area: Area) -> None:
    with reports_role():
        assert role() == "portal_reports"

    assert role() == "portal_app"


def test_it_may_not_read_a_member(area: Area) -> None:
    make_member("Peter")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), reports_role():
        Profile.objects.count()

    assert role() == "portal_app"


def test_it_may_write_nowhere(area: Area) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
              AND (has_table_privilege('portal_reports', oid, 'INSERT')
                   OR has_table_privilege('portal_reports', oid, 'UPDATE')
                   OR has_table_privilege('portal_reports', oid, 'DELETE')
                   OR has_table_privilege('portal_reports', oid, 'TRUNCATE'))
            """
        )
        assert cursor.fetchall() == []


def test_it_may_read_published_tables_only(area: Area) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
              AND (has_table_privilege('portal_reports', oid, 'SELECT')
                   OR has_any_column_privilege('portal_reports', oid, 'SELECT'))
            """
        )
        readable = {name for (name,) in cursor.fetchall()}

    assert readable == PUBLISHED_TABLES
