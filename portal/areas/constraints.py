"""Meta constraints that write row-level security, same-area keys and append-only tables into the migrations."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model

from portal.areas.expressions import CURRENT_AREA_SQL

# Does nothing, and unlike an empty text may be run.
NO_STATEMENT = "SELECT"


class DatabaseConstraint(BaseConstraint):
    """A rule that only PostgreSQL checks. Subclasses give the SQL that adds it and the SQL that takes it away."""

    def _adding(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError

    def _removing(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        raise NotImplementedError

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:
        # Inside CREATE TABLE there is no place for these statements, so they wait until the table is there.
        schema_editor.deferred_sql.extend(self._adding(model, schema_editor))

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        self.constraint_sql(model, schema_editor)
        # Where a new table has a default with parameters, Django lets this wait too, and then runs it, whatever it is.
        return NO_STATEMENT

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        return "; ".join(self._removing(model, schema_editor))

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """PostgreSQL alone judges; there is nothing to ask beforehand."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DatabaseConstraint):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class RowLevelSecurity(DatabaseConstraint):
    """Only the current area's rows can be seen, added, changed or deleted, by the table's owner too."""

    def _adding(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, policy = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        # The subquery is worked out once for each statement, not once for each row.
        same_area = f"area_id = (SELECT {CURRENT_AREA_SQL})"
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {policy} ON {table} USING ({same_area}) WITH CHECK ({same_area})",
        ]

    def _removing(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, policy = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return [f"DROP POLICY {policy} ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]


class Narrowed(DatabaseConstraint):
    """
    Besides the area's policy a second, restrictive one: rows can be read only where its condition holds too.

    Others may still add rows, which they then cannot read; `AppendOnly` beside it keeps them from changing any.

    :param where: SQL, with what stands in the row and in PostgreSQL's settings
    """

    def __init__(self, *, where: str, name: str) -> None:
        super().__init__(name=name)
        self.where = where

    def _adding(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, policy = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return [f"CREATE POLICY {policy} ON {table} AS RESTRICTIVE FOR SELECT USING ({self.where})"]

    def _removing(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, policy = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return [f"DROP POLICY {policy} ON {table}"]

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "where": self.where}


class SameArea(DatabaseConstraint):
    """The row that a foreign key points at belongs to the same area."""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _adding(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        field, quote = model._meta.get_field(self.field), schema_editor.quote_name
        target, target_column = field.related_model._meta.db_table, field.target_field.column
        key = f"FOREIGN KEY (area_id, {quote(field.column)})"
        aim = f"REFERENCES {quote(target)} (area_id, {quote(target_column)}) DEFERRABLE INITIALLY DEFERRED"
        return [f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} {key} {aim}"]

    def _removing(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        quote = schema_editor.quote_name
        return [f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"]

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}


class AppendOnly(DatabaseConstraint):
    """Rows can be added and read, never changed or deleted: for statuses, decisions and audit events."""

    def _adding(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, trigger = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        when = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
        return [f"CREATE TRIGGER {trigger} {when} EXECUTE FUNCTION portal_refuse_change()"]

    def _removing(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> list[str]:
        table, trigger = schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(self.name)
        return [f"DROP TRIGGER {trigger} ON {table}"]
