"""Keeps a few programs running side by side for the demo, and stops them in good order when somebody asks for it."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import psutil

# A worker may be in the middle of a PDF. It finishes that one; whatever else is waiting keeps in the database.
STOPPING_SECONDS = 15

# Whoever has run this long knows how to start; whoever has not would only stop again.
SETTLED_SECONDS = 10

# Should we be killed outright, the kernel stops the programs for us. (util-linux, which Debian always has.)
_OUTLIVE_US_NOT = ("setpriv", "--pdeathsig", "TERM", "--") if shutil.which("setpriv") else ()

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AskedToStop(BaseException):
    """Somebody pressed Ctrl-C, or closed the terminal. No ordinary ``except`` may swallow it."""


class ProgramStopped(Exception):
    """A program has stopped by itself, and too soon to try again; the message has the end of its log."""


@dataclass(frozen=True)
class _Program:
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    started: float


class Programs:
    """The programs that are running."""

    def __init__(self, *, logs: Path) -> None:
        self.logs = logs
        self.running: dict[str, _Program] = {}

    def start(self, name: str, command: Sequence[str], *, environment: Mapping[str, str]) -> None:
        with self._log(name).open("ab") as log:
            process = subprocess.Popen(
                [*_OUTLIVE_US_NOT, *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Out of reach of Ctrl-C: we tell them ourselves, once.
                start_new_session=True,
            )
        self.running[name] = _Program(command, environment, process, started=time.monotonic())

    def check(self) -> list[str]:
        """
        See that everything still runs, and that nobody wants it to end.

        What had been running well and was killed is started again.

        :return: the names of those that were started again
        :raises ProgramStopped: one stopped soon after its start, so that starting it again would not help
        :raises AskedToStop: make was interrupted
        """
        if _make_was_interrupted():
            _ask_to_stop()
        stopped = {name: program for name, program in self.running.items() if program.process.poll() is not None}
        for name, program in stopped.items():
            if time.monotonic() - program.started < SETTLED_SECONDS:
                raise ProgramStopped(f"The {name} has stopped. The end of {self._log(name)}:\n{self._end_of_log(name)}")
            self.start(name, program.command, environment=program.environment)
        return list(stopped)

    def stop(self) -> None:
        """Ask all of them to stop, the one started last first, and give them time for it."""
        processes = [program.process for program in reversed(self.running.values())]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOPPING_SECONDS
        for process in processes:
            try:
                process.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                # With all that it started: each program leads a session of its own.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _end_of_log(self, name: str) -> str:
        return "\n".join(self._log(name).read_text(errors="replace").splitlines()[-15:])


@contextlib.contextmanager
def programs(*, logs: Path) -> Iterator[Programs]:
    """Keep what is started inside the ``with`` no longer than that."""
    group = Programs(logs=logs)
    try:
        yield group
    finally:
        group.stop()


def stop_on_signals() -> None:
    """Turn the first signal to stop into ``AskedToStop``."""
    for number in STOP_SIGNALS:
        signal.signal(number, _ask_to_stop)


def _ask_to_stop(_number: int = 0, _frame: FrameType | None = None) -> NoReturn:
    # Impatient people press Ctrl-C again. That must not disturb the tidying up.
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise AskedToStop


def _make_was_interrupted() -> bool:
    """
    Whether the ``make`` that runs us has been told to stop by itself.

    Ctrl-C reaches us both. But ``kill -INT`` of make alone does not: make then waits for us, with SIGINT blocked while
    it handles it, and would wait for ever.
    """
    parent = psutil.Process().parent()
    if parent is None or parent.name() != "make":
        return False
    status = Path(f"/proc/{parent.pid}/status")
    blocked = next((line for line in status.read_text().splitlines() if line.startswith("SigBlk:")), "SigBlk: 0")
    return bool(int(blocked.split()[1], 16) & 1 << (signal.SIGINT - 1))
