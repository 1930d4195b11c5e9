import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from portal import supervision
from portal.supervision import ProgramStopped, programs

# Ends when it is asked to, and takes its time over it.
POLITE = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit('bye')); print('here', flush=True);"
    "time.sleep(60)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"

# A launcher in small: runs one program until it is asked to stop.
LAUNCHER = f"""
import os, sys, time
from pathlib import Path
from portal.supervision import AskedToStop, programs, stop_on_signals

stop_on_signals()
try:
    with programs(logs=Path(sys.argv[1])) as running:
        running.start("polite", [sys.executable, "-c", {POLITE!r}], environment=os.environ)
        print(os.getpid(), running.running["polite"].process.pid, flush=True)
        while True:
            running.check()
            time.sleep(0.05)
except AskedToStop:
    print("stopped", flush=True)
"""


def wait_for(path: Path, words: str) -> None:
    deadline = time.monotonic() + 120
    while not path.exists() or words not in path.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def has_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def launched() -> Iterator[Callable[..., tuple[subprocess.Popen[str], int, int]]]:
    """Start a command and give its process, with the ids of the launcher and of the launcher's program."""
    started: list[subprocess.Popen[str]] = []

    def launch(
        command: list[str], *, environment: dict[str, str] | None = None
    ) -> tuple[subprocess.Popen[str], int, int]:
        process = subprocess.Popen(
            command,
            env=os.environ | (environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        pid, program = map(int, process.stdout.readline().split())
        return process, pid, program

    yield launch
    # What a failed test left running, with all that it started.
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


class TestPrograms:
    def test_asks_them_to_stop_at_the_end(self, tmp_path):
        with programs(logs=tmp_path) as running:
            running.start("polite", [sys.executable, "-c", POLITE], environment=os.environ)
            wait_for(tmp_path / "polite.log", "here")
            running.check()
        assert running.running["polite"].process.returncode == 1
        assert (tmp_path / "polite.log").read_text() == "here\nbye\n"

    def test_kills_what_does_not_listen(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervision, "STOPPING_SECONDS", 0.2)
        with programs(logs=tmp_path) as running:
            running.start("deaf", [sys.executable, "-c", DEAF], environment=os.environ)
            wait_for(tmp_path / "deaf.log", "here")
        assert running.running["deaf"].process.returncode == -signal.SIGKILL

    def test_shows_the_end_of_the_log_of_one_that_stopped(self, tmp_path):
        with programs(logs=tmp_path) as running:
            running.start("short", [sys.executable, "-c", "raise SystemExit('no more paper')"], environment=os.environ)
            running.running["short"].process.wait()
            with pytest.raises(ProgramStopped, match=r"(?s)The short has stopped.*short\.log:\nno more paper"):
                running.check()

    def test_starts_again_what_had_been_running_well(self, tmp_path, monkeypatch):
        monkeypatch.setattr(supervision, "SETTLED_SECONDS", 0)
        with programs(logs=tmp_path) as running:
            running.start("polite", [sys.executable, "-c", POLITE], environment=os.environ)
            wait_for(tmp_path / "polite.log", "here")
            assert running.check() == []
            killed = running.running["polite"].process
            killed.kill()
            killed.wait()
            assert running.check() == ["polite"]
            wait_for(tmp_path / "polite.log", "here\nhere")

    def test_gives_them_only_the_environment_named(self, tmp_path):
        with programs(logs=tmp_path) as running:
            command = [sys.executable, "-c", "import os; print(os.environ.get('HOME'), os.environ['ONLY'])"]
            running.start("curious", command, environment={"ONLY": "this", "PATH": os.environ["PATH"]})
            running.running["curious"].process.wait()
        assert (tmp_path / "curious.log").read_text() == "None this\n"


class TestStopOnSignals:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_stops_in_good_order(self, tmp_path, launched, number):
        launcher, pid, program = launched([sys.executable, "-c", LAUNCHER, str(tmp_path)])
        wait_for(tmp_path / "polite.log", "here")
        # Twice: impatient people press Ctrl-C again.
        os.kill(pid, number)
        os.kill(pid, number)
        assert launcher.communicate(timeout=120)[0] == "stopped\n"
        assert launcher.returncode == 0
        assert has_gone(program)
        assert (tmp_path / "polite.log").read_text() == "here\nbye\n"

    def test_programs_do_not_outlive_a_launcher_that_is_killed(self, tmp_path, launched):
        launcher, pid, _ = launched([sys.executable, "-c", LAUNCHER, str(tmp_path)])
        wait_for(tmp_path / "polite.log", "here")
        os.kill(pid, signal.SIGKILL)
        launcher.communicate(timeout=120)
        wait_for(tmp_path / "polite.log", "bye")

    def test_hears_an_interrupt_that_only_make_got(self, tmp_path, launched):
        (tmp_path / "launcher.py").write_text(LAUNCHER)
        (tmp_path / "Makefile").write_text(f"demo:\n\t@exec {sys.executable} {tmp_path}/launcher.py {tmp_path}\n")
        make, pid, program = launched(
            ["make", "--file", str(tmp_path / "Makefile"), "demo"], environment={"PYTHONPATH": str(Path.cwd())}
        )
        wait_for(tmp_path / "polite.log", "here")
        assert make.pid != pid
        make.send_signal(signal.SIGINT)
        assert make.communicate(timeout=120)[0] == "stopped\n"
        assert has_gone(program)
