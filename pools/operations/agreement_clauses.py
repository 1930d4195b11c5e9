"""The clauses of an agreement, put together from the figures that were voted for and the members' own terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import Consent, DecisionRule, Period, Pool, Proposal, SharingRule, Shortfall
from pools.operations.agreement_text import Clause, Table, normalise
from portal.money import format_amount


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What only the members can say: who holds the money and how, and how somebody leaves."""

    money_holder: str
    money_kept_apart: str
    notice_days: int
    things_owned: str


def clauses_of(*, pool: Pool, proposal: Proposal, terms: AgreementTerms, consents: Sequence[Consent]) -> list[Clause]:
    """Put together what the members of a pool agree to, from the figures that they voted for and their own terms."""
    figures = proposal.figures
    names = [str(share["name"]) for share in figures["shares"]]
    return [
        _purpose(pool),
        _members(pool, names),
        _decision(proposal),
        _costs(figures),
        _shares(figures),
        _money(terms),
        *([_consents(consents)] if consents else []),
        _liability(),
        _leaving(terms),
        _start(len(names)),
    ]


def _purpose(pool: Pool) -> Clause:
    called = _("Our pool is called “%(title)s”.") % {"title": pool.title}
    purpose = [line for line in normalise(pool.purpose).split("\n") if line]
    return Clause(
        key="purpose",
        title=_("What we do together"),
        picture="together",
        paragraphs=[called, *purpose],
        easy=[called, _("This is what it is for:"), *purpose],
    )


def _members(pool: Pool, names: list[str]) -> Clause:
    people = ngettext("%(count)d person is in the pool.", "%(count)d people are in the pool.", len(names))
    organiser = _("%(name)s is the organiser and looks after the papers.") % {"name": pool.organiser.shown_name}
    counted = people % {"count": len(names)}
    return Clause(
        key="members",
        title=_("Who we are"),
        picture="people",
        paragraphs=[f"{counted} {organiser}"],
        items=names,
        easy=[
            counted,
            _("The people are: %(names)s.") % {"names": get_text_list(names, _("and"))},
            _("%(name)s is the organiser.") % {"name": pool.organiser.shown_name},
        ],
    )


def _decision(proposal: Proposal) -> Clause:
    rule = str(DecisionRule(proposal.decision_rule).label)
    result = proposal.result
    counts = {
        "day": _day(timezone.localdate(result.closed_at)),
        "yes": result.yes_votes,
        "people": result.people,
        "rule": rule,
    }
    return Clause(
        key="decision",
        title=_("How we decide"),
        picture="vote",
        paragraphs=[
            _("We decide together, and each of us has one vote. Our rule is: %(rule)s.") % {"rule": _lower(rule)},
            _("“No change” is always one of the answers. Nobody has to say why they chose it."),
            _("On %(day)s we voted on what is in this agreement. %(yes)d of %(people)d said yes.") % counts,
        ],
        easy=[
            _("We decide together. Each person has one vote."),
            _("This is our rule: %(rule)s.") % {"rule": _lower(rule)},
            _("You can always say “no change”. You do not have to say why."),
            _("We voted on %(day)s. %(yes)d of %(people)d people said yes.") % counts,
        ],
    )


def _costs(figures: Mapping[str, Any]) -> Clause:
    shared = [line for line in figures["lines"] if line["amount"] is not None and not line["paid_by"]]
    total = _pounds(figures["total"])
    table = Table(
        caption=_("What it costs in the first year"),
        columns=[_("What"), _("How often"), _("In the first year")],
        rows=[[line["label"], _how_often(line), _pounds(line["first_year"])] for line in shared],
        foot=[_("Together"), "", total],
    )
    others, waived = list(_paid_by_others(figures)), list(_not_needed(figures))
    conditions = list(_conditions(figures))
    left_out = [_("These cost us nothing, or we do not need them:")] if waived else []
    in_easy = [
        _("%(what)s: %(first_year)s in the first year (%(how_often)s).")
        % {"what": row[0], "first_year": row[2], "how_often": _lower(row[1])}
        for row in table.rows
    ]
    return Clause(
        key="costs",
        title=_("What it costs"),
        picture="money",
        paragraphs=[
            _("In the first year we pay %(total)s together.") % {"total": total},
            *others,
            *conditions,
            *left_out,
        ],
        items=waived,
        table=table,
        easy=[
            _("This is what it costs:"),
            *in_easy,
            _("All together it costs us %(total)s in the first year.") % {"total": total},
            *others,
            *conditions,
            *left_out,
            *waived,
        ],
    )


def _how_often(line: Mapping[str, Any]) -> str:
    period = Period(line["period"])
    if period in {Period.ONCE, Period.YEARLY}:
        return str(period.label)
    return _("%(amount)s %(period)s") % {"amount": _pounds(line["amount"]), "period": _lower(str(period.label))}


def _paid_by_others(figures: Mapping[str, Any]) -> Iterator[str]:
    for line in figures["lines"]:
        if line["paid_by"] and line["first_year"] is not None:
            yield (
                _("%(whom)s pays %(amount)s for us: %(what)s.")
                % {"whom": line["paid_by"], "amount": _pounds(line["first_year"]), "what": line["label"]}
            )


def _not_needed(figures: Mapping[str, Any]) -> Iterator[str]:
    for line in figures["lines"]:
        if line["waived_reason"]:
            yield f"{line['label']}: {line['waived_reason']}"


def _conditions(figures: Mapping[str, Any]) -> Iterator[str]:
    """How long the price holds, what it leaves out, and what happens when the money does not reach."""
    if figures["price_holds_until"]:
        yield (_("The price holds until %(day)s.") % {"day": _day(date.fromisoformat(figures["price_holds_until"]))})
    else:
        yield _("We do not know how long the price holds.")
    if figures["not_included"]:
        yield _("The price leaves this out: %(what)s") % {"what": figures["not_included"]}
    yield (
        _("If the money is not enough, this happens: %(what)s.")
        % {"what": _lower(str(Shortfall(figures["shortfall"]).label))}
    )


