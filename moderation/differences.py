"""What changed between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

# A word with the space that follows it, or the space at the very beginning.
_WORD: Final = re.compile(r"\S+\s*|^\s+")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words that stand together, and what became of them."""

    change: Change
    words: str


def differences(before: str, after: str) -> list[Piece]:
    """
    The pieces of both texts, in their order. Those that are not added make `before`, and those not taken out `after`.

    Space counts with the word before it, so a changed line break is a changed word.
    """
    return list(_pieces(_WORD.findall(before), _WORD.findall(after)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(change=Change.SAME, words="".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece(change=Change.TAKEN_OUT, words="".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece(change=Change.ADDED, words="".join(new[new_from:new_to]))
