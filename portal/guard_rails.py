"""
What somebody may not have meant to tell everybody: found in their words before they are sent.

The forms are those of the United Kingdom. Nothing here decides: it finds, and names what it found. False alarms teach
people to click warnings away, so a number counts only where it can be dialled, paid into or charged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.contact_details import parse_postcode, parse_telephone


class Private(StrEnum):
    """The kinds of thing that are better not told to everybody."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    ADDRESS = "address"
    ACCOUNT = "account"
    CARD = "card"
    MONEY = "money"


# Whoever has these can take money. There is no good reason to post them, so nobody can post them all the same.
NEVER_POSTED: Final = frozenset({Private.ACCOUNT, Private.CARD})


@dataclass(frozen=True, kw_only=True, order=True)
class Found:
    """One such thing, and the words in which it stands."""

    start: int
    kind: Private
    words: str


def find_private_things(text: str) -> list[Found]:
    """
    What a text tells that its author may not want everybody to know, in the order of the text.

    Digits that belong to a card or to a bank account are not told a second time as a telephone number.
    """
    found: list[Found] = []
    taken: list[range] = []
    for kind, look in _LOOKS:
        for start, end in look(text):
            if not any(start < other.stop and other.start < end for other in taken):
                taken.append(range(start, end))
                found.append(Found(start=start, kind=kind, words=text[start:end]))
    return sorted(found)


Places: TypeAlias = Iterator[tuple[int, int]]

