"""So that `manage.py` in another shell works on the demo that runs, without being told where it is."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

FILE = "environment.json"


def demo_directory() -> Path:
    """Where the demo keeps all that it makes: `DEMO_DIR`, or `.demo` in the current directory."""
    return Path(os.environ.get("DEMO_DIR") or ".demo").resolve()


@contextmanager
def shared_environment(directory: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Leave the demo's environment in a file that only its owner can read, for as long as the demo runs."""
    path = directory / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(dict(environment), file, indent=2)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def join_running_demo() -> None:
    """Take over the environment of the demo that runs, unless this shell has a database of its own."""
    path = demo_directory() / FILE
    if "DATABASE_URL" not in os.environ and path.exists():
        for name, value in json.loads(path.read_text()).items():
            os.environ.setdefault(name, value)
