"""The search functions look past row-level security, so each of their own walls is proved."""

import re

import psycopg
import pytest

from tests.architecture.laboratory import Laboratory


def functions_that_look_past(connection: psycopg.Connection) -> list[str]:
    """Every function of ours that runs with rights other than its caller's."""
    found = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [name for (name,) in found]


def searched_table(connection: psycopg.Connection, function: str) -> str:
    """The table that a search function reads, by the policy that lets it."""
    (source,) = connection.execute("SELECT prosrc FROM pg_proc WHERE oid = %s::regprocedure", [function]).fetchone()
    tables = connection.execute(
        "SELECT polrelid::regclass::text FROM pg_policy WHERE polroles = ARRAY['portal_search'::regrole::oid]"
    ).fetchall()
    (table,) = [name for (name,) in tables if f"FROM {name} AS" in source]
    return table


def test_they_are_the_search_functions_and_no_others(laboratory: Laboratory) -> None:
    functions = functions_that_look_past(laboratory.connection)

    assert functions
    assert all(name.endswith("(text,integer)") for name in functions)


def test_they_belong_to_a_role_that_nobody_is(laboratory: Laboratory) -> None:
    for function in functions_that_look_past(laboratory.connection):
        owner, pinned, language, by_app, by_reports, by_owner, by_everybody = laboratory.connection.execute(
            """
            SELECT proowner::regrole::text, proconfig, lanname,
                   has_function_privilege('portal_app', pg_proc.oid, 'EXECUTE'),
                   has_function_privilege('portal_reports', pg_proc.oid, 'EXECUTE'),
                   has_function_privilege('portal_owner', pg_proc.oid, 'EXECUTE'),
                   EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)
            FROM pg_proc JOIN pg_language ON pg_language.oid = prolang WHERE pg_proc.oid = %s::regprocedure
            """,
            [function],
        ).fetchone()

        assert (owner, language) == ("portal_search", "sql")
        assert "search_path=pg_catalog, public, pg_temp" in pinned
        assert (by_app, by_reports, by_owner, by_everybody) == (True, False, False, False)
    (can_log_in,) = laboratory.connection.execute(
        "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'portal_search'"
    ).fetchone()
    assert not can_log_in


def test_they_run_as_that_role(laboratory: Laboratory) -> None:
    """A function with the same settings, which tells its role, stands in for their silent bodies."""
    laboratory.connection.execute(
        """
        CREATE FUNCTION tell() RETURNS name LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
        AS 'SELECT current_user';
        ALTER FUNCTION tell() OWNER TO portal_search;
        GRANT EXECUTE ON FUNCTION tell() TO portal_app
        """
    )
    with laboratory.trying() as connection:
        assert connection.execute("SELECT tell(), current_user").fetchone() == ("portal_search", "portal_app")


@pytest.fixture
def one_word_everywhere(laboratory: Laboratory) -> Laboratory:
    """Every searched row of both areas has the word "lantern" in every text."""
    for function in functions_that_look_past(laboratory.connection):
        table = searched_table(laboratory.connection, function)
        texts = laboratory.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = '' AND atttypid IN ('text'::regtype, 'varchar'::regtype)",
            [table],
        ).fetchall()
        settings = ", ".join(f"\"{name}\" = 'lantern'" for (name,) in texts)
        laboratory.connection.execute(f"UPDATE {table} SET {settings}")
    return laboratory


def test_they_find_the_current_areas_rows_only(one_word_everywhere: Laboratory) -> None:
    laboratory = one_word_everywhere
    for function in functions_that_look_past(laboratory.connection):
        table, call = searched_table(laboratory.connection, function), function.partition("(")[0]
        with laboratory.trying(area=laboratory.knowsley) as connection:
            for words in ("lantern", "lanterm"):
                found = connection.execute(f"SELECT id FROM {call}(%s, 10)", [words]).fetchall()
                assert found == [(laboratory.ids[table, laboratory.knowsley],)], f"{function}: {words}"


def test_without_an_area_they_find_nothing(one_word_everywhere: Laboratory) -> None:
    laboratory = one_word_everywhere
    for function in functions_that_look_past(laboratory.connection):
        with laboratory.trying() as connection:
            found = connection.execute(f"SELECT id FROM {function.partition('(')[0]}('lantern', 10)").fetchall()
            assert found == [], function


def test_they_are_not_fooled_by_a_table_of_the_same_name(one_word_everywhere: Laboratory) -> None:
    """A caller's own temporary table comes last in the pinned search path, and is not read."""
    laboratory = one_word_everywhere
    for function in functions_that_look_past(laboratory.connection):
        table = searched_table(laboratory.connection, function)
        with laboratory.trying(role="postgres", area=laboratory.knowsley) as connection:
            connection.execute(f"CREATE TEMPORARY TABLE {table} (LIKE public.{table})")
            connection.execute("SET LOCAL search_path = pg_temp, public")
            found = connection.execute(f"SELECT id FROM public.{function.partition('(')[0]}('lantern', 10)").fetchall()
        assert found == [(laboratory.ids[table, laboratory.knowsley],)], function


def leave_only_the_search_indexes(laboratory: Laboratory, table: str) -> None:
    """So that the plan tells whether they can be used, not whether another is cheaper for a few rows."""
    others = laboratory.connection.execute(
        """
        SELECT indexrelid::regclass::text, conname
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
        LEFT JOIN pg_constraint ON conindid = indexrelid AND conrelid = indrelid AND contype IN ('p', 'u', 'x')
        WHERE indrelid = %s::regclass AND amname <> 'gin'
        """,
        [table],
    ).fetchall()
    for index, constraint in others:
        laboratory.connection.execute(
            f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}" CASCADE' if constraint else f"DROP INDEX {index}"
        )


def conditions_on_indexes(laboratory: Laboratory, function: str, *, role: str) -> list[str]:
    """What PostgreSQL would look up in an index, if a role did by hand what is inside a search function."""
    (source,) = laboratory.connection.execute(
        "SELECT prosrc FROM pg_proc WHERE oid = %s::regprocedure", [function]
    ).fetchone()
    statement = re.sub(r"\bmost\b", "10", re.sub(r"\bquery\b", "'lantern'::text", source))
    with laboratory.trying(role=role, area=laboratory.oxfordshire) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = [line.strip() for (line,) in connection.execute(f"EXPLAIN {statement}")]
    return [line for line in plan if line.startswith("Index Cond")]


def test_they_use_their_indexes_where_row_level_security_could_not(laboratory: Laboratory) -> None:
    for function in functions_that_look_past(laboratory.connection):
        leave_only_the_search_indexes(laboratory, searched_table(laboratory.connection, function))

        inside = conditions_on_indexes(laboratory, function, role="portal_search")
        outside = conditions_on_indexes(laboratory, function, role="portal_app")

        assert [operator for line in inside for operator in ("@@", "%>") if operator in line] == ["@@", "%>"], function
        # The same words asked under row-level security: each row of the area would be looked at.
        assert outside == [], function
