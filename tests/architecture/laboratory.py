"""
A copy of the whole database with nothing left in it but the walls between the areas.

Checks, uniqueness and triggers are taken away, so that only the policies and the keys can keep a row in its area;
then every area table gets one row of Oxfordshire's and one of Knowsley's. All of this happens in one transaction of a
superuser's that is never committed, and each question is asked inside a savepoint that is undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.apps import apps
from psycopg import sql

from portal.areas.constraints import Narrowed, SameArea
from portal.areas.models import AreaModel
from portal.checks import GLOBAL_MODELS

# Tables of Django's that have no model.
TABLES_WITHOUT_A_MODEL = {"django_migrations", "portal_cache"}


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    type: str
    length: int | None


@dataclass(frozen=True, kw_only=True)
class Key:
    """A foreign key between two area tables, as its model declares it."""

    name: str
    table: str
    column: str
    target: str


def area_tables(connection: psycopg.Connection) -> set[str]:
    """Every table of the database but the global ones, whether or not a model knows of it."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in found} - global_tables()


def global_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return TABLES_WITHOUT_A_MODEL | {model._meta.db_table for model in models if model._meta.label in GLOBAL_MODELS}


def declared_keys() -> list[Key]:
    """Every foreign key between area tables that a model declares."""
    return [
        Key(
            name=constraint.name,
            table=model._meta.db_table,
            column=model._meta.get_field(constraint.field).column,
            target=model._meta.get_field(constraint.field).related_model._meta.db_table,
        )
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, AreaModel)
        for constraint in model._meta.constraints
        if isinstance(constraint, SameArea)
    ]


def narrowed_tables() -> set[str]:
    """Tables in which not even everybody of the area sees the area's rows."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(isinstance(constraint, Narrowed) for constraint in model._meta.constraints)
    }


def everything_but_the_walls(connection: psycopg.Connection) -> Iterator[sql.Composed]:
    """Statements that take away checks, uniqueness (but for what the keys stand on) and triggers of our own."""
    constraints = connection.execute(
        """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
          AND (contype IN ('c', 'x') OR (contype = 'u' AND NOT conname LIKE '%_area_key'))
          AND NOT EXISTS (SELECT FROM pg_constraint AS pointing
                          WHERE pointing.contype = 'f' AND pointing.conindid = pg_constraint.conindid
                            AND pg_constraint.contype = 'u')
        """
    ).fetchall()
    for table, name in constraints:
        yield sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
    indexes = connection.execute(
        """
        SELECT indexrelid::regclass::text FROM pg_index
        JOIN pg_class ON pg_class.oid = indexrelid
        WHERE indisunique AND relnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
        """
    ).fetchall()
    for (name,) in indexes:
        yield sql.SQL("DROP INDEX {}").format(sql.Identifier(name))
    for table in area_tables(connection):
        yield sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table))


def columns_to_fill(connection: psycopg.Connection, table: str) -> list[Column]:
    """Columns that cannot be left out of an INSERT."""
    rows = connection.execute(
        """
        SELECT attname, typname, CASE WHEN atttypmod > 4 AND typname = 'varchar' THEN atttypmod - 4 END
        FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
          AND attnotnull AND NOT atthasdef AND attidentity = ''
        """,
        [table],
    )
    return [Column(name=name, type=type_, length=length) for name, type_, length in rows.fetchall()]


VALUES: dict[str, Callable[[], Any]] = {
    "uuid": uuid4,
    "int2": lambda: 1,
    "int4": lambda: 1,
    "int8": lambda: 1,
    "numeric": lambda: 1,
    "bool": lambda: False,
    "date": lambda: datetime(2026, 11, 23, tzinfo=UTC).date(),
    "timestamptz": lambda: datetime(2026, 11, 23, tzinfo=UTC),
    "time": lambda: datetime(2026, 11, 23, 14, tzinfo=UTC).time(),
    "bytea": lambda: b"x",
    "jsonb": lambda: "{}",
    "tsvector": lambda: "",
}


def value_for(column: Column) -> Any:
    """Some value that the column's type allows."""
    if column.type.startswith("_"):
        return "{}"
    if column.type in {"varchar", "text", "bpchar"}:
        return uuid4().hex[: column.length]
    return VALUES[column.type]()


@dataclass
class Laboratory:
    connection: psycopg.Connection
    oxfordshire: UUID = field(default_factory=uuid4)
    knowsley: UUID = field(default_factory=uuid4)
    ids: dict[tuple[str, UUID], UUID] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    columns: dict[str, list[Column]] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=declared_keys)
    narrowed: set[str] = field(default_factory=narrowed_tables)

    def prepare(self) -> None:
        """Take away everything but the walls, and put one row of each area into each table."""
        self.tables = sorted(area_tables(self.connection))
        self.columns = {table: columns_to_fill(self.connection, table) for table in self.tables}
        for statement in everything_but_the_walls(self.connection):
            self.connection.execute(statement)
        self.connection.execute("SET LOCAL session_replication_role = replica")
        for area, slug in ((self.oxfordshire, "oxfordshire"), (self.knowsley, "knowsley")):
            self.connection.execute(
                "INSERT INTO portal_area (id, slug, name, tagline, accent, host_name, phone, email, conduct_version, "
                "promised_hours) VALUES (%s, %s, %s, '', 'teal', 'Host', '', '', 0, 4)",
                [area, slug, slug],
            )
            self.ids |= {(table, area): uuid4() for table in self.tables}
        for table, area in list(self.ids):
            self.insert(table, self.row(table, area))
        self.connection.execute("SET LOCAL session_replication_role = origin")

    def row(self, table: str, area: UUID) -> dict[str, Any]:
        """A row of an area whose keys all point at that area's own rows."""
        pointing = {key.column: self.ids[key.target, area] for key in self.keys if key.table == table}
        filled = {column.name: value_for(column) for column in self.columns[table]}
        return {**filled, **pointing, "id": self.ids[table, area], "area_id": area}

    def insert(self, table: str, row: dict[str, Any]) -> None:
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(map(sql.Identifier, row)),
                sql.SQL(", ").join(sql.Placeholder() * len(row)),
            ),
            list(row.values()),
        )

    @contextmanager
    def trying(self, *, role: str = "portal_app", area: UUID | None = None) -> Iterator[psycopg.Connection]:
        """Work as a role, in an area or in none; whatever was done is undone."""
        with self.connection.transaction(force_rollback=True):
            self.connection.execute("SELECT set_config('portal.area', %s, true)", [str(area) if area else ""])
            self.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            yield self.connection

    def refused(self, error: type[psycopg.Error], action: Callable[[], object]) -> bool:
        """Whether PostgreSQL refuses an action with this error."""
        try:
            with self.connection.transaction(force_rollback=True):
                action()
        except error:
            return True
        return False

    def count(self, statement: str, table: str) -> int:
        return self.connection.execute(sql.SQL(statement).format(sql.Identifier(table))).rowcount
