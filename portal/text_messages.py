"""
Text messages: a small door, and whoever stands behind it.

`SMS_BACKEND` names a class with `send(message)`. Ours write the message down: on the console, in a file for the demo,
in a list for tests. An installation that really sends names a class of its own, which hands the message to its
company over HTTP, with `message.reference` as the key by which the company knows a second sending for the first; the
address and the password come from that class's own environment and stand nowhere here. What goes wrong on the way is
an `OSError`, and the message is tried again later.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

# Two parts of a long text: what a telephone shows as one.
LONGEST_TEXT: Final = 306


@dataclass(frozen=True, kw_only=True)
class TextMessage:
    """One text. `to` is a number such as +447700900123; `reference` is the same each time that it is sent."""

    to: str
    words: str
    reference: str


class TextBackend(Protocol):
    """Whoever takes a text from us."""

    def send(self, message: TextMessage) -> None:
        """:raises OSError: it could not be handed over; it may be tried again"""


class ConsoleBackend:
    """Shows each text to whoever started the program."""

    def send(self, message: TextMessage) -> None:
        sys.stdout.write(f"Text to {message.to}: {message.words}\n")


class FileBackend:
    """Adds each text to `texts.jsonl` in the folder `SMS_OUTBOX`, one a line."""

    def send(self, message: TextMessage) -> None:
        folder = Path(settings.SMS_OUTBOX)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "texts.jsonl").open("a", encoding="utf-8") as outbox:
            outbox.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")


class MemoryBackend:
    """Keeps each text in a list, for tests."""

    outbox: list[TextMessage] = []

    def send(self, message: TextMessage) -> None:
        self.outbox.append(message)


def send_text(message: TextMessage) -> None:
    """
    Hand a text to the backend that the settings name.

    :raises OSError: it could not be handed over; it may be tried again
    """
    backend: TextBackend = import_string(settings.SMS_BACKEND)()
    backend.send(message)
