"""The portal as people meet it: a web server and a worker of their own, on a database that really commits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from portal.embedded import LOOPBACK, free_port
from portal.launch import WEB_WORKER
from tests.database import ROOT, SERVICES

PATIENCE_SECONDS = 180


class SiteDidNotStart(AssertionError):
    """The web server does not answer; the message is the end of its log."""


@dataclass
class Site:
    """A running portal. Its addresses are those of the areas on one free port."""

    home: Path
    port: int = field(default_factory=free_port)
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def address(self, area: str, path: str = "/") -> str:
        return f"http://{area}.localhost:{self.port}{path}"

    def start(self) -> None:
        self._run("gunicorn", "portal.asgi", "--worker-class", WEB_WORKER, "--bind", f"{LOOPBACK}:{self.port}")
        self._run("celery", "--app", "portal", "worker", "--concurrency", "1", "--loglevel", "WARNING")
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self._is_ready():
            if time.monotonic() > give_up or self.programs[0].poll() is not None:
                raise SiteDidNotStart((self.home / "gunicorn.log").read_text()[-2000:])
            time.sleep(0.1)

    def stop(self) -> None:
        for program in self.programs:
            os.killpg(program.pid, signal.SIGTERM)
        for program in self.programs:
            program.wait(PATIENCE_SECONDS)

    @contextmanager
    def worker_at_rest(self) -> Iterator[None]:
        """Inside, what has been asked of the worker waits; afterwards the worker goes on."""
        worker = self.programs[1]
        os.killpg(worker.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(worker.pid, signal.SIGCONT)

    def emails(self) -> list[str]:
        """The texts of the emails that were sent, oldest first."""
        outbox = sorted((self.home / "outbox").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_text() for file in outbox]

    def _run(self, program: str, *arguments: str) -> None:
        with (self.home / f"{program}.log").open("ab") as log:
            self.programs.append(
                subprocess.Popen(
                    [sys.executable, "-m", program, *arguments],
                    env={
                        **os.environ,
                        "PORT": str(self.port),
                        # A doorbell of its own: other test processes ring on the same Redis.
                        "REDIS_URL": f"{SERVICES.redis_url.rpartition('/')[0]}/{_redis_number()}",
                        "EMAIL_URL": f"filemail:///{self.home / 'outbox'}",
                        "STATICFILES_FROM_SOURCE": "1",
                    },
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def _is_ready(self) -> bool:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def _redis_number() -> int:
    """1 for the first of the parallel test processes, 2 for the second; Redis has 16 numbered stores."""
    return 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15
