from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command

from portal.embedded import embedded_services
from portal.roles import (
    DatabaseUrls,
    RolePasswords,
    UnableToBootstrap,
    bootstrap,
    create_database,
    create_roles,
    database_url,
    drop_database,
    is_superuser,
)


@pytest.fixture(scope="module")
def admin_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own: roles belong to the server, and the other tests need theirs as they are."""
    with embedded_services(tmp_path_factory.mktemp("roles"), durable=False) as services:
        yield services.admin_url


@pytest.fixture(scope="module")
def urls(admin_url: str) -> DatabaseUrls:
    """A database with one table, one search function and a little content."""
    urls = create_roles(admin_url, "portal")
    run(urls.owner, "CREATE TABLE story (id bigserial PRIMARY KEY, words text)")
    run(urls.owner, "INSERT INTO story (words) VALUES ('Peter cooks')")
    return urls


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run the statements in one transaction and give the rows of the last."""
    with psycopg.connect(url) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


class TestCreateRoles:
    def test_can_be_done_again_and_keeps_the_content(self, admin_url, urls):
        again = create_roles(
            admin_url,
            "portal",
            RolePasswords(owner=urlsplit(urls.owner).password or "", app=urlsplit(urls.app).password or ""),
        )
        assert again == urls
        assert run(urls.app, "SELECT words FROM story") == [("Peter cooks",)]

    def test_changes_the_passwords(self, admin_url, urls):
        fresh = create_roles(admin_url, "portal")
        assert run(fresh.app, "SELECT 1") == [(1,)]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            run(urls.app, "SELECT 1")
        create_roles(
            admin_url,
            "portal",
            RolePasswords(owner=urlsplit(urls.owner).password or "", app=urlsplit(urls.app).password or ""),
        )

    def test_no_role_is_above_row_level_security(self, admin_url, urls):
        roles = """
            SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
            FROM pg_roles WHERE rolname LIKE 'portal_%' ORDER BY rolname
        """
        assert run(admin_url, roles) == [
            ("portal_app", True, False),
            ("portal_owner", True, False),
            ("portal_reports", False, False),
            ("portal_search", False, False),
        ]

    def test_installs_the_extensions(self, admin_url, urls):
        installed = "SELECT extname::text FROM pg_extension ORDER BY extname"
        names = [name for (name,) in run(database_url(admin_url, database="portal"), installed)]
        assert names == ["btree_gist", "citext", "pg_trgm", "plpgsql", "unaccent"]

    def test_passwords_stay_out_of_sight(self):
        passwords = RolePasswords()
        assert passwords.owner not in repr(passwords)
        assert passwords.app not in repr(passwords)
        assert passwords.owner != passwords.app


class TestApp:
    def test_changes_rows(self, urls):
        run(urls.app, "INSERT INTO story (words) VALUES ('Beads')", "UPDATE story SET words = 'Beads!' WHERE id > 1")
        run(urls.app, "DELETE FROM story WHERE words = 'Beads!'")
        assert run(urls.app, "SELECT words FROM story") == [("Peter cooks",)]

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine ()",
            "CREATE TEMPORARY TABLE mine ()",
            "ALTER TABLE story ADD COLUMN mine text",
            "DROP TABLE story",
            "TRUNCATE story",
            "CREATE SCHEMA mine",
            "SET ROLE portal_owner",
            "SET ROLE portal_search",
        ],
    )
    def test_changes_nothing_else(self, urls, statement):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(urls.app, statement)

    def test_runs_no_function_that_was_not_granted(self, urls):
        run(urls.owner, "CREATE FUNCTION secret() RETURNS integer LANGUAGE sql RETURN 42")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="function secret"):
            run(urls.app, "SELECT secret()")
        run(urls.owner, "GRANT EXECUTE ON FUNCTION secret TO portal_app")
        assert run(urls.app, "SELECT secret()") == [(42,)]

    def test_steps_into_reports_and_reads_what_reports_may(self, urls):
        run(urls.owner, "CREATE TABLE published (cell integer)", "GRANT SELECT ON published TO portal_reports")
        run(urls.owner, "REVOKE ALL ON published FROM portal_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(urls.app, "TABLE published")
        assert run(urls.app, "SET LOCAL ROLE portal_reports", "TABLE published") == []

    def test_reports_reads_nothing_unless_granted(self, urls):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="table story"):
            run(urls.app, "SET LOCAL ROLE portal_reports", "TABLE story")