def _shares(figures: Mapping[str, Any]) -> Clause:
    rule = SharingRule(figures["sharing_rule"])
    how = {"rule": _lower(str(rule.label))}
    odd_pennies = "" if rule == SharingRule.FIXED else _(" Odd pennies go to those who joined first.")
    rows = [[str(share["name"]), _pounds(share["amount"])] for share in figures["shares"]]
    total = _pounds(figures["total"])
    return Clause(
        key="shares",
        title=_("What each of us pays"),
        picture="share",
        paragraphs=[
            _("This is how we share: %(rule)s.") % how + odd_pennies,
            _("Nobody’s share changes without a new version of this agreement that everybody has read."),
        ],
        table=Table(
            caption=_("What each of us pays in the first year"),
            columns=[_("Name"), _("Share")],
            rows=rows,
            foot=[_("Together"), total],
        ),
        easy=[
            _("This is how we share: %(rule)s.") % how,
            *(_("%(name)s pays %(share)s.") % {"name": name, "share": share} for name, share in rows),
            _("Together this is %(total)s.") % {"total": total},
            _("If your share changes, you read it and sign again."),
        ],
    )


def _money(terms: AgreementTerms) -> Clause:
    holder = _("Who holds our money: %(holder)s.") % {"holder": _unpointed(terms.money_holder)}
    return Clause(
        key="money",
        title=_("Who holds our money"),
        picture="lock",
        paragraphs=[
            holder,
            _("How it is kept apart from other money: %(how)s") % {"how": _pointed(terms.money_kept_apart)},
        ],
        easy=[
            holder,
            _("Our money is kept apart from other money. This is how:"),
            _pointed(terms.money_kept_apart),
        ],
    )


def _consents(consents: Sequence[Consent]) -> Clause:
    said = [_said(consent) for consent in consents]
    return Clause(
        key="consents",
        title=_("Who else has to say yes"),
        picture="letter",
        paragraphs=[_("Only a yes in writing counts. Until it is there, we do not buy what it is about.")],
        items=said,
        easy=[_("Some other people have to say yes. They must write it down."), *said],
    )


def _said(consent: Consent) -> str:
    if consent.is_given and consent.dated_on is not None:
        words = {"whom": consent.whom, "day": _day(consent.dated_on)}
        return _("%(whom)s: said yes in writing on %(day)s.") % words
    if consent.is_settled:
        return _("%(whom)s: not needed. %(why)s") % {
            "whom": consent.whom,
            "why": _pointed(consent.not_needed_reason),
        }
    return _("%(whom)s: has not said yes in writing yet.") % {"whom": consent.whom}


def _liability() -> Clause:
    return Clause(
        key="liability",
        title=_("What each of us answers for"),
        picture="warning",
        paragraphs=[
            _("We are not a company. We are people who do something together."),
            _(
                "If something goes wrong, or if we owe money, each of us can be asked to pay. "
                "One of us can be asked to pay for all of us."
            ),
            _("Each of us has read this warning, and says so when signing."),
        ],
        easy=[
            _("We are not a company."),
            _("If something goes wrong, somebody may ask for money."),
            _("They can ask each of us. They can ask one person to pay all of it."),
            _("Read this twice. If you are not sure, ask somebody before you sign."),
        ],
        is_warning=True,
    )


def _leaving(terms: AgreementTerms) -> Clause:
    if terms.notice_days:
        notice = ngettext(
            "Whoever wants to leave tells the others %(count)d day before.",
            "Whoever wants to leave tells the others %(count)d days before.",
            terms.notice_days,
        ) % {"count": terms.notice_days}
    else:
        notice = _("Whoever wants to leave can go on the same day.")
    things = _("What happens to the things that we own together: %(what)s") % {"what": _pointed(terms.things_owned)}
    return Clause(
        key="leaving",
        title=_("How to leave"),
        picture="leave",
        paragraphs=[
            _("Each of us can leave at any time, and does not have to say why. %(notice)s") % {"notice": notice},
            _("Before somebody goes, everybody sees what they would pay then."),
            _("Whoever leaves pays what they still owe, and gets back what is theirs, to the penny."),
            things,
        ],
        easy=[
            _("You can leave at any time. You do not have to say why."),
            notice,
            _("First everybody sees what they would pay then."),
            _("If you leave, you pay what you owe. You get back what is yours."),
            things,
        ],
    )


def _start(people: int) -> Clause:
    when = ngettext(
        "This agreement starts when %(count)d person has signed it.",
        "This agreement starts when all %(count)d people have signed it.",
        people,
    ) % {"count": people}
    return Clause(
        key="start",
        title=_("When this starts"),
        picture="sign",
        paragraphs=[
            when,
            _("If anything in it changes, we make a new version. Then each of us reads and signs again."),
        ],
        easy=[when, _("If something changes, there is a new paper. Then you read it and sign again.")],
    )


def _pounds(amount: str) -> str:
    return format_amount(Decimal(amount))


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _lower(words: str) -> str:
    """Inside a sentence; only the first letter, and not that of a name or an abbreviation."""
    return words if words[:2].isupper() or words.startswith("I ") else words[:1].lower() + words[1:]


def _pointed(sentence: str) -> str:
    """With a full stop at the end, if whoever wrote it left that out."""
    written = sentence.strip()
    return written if written.endswith((".", "!", "?")) else f"{written}."


def _unpointed(words: str) -> str:
    return words.strip().rstrip(".")
