"""The papers about a member in Easy Read: the same figures and days, one idea in each sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.minutes import format_minutes
from portal.money import format_amount


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, a picture with what it shows, and sentences."""

    title: str
    picture: str
    alt: str
    sentences: list[str]


Facts = Mapping[str, Any]


def easy_statement(facts: Facts) -> list[Section]:
    found = [
        _about(facts, _("This paper shows your money in the pool.")),
        _account(facts),
        _expected(facts),
        _hours(facts),
        _who_keeps_it(facts),
    ]
    return [section for section in found if section.sentences]


def easy_audit_pack(facts: Facts) -> list[Section]:
    found = [
        _about(facts, _("You can give this paper to your council. The council cannot get it without you.")),
        _part(facts),
        _figures(facts),
        _lines(facts),
        _who_keeps_it(facts),
        _agreement(facts),
        _consents(facts),
        _papers(facts),
        _privacy(),
    ]
    return [section for section in found if section.sentences]


def _about(facts: Facts, purpose: str) -> Section:
    told = {"name": facts["profile"].shown_name, "first": _day(facts["first"]), "last": _day(facts["last"])}
    return Section(
        title=_("What this is"),
        picture="document",
        alt=_("A paper with writing on it"),
        sentences=[
            purpose,
            _("It is about %(name)s.") % told,
            _("It is about the time from %(first)s to %(last)s.") % told,
        ],
    )


def _account(facts: Facts) -> Section:
    account = facts["account"]
    sentences = [_("At the start: %(standing)s") % {"standing": _standing(account.opening)}]
    for line in account.lines:
        told = {"day": _day(line.transfer.happened_on), "words": line.transfer.words}
        sentences.append(_("%(day)s: %(words)s.") % told)
        sentences.append(f"{_change(line.amount)} {_standing(line.balance)}")
    if not account.lines:
        sentences.append(_("Nothing happened in this time."))
    sentences.append(_("At the end: %(standing)s") % {"standing": _standing(account.closing)})
    for paid in facts["at_the_place"]:
        told = {"day": _day(paid.received_on), "amount": format_amount(paid.amount)}
        sentences.append(_("%(day)s: you paid %(amount)s at the place.") % told)
    return Section(title=_("Your money"), picture="money", alt=_("Coins"), sentences=sentences)


def _expected(facts: Facts) -> Section:
    money = facts["money"]
    sentences = []
    if money is not None:
        told = {"expected": format_amount(money.expected), "received": format_amount(money.received)}
        sentences += [
            _("You were to pay %(expected)s by the last day.") % told,
            _("You have paid %(received)s.") % told,
            _("%(amount)s of your share is still to come.") % {"amount": format_amount(money.still_to_come)},
        ]
    for instalment in facts["expected"]:
        told = {"day": _day(instalment.due_on), "amount": format_amount(instalment.amount)}
        sentences.append(_("Please pay %(amount)s by %(day)s.") % told)
    return Section(title=_("What is still to come"), picture="calendar", alt=_("A calendar"), sentences=sentences)


def _hours(facts: Facts) -> Section:
    hours, sentences = facts["hours"], []
    if hours is not None:
        sentences.append(_("At the start you had %(time)s.") % {"time": format_minutes(hours.opening)})
        for name, minutes in hours.totals:
            sentences.append(f"{name}: {format_minutes(minutes)}.")
        if hours.carried:
            sentences.append(_("Carried over: %(time)s.") % {"time": format_minutes(hours.carried)})
        sentences.append(_("Now you have %(time)s.") % {"time": format_minutes(hours.left)})
    return Section(title=_("Your hours"), picture="clock", alt=_("A clock"), sentences=sentences)


def _who_keeps_it(facts: Facts) -> Section:
    holder = facts["holder"]
    sentences = [_("%(holder)s keeps the money.") % {"holder": holder}] if holder else []
    return Section(title=_("Who keeps the money"), picture="lock", alt=_("A lock"), sentences=sentences)


