"""
Who is helping whom just now, and how far that reaches.

A supporter who helps a member works as that member, within what the member has ticked, and nowhere else: the table
here binds addresses to scopes, and an address that nobody bound is refused. Apps bind their own in `rules.py`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.models import Delegation, Profile, Scope


@dataclass(frozen=True, kw_only=True)
class Helping:
    """Somebody helps a member at this moment."""

    delegation: Delegation
    supporter: Profile
    member: Profile

    @property
    def scopes(self) -> list[Scope]:
        return [Scope(scope) for scope in self.delegation.scopes]


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where help of one kind begins."""

    scope: Scope
    route: str
    label: Promise


_current: ContextVar[Helping | None] = ContextVar("current_helping", default=None)
_READS: dict[str, set[Scope]] = {}
_WRITES: dict[str, set[Scope]] = {}
_SENTENCES: dict[str, Promise] = {}
_DEEDS: dict[str, Promise] = {}
_STARTS: list[Start] = []

# Open to everybody, or about the supporter's own way out.
ALWAYS = {
    "account_logout",
    "portal:helping_now",
    "portal:stop_helping",
    "portal:switch_easy_read",
    "portal:help",
    "portal:privacy",
    "portal:accessibility",
    "portal:guidelines",
    "portal:healthz",
    "portal:readyz",
}
NOT_LISTED = _("Only they can do this themselves, or they have not asked you to help with it.")


def current_helping() -> Helping | None:
    """Who is helping whom in the request in hand; None where people act for themselves."""
    return _current.get()


@contextmanager
def helps(helping: Helping) -> Iterator[None]:
    """Inside, everything that is done is done by the supporter for the member."""
    token = _current.set(helping)
    try:
        yield
    finally:
        _current.reset(token)


def let(*scopes: Scope, read: Iterable[str] = (), write: Iterable[str] = ()) -> None:
    """
    Bind addresses to scopes, by their URL names.

    :param read: pages that may be looked at
    :param write: pages that may be looked at, and what they send
    """
    for route in (*read, *write):
        _READS.setdefault(route, set()).update(scopes)
    for route in write:
        _WRITES.setdefault(route, set()).update(scopes)


def start_at(scope: Scope, route: str, label: Promise) -> None:
    """Offer a page as the place where help of this kind begins."""
    _STARTS.append(Start(scope=scope, route=route, label=label))


def never(sentence: Promise, *routes: str) -> None:
    """Say why nobody can do this for somebody else, where there is more to say than that."""
    _SENTENCES.update(dict.fromkeys(routes, sentence))


def deed(action: str, words: Promise) -> None:
    """Tell in words what an audited action is, for the list of what supporters did."""
    _DEEDS[action] = words


def may_reach(scopes: Iterable[Scope], route: str, *, method: str) -> bool:
    """Whether somebody with these scopes may ask this of an address. What nobody bound is refused."""
    if route in ALWAYS:
        return True
    bound = _READS if method in {"GET", "HEAD"} else _WRITES
    return not bound.get(route, set()).isdisjoint(scopes)


def why_not(route: str) -> Promise:
    return _SENTENCES.get(route, NOT_LISTED)


def starts_for(scopes: Iterable[Scope]) -> list[Start]:
    wanted = set(scopes)
    return [start for start in _STARTS if start.scope in wanted]


def deed_in_words(action: str) -> str:
    """What was done; an action that nobody named says what it is called."""
    return str(_DEEDS.get(action, action.replace("_", " ")))


def bound_routes() -> set[str]:
    """Every address that help can reach."""
    return ALWAYS | set(_READS)
