"""What one and the same notification says on each channel: in a text, on paper, on the telephone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.text import Truncator
from django.utils.translation import gettext

from portal.models import Notification
from portal.text_messages import LONGEST_TEXT

_ADDRESS: Final = re.compile(r"https?://\S+")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
# One typographic mark would make a telephone send the whole text in half-size parts.
_PLAIN: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\xa0": " "})


@dataclass(frozen=True, kw_only=True)
class Idea:
    """One sentence of an Easy Read letter, with its picture and what the picture shows."""

    text: str
    picture: str
    alt: str


def text_words(notification: Notification, *, link: str) -> str:
    """
    A text message: what it is about, as many whole sentences as fit, and the short link at the end.

    Never longer than `LONGEST_TEXT`.
    """
    room = LONGEST_TEXT - len(link) - 1
    words = Truncator(_as_sentence(plain(notification.subject))).chars(room, truncate="...")
    for sentence in _sentences(notification):
        longer = f"{words} {plain(sentence)}"
        if len(longer) > room:
            break
        words = longer
    return f"{words} {link}"


def letter_paragraphs(notification: Notification) -> list[str]:
    """The paragraphs of a letter. Where the email has a link to press, the letter ends with an address to type."""
    return [words for paragraph in _split(notification.body) if (words := " ".join(_to_read(paragraph)))]


def letter_ideas(notification: Notification) -> list[Idea]:
    """An Easy Read letter: one sentence, one picture. The address to type stands by itself below them."""
    return [_idea(sentence) for sentence in _sentences(notification)]


def phone_script(notification: Notification) -> list[str]:
    """What somebody says on the telephone, sentence by sentence."""
    return [_as_sentence(notification.subject), *_sentences(notification)]


def plain(words: str) -> str:
    """Words in the letters of the telephone networks' own alphabet, as far as they have one there."""
    return "".join(_without_accent(letter) for letter in words.translate(_PLAIN))


def _without_accent(letter: str) -> str:
    """A letter that the networks know, or its bare form; letters of other scripts stay as they are."""
    if letter.isascii() or letter in "£àèéùìòÇØøÅåÆæßÉÄÖÑÜ§¿äöñüà":
        return letter
    bare = unicodedata.normalize("NFKD", letter)[0]
    return bare if bare.isascii() else letter


def _split(body: str) -> list[str]:
    return [paragraph for part in body.split("\n\n") if (paragraph := part.strip())]


def _to_read(paragraph: str) -> list[str]:
    """The lines of a paragraph, without those that only say where to press."""
    return [line.strip() for line in paragraph.splitlines() if not _ADDRESS.search(line)]


def _sentences(notification: Notification) -> Iterator[str]:
    """The message without its greeting, and without what only makes sense with a link to press."""
    for place, paragraph in enumerate(_split(notification.body)):
        if place == 0 and paragraph.endswith(","):
            continue
        for line in _to_read(paragraph):
            yield from filter(None, (sentence.strip() for sentence in _SENTENCE.split(line)))


def _as_sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _idea(sentence: str) -> Idea:
    for pattern, picture, alt in _pictures():
        if re.search(pattern, sentence):
            return Idea(text=sentence, picture=f"img/pictures/{picture}.svg", alt=alt)
    return Idea(text=sentence, picture="img/pictures/message.svg", alt=gettext("A message"))


def _pictures() -> list[tuple[str, str, str]]:
    """Which picture goes with which words, the more telling first."""
    return [
        (r"£|\b(?:[Pp]ay|[Cc]ost|[Mm]oney)", "money", gettext("Money")),
        (r"\b[Ss]ign|\b[Aa]greement", "sign", gettext("Signing a paper")),
        (r"\b[Vv]ot|\bno change\b", "vote", gettext("A vote")),
        (r"\b\d{1,2} (?:January|February|March|April|May|June|July|August)", "calendar", gettext("A calendar")),
        (r"\b\d{1,2} (?:September|October|November|December)", "calendar", gettext("A calendar")),
        (r"\b\d{1,2}\.?\d* ?[ap]\.m\.|\bo’clock\b", "clock", gettext("A clock")),
        (r"\b[Bb]ring\b", "shop", gettext("A bag")),
        (r"\b[Pp]lace\b|\b[Mm]eet\b|\b[Ww]here\b", "place", gettext("A place on a map")),
        (r"\b(?:[Jj]oin|[Gg]roup|[Pp]ool|[Pp]eople|others)\b", "people", gettext("People")),
        (r"\b[Yy]ou can\b|\b[Yy]ou do not\b", "ok", gettext("Thumbs up")),
    ]
