"""What is different in a newer version of an agreement, clause by clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from pools.models import Agreement
from pools.queries.agreements import version_before


class ChangeKind(TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("Gone")


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """
    One clause that is not as it was.

    :param old: the sentences that are not there any more
    :param new: the sentences that were not there before
    :param easy_old: the same of its Easy Read words
    :param easy_new: the same of its Easy Read words
    """

    key: str
    title: str
    picture: str
    kind: ChangeKind
    old: list[str]
    new: list[str]
    easy_old: list[str]
    easy_new: list[str]


def changes_in(agreement: Agreement) -> list[ClauseChange]:
    """What a version changed against the one before it; nothing for the first."""
    before = version_before(agreement)
    return changes_between(before, agreement) if before else []


def changes_between(before: Agreement, after: Agreement) -> list[ClauseChange]:
    """The clauses in which two versions differ: in the order of the newer one, and then those that are gone."""
    old = {clause["key"]: clause for clause in before.clauses}
    new = {clause["key"]: clause for clause in after.clauses}
    keys = [*new, *(key for key in old if key not in new)]
    changes = [_change(old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    # A clause of which only the heading or the picture is another says what it said.
    return [change for change in changes if change.old != change.new or change.easy_old != change.easy_new]


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> ClauseChange:
    clause = new or old or {}
    kind = ChangeKind.NEW if old is None else ChangeKind.GONE if new is None else ChangeKind.CHANGED
    old_words, new_words = _apart(_words(old), _words(new))
    easy_old, easy_new = _apart(_easy_words(old), _easy_words(new))
    return ClauseChange(
        key=clause["key"],
        title=clause["title"],
        picture=clause["picture"],
        kind=kind,
        old=old_words,
        new=new_words,
        easy_old=easy_old,
        easy_new=easy_new,
    )


def _words(clause: Mapping[str, Any] | None) -> list[str]:
    """Everything that a clause says, line by line, its table too."""
    if clause is None:
        return []
    table = clause["table"]
    rows = [" | ".join(filter(None, row)) for row in [*table["rows"], table["foot"]]] if table else []
    return [*clause["paragraphs"], *rows, *clause["items"]]


def _easy_words(clause: Mapping[str, Any] | None) -> list[str]:
    return list(clause["easy"]) if clause else []


def _apart(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """What only the one says, and what only the other says. The same in another order is told in full."""
    gone = [line for line in old if line not in new]
    added = [line for line in new if line not in old]
    return (gone, added) if gone or added or old == new else (list(old), list(new))
