"""Secrets that a machine makes for itself on its first start, and keeps in a file that only its owner can read."""

import fcntl
import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path


def kept_secrets(path: Path, names: Sequence[str]) -> dict[str, str]:
    """Give the secrets of these names; what the file does not hold yet is made up at random and added to it."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        # Two processes that come at once must not each make their own.
        fcntl.flock(file, fcntl.LOCK_EX)
        kept: dict[str, str] = json.loads(file.read() or "{}")
        missing = [name for name in names if name not in kept]
        if missing:
            kept |= {name: secrets.token_hex(24) for name in missing}
            file.seek(0)
            json.dump(kept, file, indent=2)
    return {name: kept[name] for name in names}
