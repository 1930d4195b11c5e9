"""Full-text and trigram search that row-level security does not slow down."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from portal.areas.expressions import CURRENT_AREA_SQL


class SearchFunction(Operation):
    """
    Write a search function for one table, pinned to the current area.

    Operators such as `@@` and `%` are not leakproof, so under row-level security PostgreSQL cannot use their indexes.
    The function runs as `portal_search`, whose policy shows every row, and repeats the area predicate itself.
    It belongs to a role that nobody can sign in as, pins its search_path, and only `portal_app` may call it.

    :param function: the function's name; called as `name(query text, most int)`, gives `(id uuid, rank real)`
    :param table: the searched table
    :param vector: its tsvector column, with a GIN index
    :param trigrams: its text column, with a GIN trigram index, which forgives spelling
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, *, function: str, table: str, vector: str, trigrams: str) -> None:
        self.function, self.table, self.vector, self.trigrams = function, table, vector, trigrams

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        schema_editor.execute(f"GRANT SELECT ON {self.table} TO portal_search", params=None)
        schema_editor.execute(
            f"CREATE POLICY {self.table}_search ON {self.table} FOR SELECT TO portal_search USING (true)", params=None
        )
        # A session knows the threshold, and that the owner may set it, only once it has called the extension.
        schema_editor.execute("SELECT word_similarity('', '')", params=None)
        schema_editor.execute(
            f"""
            CREATE FUNCTION {self.function}(query text, most int) RETURNS TABLE (id uuid, rank real)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
            SET pg_trgm.word_similarity_threshold = 0.45
            AS $$
                SELECT item.id,
                       ts_rank(item.{self.vector}, websearch_to_tsquery('english', query))
                       + word_similarity(query, item.{self.trigrams}) AS rank
                FROM {self.table} AS item
                WHERE item.area_id = (SELECT {CURRENT_AREA_SQL})
                  AND (item.{self.vector} @@ websearch_to_tsquery('english', query) OR query <% item.{self.trigrams})
                ORDER BY rank DESC, item.id
                LIMIT most
            $$
            """,
            params=None,
        )
        signature = f"{self.function}(text, int)"
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC", params=None)
        schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO portal_app", params=None)
        schema_editor.execute(f"ALTER FUNCTION {signature} OWNER TO portal_search", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        schema_editor.execute(f"DROP FUNCTION {self.function}(text, int)", params=None)
        schema_editor.execute(f"DROP POLICY {self.table}_search ON {self.table}", params=None)
        schema_editor.execute(f"REVOKE SELECT ON {self.table} FROM portal_search", params=None)

    def describe(self) -> str:
        return f"Create search function {self.function}"
