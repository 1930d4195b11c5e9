import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import pytest
import redis

from portal.embedded import EmbeddedServiceError, embedded_services

# Enters the ``with``, says so, and stays there until it is killed or its input ends.
HOLDER = """
import sys
from pathlib import Path
from portal.embedded import embedded_services

with embedded_services(Path(sys.argv[1]), durable=False) as services:
    print(services.admin_url, services.redis_url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One data directory for the whole module: making one takes the longest."""
    made = tmp_path_factory.mktemp("embedded") / "services"
    yield made
    # Whatever a failed test left behind stops here.
    with embedded_services(made, durable=False):
        pass


def start_holder(directory: Path) -> tuple[subprocess.Popen[str], str, str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    admin_url, redis_url = holder.stdout.readline().split()
    return holder, admin_url, redis_url


def leave(holder: subprocess.Popen[str]) -> None:
    holder.communicate()
    assert holder.returncode == 0


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def setting(admin_url: str, name: str) -> str:
    with psycopg.connect(admin_url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


class TestEmbeddedServices:
    def test_both_answer_inside_and_neither_afterwards(self, directory):
        with embedded_services(directory, durable=False) as services:
            assert setting(services.admin_url, "server_version").startswith("18.")
            with redis.Redis.from_url(services.redis_url) as connection:
                assert connection.ping()
        assert not answers(services.admin_url)
        with pytest.raises(redis.ConnectionError), redis.Redis.from_url(services.redis_url) as connection:
            connection.ping()

    def test_keeps_what_was_stored(self, tmp_path):
        with embedded_services(tmp_path) as services:
            with psycopg.connect(services.admin_url) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 'rows' AS what")
            with redis.Redis.from_url(services.redis_url) as connection:
                connection.set("kept", "keys")
        with embedded_services(tmp_path) as services:
            with psycopg.connect(services.admin_url) as connection:
                assert connection.execute("TABLE kept").fetchall() == [("rows",)]
            with redis.Redis.from_url(services.redis_url) as connection:
                assert connection.get("kept") == b"keys"

    def test_durable_unless_told_otherwise(self, directory):
        with embedded_services(directory) as services:
            assert setting(services.admin_url, "fsync") == "on"
        with embedded_services(directory, durable=False) as services:
            assert setting(services.admin_url, "fsync") == "off"

    def test_sorts_and_folds_case_the_same_everywhere(self, directory):
        with embedded_services(directory, durable=False) as services, psycopg.connect(services.admin_url) as connection:
            locale = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
            assert set(connection.execute(locale).fetchall()) == {("b", "C.UTF-8", "UTF8")}
            assert connection.execute("SELECT lower('Cŵn ÉIRE')").fetchone() == ("cŵn éire",)


class TestStrangers:
    def test_listens_on_the_loopback_address_only(self, directory):
        with embedded_services(directory, durable=False) as services:
            assert setting(services.admin_url, "listen_addresses") == "127.0.0.1"
            assert setting(services.admin_url, "unix_socket_directories") == ""
            with redis.Redis.from_url(services.redis_url) as connection:
                assert connection.config_get("bind") == {"bind": "127.0.0.1"}

    def test_needs_the_password(self, directory):
        with embedded_services(directory, durable=False) as services:
            for url in (services.admin_url, services.redis_url):
                assert len(urlsplit(url).password or "") == 48
            assert not answers(without_password(services.admin_url))
            with (
                redis.Redis.from_url(without_password(services.redis_url)) as connection,
                pytest.raises(redis.AuthenticationError),
            ):
                connection.ping()

    def test_passwords_are_readable_by_their_owner_alone(self, directory):
        with embedded_services(directory, durable=False):
            for name in ("passwords.json", "redis/redis.conf"):
                assert stat.S_IMODE((directory / name).stat().st_mode) == 0o600
            assert stat.S_IMODE((directory / "postgres").stat().st_mode) == 0o700
            assert not (directory / "postgres.password").exists()


def without_password(url: str) -> str:
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return urlunsplit(parts._replace(netloc=f"{user}{parts.hostname}:{parts.port}"))


class TestSeveralProcesses:
    def test_share_one_server_until_the_last_leaves(self, directory):
        first, admin_url, redis_url = start_holder(directory)
        second, *same = start_holder(directory)
        assert same == [admin_url, redis_url]
        leave(first)
        assert answers(admin_url)
        leave(second)
        assert not answers(admin_url)

    def test_starting_together_make_one_server(self, tmp_path):
        holders = [
            subprocess.Popen(
                [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(4)
        ]
        lines = {holder.stdout.readline() for holder in holders if holder.stdout is not None}
        for holder in holders:
            leave(holder)
        assert len(lines) == 1
        assert lines != {""}

    def test_uses_the_server_that_a_killed_process_left_behind(self, directory):
        killed, admin_url, _ = start_holder(directory)
        killed.kill()
        killed.communicate()
        assert answers(admin_url)
        with embedded_services(directory, durable=False) as services:
            assert services.admin_url == admin_url
        assert not answers(admin_url)

    def test_starts_again_where_the_server_itself_was_killed(self, directory):
        holder, admin_url, _ = start_holder(directory)
        os.kill(int((directory / "postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        holder.kill()
        holder.communicate()
        with embedded_services(directory, durable=False) as services:
            assert services.admin_url != admin_url
            assert answers(services.admin_url)

    def test_takes_no_other_process_for_its_server(self, directory):
        with embedded_services(directory, durable=False):
            pass
        # What a crash leaves behind, when the process id has since gone to somebody else: to us.
        (directory / "postgres/postmaster.pid").write_text(
            f"{os.getpid()}\n/elsewhere\n0\n1\n\n127.0.0.1\n0 0\nready\n"
        )
        (directory / "redis/redis.pid").write_text(f"{os.getpid()}\n")
        with embedded_services(directory, durable=False) as services:
            assert answers(services.admin_url)


class TestEmbeddedServiceError:
    def test_shows_the_end_of_the_log(self, tmp_path):
        with embedded_services(tmp_path, durable=False):
            pass
        (tmp_path / "postgres/PG_VERSION").write_text("9.6\n")
        with (
            pytest.raises(EmbeddedServiceError, match=r"(?s)PostgreSQL stopped while it was starting.*incompatible"),
            embedded_services(tmp_path, durable=False),
        ):
            pytest.fail("must not start")

    def test_stops_the_one_when_the_other_does_not_start(self, tmp_path):
        with embedded_services(tmp_path, durable=False):
            pass
        (tmp_path / "redis/appendonly.aof").write_text("not what Redis writes")
        with pytest.raises(EmbeddedServiceError, match="Redis stopped"), embedded_services(tmp_path):
            pytest.fail("must not start")
        assert not (tmp_path / "postgres/postmaster.pid").exists()

    def test_says_when_the_data_directory_cannot_be_made(self, tmp_path, monkeypatch):
        monkeypatch.setattr("portal.embedded.SUPERUSER", "pg_reserved")
        with (
            pytest.raises(EmbeddedServiceError, match="cannot make its data directory"),
            embedded_services(tmp_path, durable=False),
        ):
            pytest.fail("must not start")
        assert not (tmp_path / "postgres").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary person has nothing to give up")
class TestAsRoot:
    def test_postgres_does_not_run_as_root(self, directory):
        with embedded_services(directory, durable=False):
            pid = int((directory / "postgres/postmaster.pid").read_text().split()[0])
            assert psutil.Process(pid).username() == "nobody"

    def test_opens_closed_directories_for_passing_through(self, tmp_path, capsys):
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        with embedded_services(closed / "services", durable=False) as services:
            assert answers(services.admin_url)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o701
        assert f"chmod o+x {closed}:" in capsys.readouterr().err
