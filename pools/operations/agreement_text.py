"""
How an agreement is kept: its clauses as rows take them, and as one plain text that always has the same letters.

Each clause has its words, and the same facts again in Easy Read. Whoever reads either, signs both: the canonical text
holds them both, so that one fingerprint covers what everybody has read.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from portal.models import Area
from portal.money import format_amount


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under column headings; the last column is an amount. `foot` is the row of totals."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    foot: list[str]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """
    One thing that the members agree to.

    :param picture: the name of the picture beside it
    :param paragraphs: its words
    :param items: a list after them
    :param easy: the same facts in short sentences
    :param is_warning: to be read twice
    """

    key: str
    title: str
    picture: str
    paragraphs: list[str]
    easy: list[str]
    items: list[str] = field(default_factory=list)
    table: Table | None = None
    is_warning: bool = False


@dataclass
class Sayings:
    """What a clause says, put together sentence by sentence; the Easy Read words grow beside the others."""

    paragraphs: list[str] = field(default_factory=list)
    easy: list[str] = field(default_factory=list)

    def say(self, words: str, *, easy: str | None = None) -> None:
        """What always holds."""
        self.paragraphs.append(words)
        self.easy.append(words if easy is None else easy)

    def tell(self, own: str | None, words: str, *, easy: str | None = None) -> None:
        """What the members said themselves, at the place `%(own)s`; nothing where they said nothing."""
        if own:
            told = {"own": pointed(own)}
            self.say(words % told, easy=None if easy is None else easy % told)

    def clause(self, *, key: str, title: str, picture: str) -> list[Clause]:
        """The clause, or none where nothing was said."""
        if not self.paragraphs:
            return []
        return [Clause(key=key, title=title, picture=picture, paragraphs=self.paragraphs, easy=self.easy)]


def as_stored(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """The clauses as JSON takes them, with every text normalised."""
    return [_normalised(asdict(clause)) for clause in clauses]


def canonical_text(
    *, area: Area, title: str, version: int, frozen_at: datetime, clauses: Sequence[Mapping[str, Any]]
) -> str:
    """
    The agreement as plain text: the same facts always give the same letters.

    :param clauses: as they are stored
    """
    heading = {
        "area": area.name,
        "host": area.host_name,
        "title": title,
        "version": version,
        "made_on": date_format(timezone.localdate(frozen_at), "j F Y"),
    }
    text = render_to_string("pools/agreement/canonical.txt", {**heading, "clauses": clauses})
    return normalise(text) + "\n"


def normalise(text: str) -> str:
    """One way to write the same text: composed letters, plain line ends, no blanks at the ends of lines, no gaps."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter) != "Cc")
    lines = [line.rstrip() for line in printable.split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def pounds(amount: str | Decimal) -> str:
    return format_amount(Decimal(amount))


def long_day(day: date) -> str:
    return date_format(day, "j F Y")


def lowered(words: str) -> str:
    """Inside a sentence; only the first letter, and not that of a name or an abbreviation."""
    return words if words[:2].isupper() or words.startswith("I ") else words[:1].lower() + words[1:]


def pointed(sentence: str) -> str:
    """With a full stop at the end, if whoever wrote it left that out."""
    written = sentence.strip()
    return written if written.endswith((".", "!", "?")) else f"{written}."


def unpointed(words: str) -> str:
    return words.strip().rstrip(".")


def _normalised(value: Any) -> Any:
    match value:
        case str():
            return normalise(value)
        case list():
            return [_normalised(item) for item in value]
        case dict():
            return {key: _normalised(item) for key, item in value.items()}
        case _:
            return value