def _part(facts: Facts) -> Section:
    sentences = [
        _("The pool is called: %(title)s") % {"title": facts["title"]},
        _("%(people)d people are in it.") % {"people": facts["people"]},
    ]
    if facts["share"] is not None:
        share = format_amount(facts["share"])
        sentences.append(_("You have agreed to pay %(share)s for the year.") % {"share": share})
    if facts["funding"]:
        sentences.append(_("Your money comes from: %(funding)s") % {"funding": facts["funding"]})
    return Section(title=_("Your part"), picture="share", alt=_("A cake that is shared"), sentences=sentences)


def _figures(facts: Facts) -> Section:
    figures = facts["figures"]
    rows = [
        (_("At the start: %(amount)s"), figures.opening),
        (_("You paid in: %(amount)s"), figures.paid_in),
        (_("Your part of what was spent: %(amount)s"), figures.spent),
        (_("Your part of what was put aside: %(amount)s"), figures.put_aside),
        (_("Given back to you: %(amount)s"), figures.given_back),
        (_("At the end: %(amount)s"), figures.closing),
        (_("Besides, this much is put aside for you: %(amount)s"), figures.aside),
    ]
    sentences = [words % {"amount": format_amount(amount)} for words, amount in rows]
    return Section(title=_("All together"), picture="money", alt=_("Coins"), sentences=sentences)


def _lines(facts: Facts) -> Section:
    sentences = []
    for line in facts["lines"]:
        part = line.part
        sentences.append(_("%(day)s: %(words)s.") % {"day": _day(part.transfer.happened_on), "words": line.words})
        if part.whole != part.amount:
            sentences.append(_("For all of us: %(whole)s.") % {"whole": format_amount(abs(part.whole))})
        sentences.append(f"{_change(part.amount)} {_standing(line.balance)}")
    return Section(title=_("One by one"), picture="pencil", alt=_("A pencil"), sentences=sentences)


def _agreement(facts: Facts) -> Section:
    agreement, sentences = facts["agreement"], []
    if agreement is not None:
        told = {"version": agreement.version, "day": _day(facts["signed_on"])}
        sentences = [
            _("Everybody has signed version %(version)d. It started on %(day)s.") % told,
            _("Its fingerprint is: %(sha256)s") % {"sha256": agreement.sha256},
        ]
    return Section(title=_("The agreement"), picture="sign", alt=_("A hand that signs"), sentences=sentences)


def _consents(facts: Facts) -> Section:
    sentences = []
    for consent in facts["consents"]:
        if consent.dated_on is None:
            sentences.append(_("%(whom)s has not said yes in writing yet.") % {"whom": consent.whom})
        else:
            told = {"whom": consent.whom, "day": _day(consent.dated_on)}
            sentences.append(_("%(whom)s said yes on %(day)s.") % told)
    return Section(title=_("Who said yes"), picture="letter", alt=_("A letter"), sentences=sentences)


def _papers(facts: Facts) -> Section:
    sentences = []
    for paper in facts["papers"]:
        sentences.append(f"{paper.words}, {_day(paper.dated_on)}")
        sentences.append(_("Its fingerprint is: %(sha256)s") % {"sha256": paper.sha256})
    return Section(title=_("Papers that we keep"), picture="inbox", alt=_("A tray with papers"), sentences=sentences)


def _privacy() -> Section:
    sentences = [_("The names of the others are not in this paper."), _("It says “another member” for them.")]
    return Section(title=_("The others"), picture="private", alt=_("A closed door"), sentences=sentences)


def _change(amount: Decimal) -> str:
    words = _("That is %(amount)s more.") if amount > 0 else _("That is %(amount)s less.")
    return words % {"amount": format_amount(abs(amount))}


def _standing(balance: Decimal) -> str:
    words = _("You owe %(amount)s.") if balance < 0 else _("You have %(amount)s.")
    return words % {"amount": format_amount(abs(balance))}


def _day(day: date) -> str:
    return date_format(day, "j F Y")