class TestOwner:
    def test_hands_a_function_over_to_search(self, urls):
        run(
            urls.owner,
            "CREATE FUNCTION found() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN (SELECT count(*) FROM story)",
            "ALTER FUNCTION found OWNER TO portal_search",
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="must be owner"):
            run(urls.owner, "ALTER FUNCTION found SECURITY INVOKER")
        run(urls.owner, "DROP FUNCTION found")

    def test_does_not_see_what_only_search_may_see(self, urls):
        run(
            urls.owner,
            "CREATE TABLE walled AS SELECT 1 AS area",
            "ALTER TABLE walled ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE walled FORCE ROW LEVEL SECURITY",
            "CREATE POLICY everything ON walled FOR SELECT TO portal_search USING (true)",
            "GRANT SELECT ON walled TO portal_search",
        )
        assert run(urls.owner, "TABLE walled") == []
        assert run(urls.owner, "SET LOCAL ROLE portal_search", "TABLE walled") == [(1,)]


class TestCreateDatabase:
    def test_copies_a_template_with_its_rights(self, admin_url, urls):
        create_database(admin_url, "portal_copy", template="portal")
        copy = database_url(urls.app, database="portal_copy")
        assert run(copy, "SELECT words FROM story") == [("Peter cooks",)]
        run(database_url(urls.owner, database="portal_copy"), "CREATE TABLE later (id integer)")
        assert run(copy, "TABLE later") == []
        drop_database(admin_url, "portal_copy")
        drop_database(admin_url, "portal_copy")

    def test_is_closed_to_other_roles(self, admin_url, urls):
        run(admin_url, "CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
        with pytest.raises(psycopg.OperationalError, match="does not have CONNECT privilege"):
            run(database_url(admin_url, database="portal", role="stranger", password="stranger"), "SELECT 1")


class TestDatabaseUrl:
    def test_keeps_server_and_options(self):
        given = "postgresql://me:secret@db.example:5433/postgres?sslmode=require"
        assert database_url(given, database="a b") == "postgresql://me:secret@db.example:5433/a%20b?sslmode=require"
        assert (
            database_url(given, database="portal", role="portal_app", password="p@ss/word")
            == "postgresql://portal_app:p%40ss%2Fword@db.example:5433/portal?sslmode=require"
        )


class TestIsSuperuser:
    def test_tells_them_apart(self, admin_url, urls):
        assert is_superuser(admin_url)
        assert not is_superuser(urls.app)
        assert not is_superuser(urls.owner)


class TestBootstrap:
    @pytest.mark.parametrize(
        ("owner", "app", "sentence"),
        [
            ("postgresql://me:x@h/d", "postgresql://portal_app:x@h/d", "for portal_owner must have that role"),
            ("postgresql://portal_owner:x@h/d", "postgresql://portal_app@h/d", "for portal_app must have that role"),
            ("postgresql://portal_owner:x@h/d", "postgresql://portal_app:x@h/e", "must name the same database"),
            ("postgresql://portal_owner:x@h/", "postgresql://portal_app:x@h/", "must name the same database"),
        ],
    )
    def test_refuses_addresses_that_do_not_fit(self, admin_url, owner, app, sentence):
        with pytest.raises(UnableToBootstrap, match=sentence):
            bootstrap(admin_url, urls=DatabaseUrls(owner=owner, app=app))

    def test_command_makes_what_the_environment_names(self, admin_url, urls, monkeypatch, capsys):
        owner = database_url(urls.owner, database="commanded")
        app = database_url(urls.app, database="commanded")
        monkeypatch.setenv("DATABASE_ADMIN_URL", admin_url)
        monkeypatch.setenv("DATABASE_OWNER_URL", owner)
        monkeypatch.setenv("DATABASE_URL", app)
        call_command("bootstrap_database")
        assert "migrate --database owner" in capsys.readouterr().out
        run(owner, "CREATE TABLE made (id integer)")
        assert run(app, "TABLE made") == []

    def test_command_says_what_is_missing(self, monkeypatch):
        monkeypatch.delenv("DATABASE_ADMIN_URL", raising=False)
        monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://me@h/d")
        with pytest.raises(CommandError, match=r"^Not in the environment: DATABASE_ADMIN_URL\.$"):
            call_command("bootstrap_database")

    def test_command_passes_the_refusal_on(self, admin_url, monkeypatch):
        monkeypatch.setenv("DATABASE_ADMIN_URL", admin_url)
        monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://me@h/d")
        with pytest.raises(CommandError, match="portal_owner"):
            call_command("bootstrap_database")
