"""
The clauses of an agreement, put together from the figures that were voted for and the members' own terms.

Those that come of the terms alone are in `agreement_conditions` and `agreement_annexes`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pools.models import (
    Consent,
    DecisionRule,
    MoneyPath,
    Period,
    Pool,
    PooledPart,
    PoolMembership,
    Proposal,
    SharingRule,
    Shortfall,
)
from pools.operations.agreement_annexes import annexes_of
from pools.operations.agreement_conditions import (
    contacts,
    cooling_off,
    disagreement,
    ending,
    insurance,
    joining,
    leaving,
    money,
    privacy,
    reviews,
    savings,
    things,
    workers,
)
from pools.operations.agreement_terms import AgreementTerms
from pools.operations.agreement_text import Clause, Table, long_day, lowered, normalise, pointed, pounds
from portal.models import FundingKind


def clauses_of(
    *,
    pool: Pool,
    proposal: Proposal,
    terms: AgreementTerms,
    memberships: Sequence[PoolMembership],
    consents: Sequence[Consent],
) -> list[Clause]:
    """
    Put together what the members of a pool agree to, from the figures that they voted for and their own terms.

    :param terms: tidied
    :param memberships: the places of those who pay, with their profiles
    """
    figures = proposal.figures
    return [
        _purpose(pool),
        _members(pool, figures, memberships),
        _decision(proposal),
        *disagreement(terms),
        _costs(figures),
        _shares(figures),
        *money(terms, path=MoneyPath(pool.money_path)),
        *workers(terms),
        *insurance(terms),
        *things(terms),
        *([_consents(consents)] if consents else []),
        *savings(terms),
        _liability(),
        *joining(terms),
        *leaving(terms),
        *ending(terms),
        *contacts(terms),
        *reviews(terms),
        *privacy(terms),
        *annexes_of(terms),
        *cooling_off(terms),
        _start(len(figures["shares"])),
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


def _members(pool: Pool, figures: Mapping[str, Any], memberships: Sequence[PoolMembership]) -> Clause:
    place_of = {str(membership.pk): membership for membership in memberships}
    names = [str(share["name"]) for share in figures["shares"]]
    people = ngettext("%(count)d person is in the pool.", "%(count)d people are in the pool.", len(names))
    organiser = _("%(name)s is the organiser and looks after the papers.") % {"name": pool.organiser.shown_name}
    counted = people % {"count": len(names)}
    own = [_own_part(str(share["name"]), place_of.get(share["membership"])) for share in figures["shares"]]
    return Clause(
        key="members",
        title=_("Who we are"),
        picture="people",
        paragraphs=[
            f"{counted} {organiser}",
            _("Each of us is here because we want to be. Money that we do not put in stays our own."),
        ],
        items=[told or name for name, told in zip(names, own, strict=True)],
        easy=[
            counted,
            _("The people are: %(names)s.") % {"names": get_text_list(names, _("and"))},
            _("%(name)s is the organiser.") % {"name": pool.organiser.shown_name},
            *filter(None, own),
            _("You are here because you want to be. The rest of your money stays your own."),
        ],
    )


def _own_part(name: str, membership: PoolMembership | None) -> str:
    """What one member says of their own part: which money, how much of it, and what it must do for them."""
    if membership is None:
        return ""
    told = [_waiting_or_paying(name, membership)]
    if must_haves := " ".join(membership.must_haves.split()):
        told.append(_("What it must do for %(name)s: %(what)s") % {"name": name, "what": pointed(must_haves)})
    return " ".join(filter(None, told))


def _waiting_or_paying(name: str, membership: PoolMembership) -> str:
    source = _MONEY_OF.get(FundingKind(membership.funding_kind))
    if membership.pooled_part == PooledPart.WAITING or membership.funding_kind == FundingKind.WAITING:
        return _("%(name)s waits for an answer about the money.") % {"name": name}
    if source is None:
        return ""
    if membership.pooled_part == PooledPart.WHOLE:
        return _("%(name)s puts in all of %(source)s.") % {"name": name, "source": source}
    return _("%(name)s puts in a part of %(source)s.") % {"name": name, "source": source}


# What others may read: the words of somebody's own answer say “I”. Who would rather not say, is not asked again.
_MONEY_OF = {
    FundingKind.DIRECT_PAYMENT: gettext_lazy("their direct payment"),
    FundingKind.COUNCIL_MANAGED: gettext_lazy("the budget that the council looks after for them"),
    FundingKind.SERVICE_FUND: gettext_lazy("their individual service fund"),
    FundingKind.HEALTH_BUDGET: gettext_lazy("their personal health budget"),
    FundingKind.OWN_MONEY: gettext_lazy("their own money"),
}


def _decision(proposal: Proposal) -> Clause:
    rule = str(DecisionRule(proposal.decision_rule).label)
    result = proposal.result
    counts = {
        "day": long_day(timezone.localdate(result.closed_at)),
        "yes": result.yes_votes,
        "people": result.people,
        "rule": rule,
    }
    return Clause(
        key="decision",
        title=_("How we decide"),
        picture="vote",
        paragraphs=[
            _("We decide together, and each of us has one vote. Our rule is: %(rule)s.") % {"rule": lowered(rule)},
            _("“No change” is always one of the answers. Nobody has to say why they chose it."),
            _("On %(day)s we voted on what is in this agreement. %(yes)d of %(people)d said yes.") % counts,
        ],
        easy=[
            _("We decide together. Each person has one vote."),
            _("This is our rule: %(rule)s.") % {"rule": lowered(rule)},
            _("You can always say “no change”. You do not have to say why."),
            _("We voted on %(day)s. %(yes)d of %(people)d people said yes.") % counts,
        ],
    )


def _costs(figures: Mapping[str, Any]) -> Clause:
    shared = [line for line in figures["lines"] if line["amount"] is not None and not line["paid_by"]]
    total = pounds(figures["total"])
    table = Table(
        caption=_("What it costs in the first year"),
        columns=[_("What"), _("How often"), _("In the first year")],
        rows=[[line["label"], _how_often(line), pounds(line["first_year"])] for line in shared],
        foot=[_("Together"), "", total],
    )
    others, waived = list(_paid_by_others(figures)), list(_not_needed(figures))
    conditions = list(_conditions(figures))
    left_out = [_("These cost us nothing, or we do not need them:")] if waived else []
    in_easy = [
        _("%(what)s: %(first_year)s in the first year (%(how_often)s).")
        % {"what": row[0], "first_year": row[2], "how_often": lowered(row[1])}
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
    return _("%(amount)s %(period)s") % {"amount": pounds(line["amount"]), "period": lowered(str(period.label))}


def _paid_by_others(figures: Mapping[str, Any]) -> Iterator[str]:
    for line in figures["lines"]:
        if line["paid_by"] and line["first_year"] is not None:
            yield (
                _("%(whom)s pays %(amount)s for us: %(what)s.")
                % {"whom": line["paid_by"], "amount": pounds(line["first_year"]), "what": line["label"]}
            )


def _not_needed(figures: Mapping[str, Any]) -> Iterator[str]:
    for line in figures["lines"]:
        if line["waived_reason"]:
            yield f"{line['label']}: {line['waived_reason']}"


def _conditions(figures: Mapping[str, Any]) -> Iterator[str]:
    """How long the price holds, what it leaves out, and what happens when the money does not reach."""
    if figures["price_holds_until"]:
        yield (
            _("The price holds until %(day)s.") % {"day": long_day(date.fromisoformat(figures["price_holds_until"]))}
        )
    else:
        yield _("We do not know how long the price holds.")
    if figures["not_included"]:
        yield _("The price leaves this out: %(what)s") % {"what": figures["not_included"]}
    yield (
        _("If the money is not enough, this happens: %(what)s.")
        % {"what": lowered(str(Shortfall(figures["shortfall"]).label))}
    )


def _shares(figures: Mapping[str, Any]) -> Clause:
    rule = SharingRule(figures["sharing_rule"])
    how = {"rule": lowered(str(rule.label))}
    odd_pennies = "" if rule == SharingRule.FIXED else _(" Odd pennies go to those who joined first.")
    rows = [[str(share["name"]), pounds(share["amount"])] for share in figures["shares"]]
    total = pounds(figures["total"])
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
        words = {"whom": consent.whom, "day": long_day(consent.dated_on)}
        return _("%(whom)s: said yes in writing on %(day)s.") % words
    if consent.is_settled:
        return _("%(whom)s: not needed. %(why)s") % {
            "whom": consent.whom,
            "why": pointed(consent.not_needed_reason),
        }
    return _("%(whom)s: has not said yes in writing yet.") % {"whom": consent.whom}


def _liability() -> Clause:
    return Clause(
        key="liability",
        title=_("What each of us answers for"),
        picture="warning",
        paragraphs=[
            _(
                "We are not a company. We are people who do something together: "
                "the law calls this an unincorporated group."
            ),
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