_CARD = re.compile(r"(?<![\d£])\d(?:[ -]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"\bGB\d{2}(?: ?[A-Z]{4})(?: ?\d){14}\b", re.IGNORECASE)
_SORT_CODE_AND_ACCOUNT = re.compile(r"(?<!\d)(?<!\d )\d{2}([- ])\d{2}\1\d{2}\D{1,30}?\d{4} ?\d{4}(?!\d)")
_ACCOUNT_AND_SORT_CODE = re.compile(r"(?<!\d)\d{8}\D{1,12}\d{2}-\d{2}-\d{2}(?!\d)")
_NAMED_ACCOUNT = re.compile(
    r"\b(?:account|acc(?:oun)?t|a/c)\b(?: ?(?:number|no\.?|num))?\D{0,12}\d{4} ?\d{4}(?!\d)", re.IGNORECASE
)
_NAMED_SORT_CODE = re.compile(r"\bsort ?code\b\D{0,12}\d{2}[- ]?\d{2}[- ]?\d{2}(?!\d)", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<![\w£.,/+-])(?:\+44|0044|\(?0)(?:[ ().\-\N{EN DASH}]{0,2}\d){8,11}(?![\w/]|[.,]\d)")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:@| ?[(\[]at[)\]] ?| at (?=\w+ dot ))[\w-]+(?:(?:\.| ?[(\[]dot[)\]] ?| dot )[\w-]+)+",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_STREET = (
    "avenue|close|court|crescent|drive|gardens|grove|hill|lane|mews|parade|place|rise|road|row|square|street|terrace"
    "|walk|way|ave|cres|dr|gdns|ln|rd|st"
)
# A house has its number before the name of its street. Whoever writes without capitals says first that they live there.
_HOUSE = re.compile(rf"(?<![£\d:.,])\b\d{{1,4}}[a-z]?,? (?:[A-Z][\w'’-]+\.? ){{1,3}}(?i:{_STREET})\b")
_OWN_HOUSE = re.compile(
    r"\b(?:live[sd]? at|(?:address|place|home|house|flat|mine)(?: is|'s|’s| its| it's| it’s)?|pick me up (?:at|from)) "
    rf"(?:at )?\d{{1,4}}[a-z]?,? (?:[\w'’-]+ ){{1,3}}(?:{_STREET})\b",
    re.IGNORECASE,
)
_FLAT = re.compile(r"\b(?i:flat|apartment|room) \d{1,4}[a-z]?,? (?:at )?(?:\d{1,4} )?[A-Z][\w'’-]+ [A-Z][\w'’-]+")
_SUM = r"(?:£ ?\d|money\b|cash\b|\d+ ?(?:quid|pounds?)\b|(?:a )?(?:fiver|tenner)\b|(?:a )?(?:bit|few quid)\b)"
_ASKS = re.compile(
    "|".join(
        (
            rf"\b(?:lend|loan|sub|bung) (?:me|us) (?:[^.?!]{{0,25}} )?{_SUM}",
            rf"\b(?:send|give|transfer|wire|paypal|pay|slip) (?:me|us) (?:[^.?!]{{0,25}} )?(?:{_SUM}|gift cards?\b)",
            rf"\bborrow (?:[^.?!]{{0,20}} )?{_SUM}",
            r"\b(?:send|transfer|wire|pay) (?:[^.?!]{0,30} )?(?:to|into) my (?:own )?(?:bank|account|paypal|card)\b",
            (
                r"\b(?:i|we) (?:really |badly |urgently |just )?need (?:some )?(?:money|cash|\d+ ?quid|£ ?\d+) "
                r"(?:now|today|urgently|tonight|by|until|till|from (?:you|someone|somebody))\b"
            ),
            r"\bgift cards?\b[^.?!]{0,40}\b(?:send|codes?|numbers?)\b",
            r"\bpaypal\.me/",
        )
    ),
    re.IGNORECASE,
)

# Freephone and shared lines belong to organisations, and people should have them.
_OF_ORGANISATIONS = ("+443", "+448")
_ORDINALS = ("st", "nd", "rd", "th")


def _cards(text: str) -> Places:
    for match in _CARD.finditer(text):
        digits = [int(letter) for letter in match[0] if letter.isdigit()]
        if _passes_luhn(digits) and digits[0] in {3, 4, 5, 6}:
            yield match.span()


def _passes_luhn(digits: list[int]) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _accounts(text: str) -> Places:
    for pattern in (_IBAN, _SORT_CODE_AND_ACCOUNT, _ACCOUNT_AND_SORT_CODE, _NAMED_ACCOUNT, _NAMED_SORT_CODE):
        for match in pattern.finditer(text):
            yield match.span()


def _telephones(text: str) -> Places:
    for match in _TELEPHONE.finditer(text):
        try:
            number = parse_telephone(match[0])
        except ValidationError:
            continue
        if not number.startswith(_OF_ORGANISATIONS):
            yield match.span()


def _emails(text: str) -> Places:
    for match in _EMAIL.finditer(text):
        yield match.span()


def _addresses(text: str) -> Places:
    for match in _POSTCODE.finditer(text):
        try:
            parse_postcode(match[0])
        except ValidationError:
            continue
        if not match[0].endswith(_ORDINALS):
            yield match.span()
    for pattern in (_FLAT, _OWN_HOUSE, _HOUSE):
        for match in pattern.finditer(text):
            yield match.span()


def _requests_for_money(text: str) -> Places:
    for match in _ASKS.finditer(text):
        yield match.span()


_LOOKS: Final = (
    (Private.CARD, _cards),
    (Private.ACCOUNT, _accounts),
    (Private.EMAIL, _emails),
    (Private.TELEPHONE, _telephones),
    (Private.ADDRESS, _addresses),
    (Private.MONEY, _requests_for_money),
)


_WARNINGS: Final = {
    Private.TELEPHONE: _(
        "This looks like a telephone number: %(words)s. Anybody who reads it can ring you. "
        "Take it out, or say that you are sure."
    ),
    Private.EMAIL: _(
        "This looks like an email address: %(words)s. Anybody who reads it can write to you. "
        "Take it out, or say that you are sure."
    ),
    Private.ADDRESS: _(
        "This looks like where somebody lives: %(words)s. Anybody who reads it can go there. "
        "Take it out, or say that you are sure."
    ),
    Private.ACCOUNT: _("This looks like a bank account: %(words)s. Somebody could take money. Please take it out."),
    Private.CARD: _("This looks like the number of a payment card. Somebody could take money. Please take it out."),
    Private.MONEY: _(
        "You ask for money here: %(words)s. Take it out, or say that you are sure. A champion can help you if money "
        "is short."
    ),
}


PRIVATE_IN_WORDS: Final = {
    Private.TELEPHONE: _("a telephone number"),
    Private.EMAIL: _("an email address"),
    Private.ADDRESS: _("where somebody lives"),
    Private.ACCOUNT: _("a bank account"),
    Private.CARD: _("the number of a payment card"),
    Private.MONEY: _("asking for money"),
}


def warnings_about(text: str, *, sure: bool = False) -> list[str]:
    """
    What to tell somebody about their words before others read them, a sentence for each thing.

    :param sure: they were warned, and want it so: then only what lets others take their money is left
    """
    found = find_private_things(text)
    return [_WARNINGS[each.kind] % {"words": each.words} for each in found if not sure or each.kind in NEVER_POSTED]
