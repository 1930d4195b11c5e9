"""Questions about the walls between the areas. Each gives what is wrong, so that no answer is a good answer."""

from uuid import uuid4

import psycopg
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege

from portal.areas.expressions import CURRENT_AREA_SQL
from tests.architecture.laboratory import Laboratory, area_tables, declared_keys


def seen_without_an_area(laboratory: Laboratory, *, role: str) -> list[str]:
    """Tables that show a row to somebody who is in no area."""
    with laboratory.trying(role=role):
        return [table for table in laboratory.tables if laboratory.count("SELECT FROM {}", table)]


def changed_without_an_area(laboratory: Laboratory, *, role: str) -> list[str]:
    """Tables in which somebody who is in no area can change, delete or add a row."""
    with laboratory.trying(role=role):
        return [
            f"{verb} {table}"
            for table in laboratory.tables
            for verb, statement in (("UPDATE", "UPDATE {} SET id = id"), ("DELETE", "DELETE FROM {}"))
            if not touches_nothing(laboratory, statement, table)
        ] + [f"INSERT {table}" for table in laboratory.tables if can_add_to_oxfordshire(laboratory, table)]


def not_ones_own(laboratory: Laboratory, *, role: str) -> list[str]:
    """
    Tables that show, inside an area, anything but that area's one row; or let a row be put into the other.

    A narrowed table shows not even that one: its reader is nobody here.
    """
    with laboratory.trying(role=role, area=laboratory.knowsley) as connection:
        wrong = []
        for table in laboratory.tables:
            seen = [area for (area,) in connection.execute(f'SELECT area_id FROM "{table}"')]
            shown = [] if table in laboratory.narrowed else [laboratory.knowsley]
            wrong += [f"SELECT {table}"] if seen != shown else []
            wrong += [f"INSERT {table}"] if can_add_to_oxfordshire(laboratory, table) else []
            wrong += [f"UPDATE {table}"] if can_give_away(laboratory, table) else []
        return wrong


def touches_nothing(laboratory: Laboratory, statement: str, table: str) -> bool:
    """Whether a statement finds no row to work on, or is not allowed at all."""
    touched: list[int] = []
    refused = laboratory.refused(InsufficientPrivilege, lambda: touched.append(laboratory.count(statement, table)))
    return refused or touched == [0]


def can_add_to_oxfordshire(laboratory: Laboratory, table: str) -> bool:
    row = {**laboratory.row(table, laboratory.oxfordshire), "id": uuid4()}
    return not laboratory.refused(InsufficientPrivilege, lambda: laboratory.insert(table, row))


def can_give_away(laboratory: Laboratory, table: str) -> bool:
    """Whether a row of Knowsley's can be turned into one of Oxfordshire's."""
    statement = f"UPDATE {{}} SET area_id = '{laboratory.oxfordshire}' WHERE area_id = '{laboratory.knowsley}'"
    return not touches_nothing(laboratory, statement, table)


def keys_that_let_rows_cross(laboratory: Laboratory) -> list[str]:
    """Keys by which a new row of Knowsley's can point at a row of Oxfordshire's."""
    crossing = []
    for key in laboratory.keys:
        row = {**laboratory.row(key.table, laboratory.knowsley), "id": uuid4()}
        foreign = {**row, key.column: laboratory.ids[key.target, laboratory.oxfordshire]}
        if not refused_by_key(laboratory, key.name, key.table, foreign):
            crossing.append(key.name)
        elif refused_by_key(laboratory, key.name, key.table, row):
            # A key that refuses everything would prove nothing.
            crossing.append(f"{key.name} refuses its own area's rows")
    return crossing


def refused_by_key(laboratory: Laboratory, name: str, table: str, row: dict[str, object]) -> bool:
    """Whether this very key refuses a row, which is added inside Knowsley as the portal adds it."""

    def add() -> None:
        laboratory.insert(table, row)
        laboratory.connection.execute(f'SET CONSTRAINTS "{name}" IMMEDIATE')

    with laboratory.trying(area=laboratory.knowsley):
        try:
            with laboratory.connection.transaction(force_rollback=True):
                add()
        except ForeignKeyViolation as violation:
            return violation.diag.constraint_name == name
        except psycopg.errors.UndefinedObject:
            # The key is not there at all.
            return False
    return False


def tables_without_walls(connection: psycopg.Connection) -> list[str]:
    """What the catalogue says is missing: a forced policy, the key to stand on, a key that takes the area along."""
    tables = area_tables(connection)
    wrong = [f"{table}: {fault}" for table in sorted(tables) for fault in faults_of(connection, table)]
    declared = {key.name for key in declared_keys()}
    there = connection.execute(
        """
        SELECT conname, conrelid::regclass::text, confrelid::regclass::text, pg_get_constraintdef(oid), convalidated
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
        """
    ).fetchall()
    between = [row for row in there if row[1] in tables and row[2] in tables]
    wrong += [f"{name} is missing" for name in sorted(declared - {row[0] for row in between})]
    wrong += [
        f"{name} does not take the area along"
        for name, _table, _target, definition, validated in between
        if not (definition.startswith("FOREIGN KEY (area_id, ") and "(area_id, id)" in definition and validated)
    ]
    return wrong


def faults_of(connection: psycopg.Connection, table: str) -> list[str]:
    enabled, forced, has_area, has_key = connection.execute(
        """
        SELECT relrowsecurity, relforcerowsecurity,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'area_id' AND attnotnull),
               EXISTS (SELECT FROM pg_constraint WHERE conrelid = pg_class.oid AND contype = 'u'
                       AND pg_get_constraintdef(oid) = 'UNIQUE (area_id, id)')
        FROM pg_class WHERE oid = %s::regclass
        """,
        [f'"{table}"'],
    ).fetchone()
    return [
        fault
        for fault, is_there in (
            ("no area", not has_area),
            ("row-level security is off", not enabled),
            ("row-level security is not forced", not forced),
            ("no key to stand on", not has_key),
            ("a policy other than the area's", not policies_are_right(connection, table)),
        )
        if is_there
    ]


def policies_are_right(connection: psycopg.Connection, table: str) -> bool:
    """
    One policy for everybody and everything; besides it, at most one that lets the search function read.

    A restrictive policy can only take rows away, so it breaks no wall.
    """
    policies = connection.execute(
        """
        SELECT polcmd, polpermissive, polroles::regrole[]::text[], pg_get_expr(polqual, polrelid),
               pg_get_expr(polwithcheck, polrelid)
        FROM pg_policy WHERE polrelid = %s::regclass AND polpermissive
        """,
        [f'"{table}"'],
    ).fetchall()
    # An empty role stands for everybody.
    for_everybody = [policy for policy in policies if policy[2] == ["-"]]
    for_search = [policy for policy in policies if policy[2] == ["portal_search"]]
    expected = as_the_catalogue_writes_it(connection)
    return (
        for_everybody == [("*", True, ["-"], expected, expected)]
        and [policy[0] for policy in for_search] in ([], ["r"])
        and len(policies) == len(for_everybody) + len(for_search)
    )


def as_the_catalogue_writes_it(connection: psycopg.Connection) -> str:
    """How PostgreSQL writes the area's predicate: asked of it, by way of a table that is gone again."""
    with connection.transaction(force_rollback=True):
        connection.execute("CREATE TEMPORARY TABLE example (area_id uuid)")
        connection.execute(f"CREATE POLICY example ON example USING (area_id = (SELECT {CURRENT_AREA_SQL}))")
        (written,) = connection.execute(
            "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'example'"
        ).fetchone()
    return written
