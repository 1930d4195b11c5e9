"""The terms of an agreement: what only its members can say, what may not be missing, and how they are kept as JSON."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pools.models import LONGEST_COOLING_OFF_DAYS, LONGEST_NOTICE_DAYS, MoneyPath, Pool, PurchaseKind
from pools.operations.agreement_text import normalise

# A week: long enough to read it again, to ask an advocate and to meet once more; the law's fortnight for buying at a
# distance would let many prices run out before anybody may buy.
USUAL_COOLING_OFF_DAYS: Final = 7

# Every month has a day with this number.
LAST_DUE_DAY: Final = 28


class InsuranceModel(models.TextChoices):
    """The two ways in which pools insure themselves."""

    JOINT = "joint", _("One policy for all of us")
    INDIVIDUAL = "individual", _("Each of us has a policy of their own, with a line about this pool")


class Annex(models.TextChoices):
    """A part that only some agreements have."""

    BUSINESS = "business", _("We run a small business")
    EMPLOYMENT = "employment", _("We share a personal assistant")
    GOODS = "goods", _("We own things together")
    VEHICLE = "vehicle", _("We share a car, a van or a minibus")


# The annexes that usually go with what a pool buys.
ANNEXES_FOR: Final = {PurchaseKind.EQUIPMENT: [Annex.GOODS], PurchaseKind.SUPPORT: [Annex.EMPLOYMENT]}

# The terms that belong to an annex, and say nothing without it.
TERMS_OF_ANNEX: Final = {
    Annex.BUSINESS: ["business_plan", "business_policies"],
    Annex.EMPLOYMENT: ["assistant_tasks", "assistant_training"],
    Annex.GOODS: ["goods_listed", "goods_kept"],
    Annex.VEHICLE: ["vehicle_keeper", "vehicle_drivers", "vehicle_checks"],
}


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """
    What only the members can say. Only the first four have to be said; `missing_from` says what else belongs to what.

    :param contribution_due_day: the day of the month by which each pays, from 1 to 28
    :param employers: who employs the people who work for the pool, by name
    :param employed_until: the end of a contract for a fixed time
    :param hmrc_evidence: what HM Revenue & Customs has said about the status of those who work for the pool
    :param hmrc_reserve: what is kept aside until that is known, in pounds
    :param insurance_until: the last day of the cover
    :param assurance_by: who gave a promise that the members keep what they save; empty: nobody yet
    :param cooling_off_days: so long after the last signature anybody may take theirs back, and nothing is bought
    """

    money_holder: str = ""
    money_kept_apart: str = ""
    notice_days: int | None = None
    things_owned: str = ""
    contribution_due_day: int | None = None
    late_payment: str = ""
    joining_later: str = ""
    ending: str = ""
    things_use: str = ""
    things_care: str = ""
    things_removal: str = ""
    deadlock: str = ""
    mediator: str = ""
    conflict_of_interest: str = ""
    employers: str = ""
    employed_until: date | None = None
    backup_cover: str = ""
    hmrc_evidence: str = ""
    hmrc_reserve: Decimal | None = None
    hmrc_reserve_holder: str = ""
    insurance_model: str = ""
    insurance_document: str = ""
    insurance_until: date | None = None
    assurance_by: str = ""
    assurance_until: date | None = None
    savings_split: str = ""
    complaints_contact: str = ""
    safeguarding_contact: str = ""
    review_dates: tuple[date, ...] = ()
    cooling_off_days: int = USUAL_COOLING_OFF_DAYS
    data_and_privacy: str = ""
    annexes: tuple[str, ...] = ()
    business_plan: str = ""
    business_policies: str = ""
    assistant_tasks: str = ""
    assistant_training: str = ""
    goods_listed: str = ""
    goods_kept: str = ""
    vehicle_keeper: str = ""
    vehicle_drivers: str = ""
    vehicle_checks: str = ""


TERMS: Final = frozenset(field.name for field in fields(AgreementTerms))


def stored(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as JSON takes them: dates as ISO writes them, amounts as text."""
    return {name: _stored(value) for name, value in answers.items()}


def stored_terms(terms: AgreementTerms) -> dict[str, Any]:
    """All terms, as `Agreement.terms` keeps them."""
    return stored(asdict(terms))


