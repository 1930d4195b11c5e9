import json
import socket
import stat
from pathlib import Path

import psycopg
import pytest

from portal import launch
from portal.embedded import free_port
from portal.launch import UnableToLaunch
from portal.roles import database_url, drop_database
from portal.supervision import ProgramStopped
from tests.database import PASSWORDS, SERVICES

OURS = "launched_by_a_test"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo that shares the tests' server, whose roles have their passwords already."""
    kept = {"SECRET_KEY": "kept", "portal_owner": PASSWORDS.owner, "portal_app": PASSWORDS.app}
    (tmp_path / "secrets.json").write_text(json.dumps(kept))
    return tmp_path


def who(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_user").fetchone()
    assert row is not None
    return str(row[0])


class TestEnvironment:
    def test_brings_its_own_servers(self, tmp_path):
        with launch._environment(tmp_path, port=free_port()) as environment:
            assert who(environment["DATABASE_URL"]) == "portal_app"
            assert who(environment["DATABASE_OWNER_URL"]) == "portal_owner"
            assert environment["REDIS_URL"].startswith("redis://:")
            assert environment["EMAIL_URL"] == f"filemail:///{tmp_path}/outbox"
            assert "DATABASE_ADMIN_URL" not in environment
        with launch._environment(tmp_path, port=free_port()) as again:
            assert again["SECRET_KEY"] == environment["SECRET_KEY"]
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600

    def test_uses_servers_that_are_given(self, demo, monkeypatch):
        app = database_url(SERVICES.admin_url, database=OURS, role="portal_app", password=PASSWORDS.app)
        owner = database_url(SERVICES.admin_url, database=OURS, role="portal_owner", password=PASSWORDS.owner)
        monkeypatch.setenv("DATABASE_URL", app)
        monkeypatch.setenv("DATABASE_OWNER_URL", owner)
        monkeypatch.setenv("DATABASE_ADMIN_URL", SERVICES.admin_url)
        monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")
        with launch._environment(demo, port=free_port()) as environment:
            assert environment["DATABASE_URL"] == app
            assert environment["DATABASE_OWNER_URL"] == owner
            assert environment["REDIS_URL"] == "redis://redis.example/0"
            assert who(app) == "portal_app"
        assert not (demo / "services").exists()
        drop_database(SERVICES.admin_url, OURS)

    def test_superusers_address_alone_is_enough(self, demo, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", database_url(SERVICES.admin_url, database=OURS))
        monkeypatch.setenv("REDIS_URL", SERVICES.redis_url)
        with launch._environment(demo, port=free_port()) as environment:
            assert who(environment["DATABASE_URL"]) == "portal_app"
            assert environment["DATABASE_URL"].endswith(f"/{OURS}")
        drop_database(SERVICES.admin_url, OURS)

    def test_says_what_is_missing_beside_the_apps_address(self, demo, monkeypatch):
        app = database_url(SERVICES.admin_url, database="postgres", role="portal_app", password=PASSWORDS.app)
        monkeypatch.setenv("DATABASE_URL", app)
        monkeypatch.setenv("REDIS_URL", SERVICES.redis_url)
        with (
            pytest.raises(UnableToLaunch, match="give DATABASE_OWNER_URL"),
            launch._environment(demo, port=free_port()),
        ):
            pytest.fail("must not start")

    def test_says_that_the_port_is_taken(self, tmp_path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with (
                pytest.raises(UnableToLaunch, match=f"port {port}.*make demo PORT={port + 1}"),
                launch._environment(tmp_path, port=port),
            ):
                pytest.fail("must not start")


class TestRunning:
    def test_programs_cannot_change_tables(self, tmp_path, monkeypatch):
        monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://portal_owner@nowhere/portal")
        monkeypatch.setenv("DATABASE_ADMIN_URL", "postgresql://postgres@nowhere/portal")
        curious = "import os; print([name for name in os.environ if 'DATABASE_' in name])"
        monkeypatch.setenv("DATABASE_URL", "postgresql://portal_app@nowhere/portal")
        monkeypatch.setattr(launch, "_commands", lambda *_, **__: {"web": ["python", "-c", curious]})
        with pytest.raises(ProgramStopped, match=r"web\.log:\n\['DATABASE_URL'\]"):
            launch._run(tmp_path, port=free_port())

    def test_shows_one_account_of_each_role(self, monkeypatch):
        accounts = [
            {"role": "member", "area": "oxfordshire", "email": "peter@example.org", "password": "one"},
            {"role": "member", "area": "knowsley", "email": "paul@example.org", "password": "two"},
            {"role": "champion", "area": "oxfordshire", "email": "sam@example.org", "password": "three"},
        ]
        monkeypatch.setattr(launch, "call_command", lambda *_, stdout: stdout.write(json.dumps(accounts)))
        assert launch._sample_accounts(port=8000).splitlines() == [
            "Role      Address                             Email              Password",
            "member    http://oxfordshire.localhost:8000/  peter@example.org  one",
            "champion  http://oxfordshire.localhost:8000/  sam@example.org    three",
        ]
