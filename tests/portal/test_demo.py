"""The demo as a newcomer meets it: one command, and Ctrl-C."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

from portal.embedded import free_port


@dataclass
class Demo:
    """One run of it, from the command until it has stopped."""

    process: subprocess.Popen[str]
    port: int
    said: str

    def get(self, path: str, *, host: str = "localhost") -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
            response = connection.getresponse()
            return response.status, response.read()

    def stop(self, number: signal.Signals) -> str:
        self.process.send_signal(number)
        return self.process.communicate(timeout=180)[0]


def start(directory: Path) -> Demo:
    port = free_port()
    # As on a newcomer's machine, which has none of the tests' own servers.
    ours = ("DATABASE_", "REDIS_", "EMAIL_", "STATIC", "SECRET_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.launch"],
        env=environment | {"DEMO_DIR": str(directory), "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    while not said.endswith("Ctrl-C stops it.\n"):
        line = process.stdout.readline()
        if not line:
            process.wait()
            pytest.fail(f"It stopped by itself, having said:\n{said}")
        said += line
    return Demo(process=process, port=port, said=said)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(directory: Path) -> Iterator[Demo]:
    started = start(directory)
    yield started
    if started.process.poll() is None:
        started.stop(signal.SIGTERM)


def test_first_start_makes_everything_and_ctrl_c_ends_it(demo: Demo, directory: Path) -> None:
    assert f"\nReady on http://localhost:{demo.port}\n" in demo.said
    assert {line.split()[0] for line in demo.said.splitlines() if "@" in line} == {
        "member", "champion", "host", "provider", "commissioner", "safeguarding"
    }  # fmt: skip
    assert demo.get("/readyz") == (HTTPStatus.OK, b"ready")
    for host in ("localhost", "oxfordshire.localhost", "knowsley.localhost"):
        assert demo.get("/", host=host)[0] == HTTPStatus.OK
    assert demo.get("/static/dist/app.css")[0] == HTTPStatus.OK
    assert demo.stop(signal.SIGINT) == "Stopped. Everything is kept for the next time.\n"
    assert demo.process.returncode == 0
    assert not (directory / "services/postgres/postmaster.pid").exists()
    assert not (directory / "services/redis/redis.pid").exists()
    with pytest.raises(ConnectionRefusedError):
        demo.get("/healthz")


def test_second_start_makes_nothing_again_and_keeps_everything(demo: Demo) -> None:
    for step in ("Making the tables", "Loading the sample areas", "Collecting the static files"):
        assert step not in demo.said
    assert demo.get("/", host="oxfordshire.localhost")[0] == HTTPStatus.OK
    assert demo.stop(signal.SIGTERM) == "Stopped. Everything is kept for the next time.\n"
    assert demo.process.returncode == 0