def terms_from(kept: Mapping[str, Any]) -> AgreementTerms:
    """The terms that `stored` gave. What is missing has not been said, and names of other days are let go."""
    readers: dict[str, Callable[[Any], Any]] = {
        "employed_until": _day,
        "insurance_until": _day,
        "assurance_until": _day,
        "hmrc_reserve": lambda amount: None if amount is None else Decimal(amount),
        "review_dates": lambda days: tuple(date.fromisoformat(day) for day in days),
        "annexes": tuple,
    }
    return AgreementTerms(**{name: readers.get(name, _same)(value) for name, value in kept.items() if name in TERMS})


def tidied(terms: AgreementTerms) -> AgreementTerms:
    """Each text written in one way, dates in their order, and nothing about annexes that there are not."""
    annexes = tuple(annex.value for annex in Annex if annex in terms.annexes)
    tidy: dict[str, Any] = {name: normalise(value) for name, value in asdict(terms).items() if isinstance(value, str)}
    for annex, names in TERMS_OF_ANNEX.items():
        if annex not in annexes:
            tidy |= dict.fromkeys(names, "")
    return replace(terms, **tidy, annexes=annexes, review_dates=tuple(sorted(set(terms.review_dates))))


def suggested_terms(pool: Pool) -> AgreementTerms:
    """What an organiser finds there before anybody has answered anything: it fits the pool, and can be changed."""
    holders = {
        MoneyPath.SELLER: _("Nobody: each of us pays the seller"),
        MoneyPath.VENUE: _("Nobody: each of us pays at the place, on the day"),
    }
    return AgreementTerms(
        money_holder=str(holders.get(MoneyPath(pool.money_path), "")),
        annexes=tuple(ANNEXES_FOR.get(PurchaseKind(pool.buying), [])),
    )


def missing_from(terms: AgreementTerms) -> Iterator[tuple[str, Promise]]:
    """What has to be said before there can be an agreement: the name of the term, and a sentence that asks for it."""
    for name, sentence in _ALWAYS.items():
        if getattr(terms, name) in {"", None}:
            yield name, sentence
    if terms.assurance_until is not None and not terms.assurance_by:
        yield "assurance_by", _("Say who promised that you keep what you save.")
    for annex, asked in _IN_ANNEX.items():
        if annex in terms.annexes:
            yield from ((name, sentence) for name, sentence in asked.items() if not getattr(terms, name))


def unfitting_in(terms: AgreementTerms) -> Iterator[tuple[str, Promise]]:
    """Numbers that are out of range and choices that nobody offered, each with a sentence."""
    if terms.notice_days is not None and not 0 <= terms.notice_days <= LONGEST_NOTICE_DAYS:
        yield "notice_days", _("Give a number of days from 0 to 365.")
    if not 0 <= terms.cooling_off_days <= LONGEST_COOLING_OFF_DAYS:
        yield "cooling_off_days", _("Give a number of days from 0 to 14 for thinking again.")
    if terms.contribution_due_day is not None and not 1 <= terms.contribution_due_day <= LAST_DUE_DAY:
        yield "contribution_due_day", _("Give a day of the month from 1 to 28.")
    if terms.hmrc_reserve is not None and terms.hmrc_reserve < 0:
        yield "hmrc_reserve", _("Please give an amount that is not below zero.")
    if terms.insurance_model and terms.insurance_model not in InsuranceModel.values:
        yield "insurance_model", _("Choose how you are insured from the list.")


_ALWAYS: Final = {
    "money_holder": _("Say who holds the money."),
    "money_kept_apart": _("Say how the money is kept apart."),
    "notice_days": _(
        "Say how many days before leaving somebody tells the others. Write 0 if people can go on the same day."
    ),
    "things_owned": _("Say what happens to things that you own together."),
}

_IN_ANNEX: Final = {
    Annex.BUSINESS: {
        "business_plan": _("Say where your business plan is."),
        "business_policies": _("Say which rules your business has."),
    },
    Annex.EMPLOYMENT: {"employers": _("Say by name who employs the people who work for you.")},
    Annex.GOODS: {"goods_listed": _("Say which things you own together.")},
    Annex.VEHICLE: {
        "vehicle_keeper": _("Say who keeps the vehicle."),
        "vehicle_drivers": _("Say who may drive it."),
    },
}


def _stored(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
        case list() | tuple():
            return [_stored(part) for part in value]
        case _:
            return value


def _day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def _same(value: Any) -> Any:
    return value
