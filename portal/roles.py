"""
The roles of the database: who may do what, before any table exists.

=============== ======= ===========================================================================================
portal_owner    login   Owns the database and what is in it. Migrations run as this role, and nothing else does.
portal_app      login   The web and the workers. May change rows, never tables; row-level security binds it.
portal_reports  no      Reads the published demand and nothing else. portal_app steps into it (``SET LOCAL ROLE``)
                        for a commissioner's page; its rights are not portal_app's own.
portal_search   no      Owns the search functions, which look past row-level security and put the area back in.
                        portal_owner steps into it to hand a function over.
=============== ======= ===========================================================================================

New tables of portal_owner can be read and changed by portal_app. Nothing is granted to portal_reports or
portal_search beforehand, and new functions can be run by nobody: a migration grants what it means to.

Everything here can be run again at any time, and only a superuser can run it: ``manage.py bootstrap_database``.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import LiteralString
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER = "portal_owner"
APP = "portal_app"
REPORTS = "portal_reports"
SEARCH = "portal_search"

EXTENSIONS = (
    "btree_gist",  # exclusion constraints that mix equality and ranges
    "citext",  # email addresses that differ only in capitals are one address
    "pg_trgm",  # search that forgives spelling
    "unaccent",  # search that forgives accents
)

# One after another, each harmless when it has been done before.
ROLE_RIGHTS: tuple[LiteralString, ...] = (
    "ALTER ROLE portal_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    "ALTER ROLE portal_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    "ALTER ROLE portal_reports NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    "ALTER ROLE portal_search NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION",
    # To step into a role, knowingly; not to have its rights all along. Policies made for portal_search, which let it
    # see every area, would otherwise hold for portal_owner too.
    "GRANT portal_reports TO portal_app WITH INHERIT FALSE, SET TRUE, ADMIN FALSE",
    "GRANT portal_search TO portal_owner WITH INHERIT FALSE, SET TRUE, ADMIN FALSE",
)

DATABASE_RIGHTS: tuple[LiteralString, ...] = (
    "ALTER SCHEMA public OWNER TO portal_owner",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO portal_app, portal_reports",
    # CREATE, because a function can only be handed to a role that could have made it there.
    "GRANT USAGE, CREATE ON SCHEMA public TO portal_search",
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app"
    ),
    "ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO portal_app",
    # Without IN SCHEMA, because PostgreSQL's built-in grant to everybody can only be taken back as a whole.
    "ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE portal_search REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
)


def _random_password() -> str:
    return secrets.token_hex(24)


@dataclass(frozen=True, slots=True)
class RolePasswords:
    """The passwords of the two roles that can log in; random unless given."""

    owner: str = field(default_factory=_random_password, repr=False)
    app: str = field(default_factory=_random_password, repr=False)


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """How the two roles that can log in reach one database."""

    owner: str
    app: str


class UnableToBootstrap(Exception):
    """The addresses given do not fit together; the message says how they should."""


def bootstrap(admin_url: str, *, urls: DatabaseUrls) -> None:
    """
    Make a database server fit these addresses: the roles, their passwords and their database as they say.

    :raises UnableToBootstrap: an address names another role, has no password, or another database than its fellow
    """
    owner, app = urlsplit(urls.owner), urlsplit(urls.app)
    for parts, role in ((owner, OWNER), (app, APP)):
        if parts.username != role or not parts.password:
            raise UnableToBootstrap(f"The address for {role} must have that role in it, and a password.")
    if owner.path != app.path or app.path in ("", "/"):
        raise UnableToBootstrap(f"The addresses for {OWNER} and {APP} must name the same database.")
    passwords = RolePasswords(owner=unquote(owner.password or ""), app=unquote(app.password or ""))
    create_roles(admin_url, unquote(app.path[1:]), passwords)


def is_superuser(url: str) -> bool:
    """Whether this address is a superuser's, who may make roles, and whom row-level security does not bind."""
    with _connected(url) as connection:
        return connection.execute("SELECT FROM pg_roles WHERE rolsuper AND rolname = current_user").rowcount == 1


def create_roles(admin_url: str, database: str, passwords: RolePasswords | None = None) -> DatabaseUrls:
    """
    Make the roles, the database where it is missing, its extensions, and the rights of the roles in it.

    :param admin_url: a superuser's address of any database on the server
    :param passwords: set on the roles, also when the roles exist already; random ones if there are none
    """
    passwords = passwords or RolePasswords()
    with _connected(admin_url) as connection:
        for role in (OWNER, APP, REPORTS, SEARCH):
            if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        for statement in ROLE_RIGHTS:
            connection.execute(statement)
        _set_password(connection, OWNER, passwords.owner)
        _set_password(connection, APP, passwords.app)
    create_database(admin_url, database)
    with _connected(database_url(admin_url, database=database)) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        for statement in DATABASE_RIGHTS:
            connection.execute(statement)
    return DatabaseUrls(
        owner=database_url(admin_url, database=database, role=OWNER, password=passwords.owner),
        app=database_url(admin_url, database=database, role=APP, password=passwords.app),
    )


def create_database(admin_url: str, name: str, template: str | None = None) -> None:
    """
    Make a database that belongs to portal_owner and that nobody but our roles can connect to.

    One that is there already is kept as it is, except that its owner and rights are put right. The roles must exist.

    :param template: copy this database with all that is in it; nobody may be connected to it at that moment
    """
    with _connected(admin_url) as connection:
        database = sql.Identifier(name)
        if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", name):
            # template0 rather than template1, which may hold what somebody once put there.
            source = sql.Identifier(template or "template0")
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER portal_owner TEMPLATE {}").format(database, source))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO portal_owner").format(database))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO portal_app").format(database))


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database if it is there, and end whatever is connected to it."""
    with _connected(admin_url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def database_url(url: str, *, database: str, role: str | None = None, password: str | None = None) -> str:
    """The same server's address for another database, and for another role if one is given."""
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    if role is not None:
        login, at = quote(role, safe=""), "@"
        if password is not None:
            login += f":{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}{at}{host}", path=f"/{quote(database, safe='')}"))


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        # "Already exists, skipping" is what we hoped for, so it is not worth a line on the screen.
        connection.execute("SET client_min_messages = warning")
        yield connection


def _exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def _set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    """Hash the password here, so that it is never on the wire or in the server's log."""
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed)))
