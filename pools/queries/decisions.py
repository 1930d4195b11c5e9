"""How a vote stands."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pools.models import DecisionRule, OptionKind, Period, Pool, PoolMembership, Proposal, Vote
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many people there are, and how many said what. Only the newest answer of each counts."""

    people: int
    yes: int
    no: int

    @property
    def voted(self) -> int:
        return self.yes + self.no

    @property
    def everybody_voted(self) -> bool:
        return self.voted == self.people


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the pool's rule makes of a count, with the reason in words."""

    is_agreed: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class FrozenLine:
    """A cost as it stood when the vote began."""

    label: str
    period: str
    amount: Decimal | None
    first_year: Decimal
    paid_by: str
    waived_reason: str


@dataclass(frozen=True, kw_only=True)
class FrozenShare:
    """A member's share as it stood when the vote began."""

    profile: str
    name: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A proposal's frozen figures, for reading."""

    total: Decimal
    paid_by_others: Decimal
    lines: list[FrozenLine]
    shares: list[FrozenShare]

    def share_of(self, profile: Profile) -> FrozenShare | None:
        return next((share for share in self.shares if share.profile == str(profile.pk)), None)


def frozen_figures(proposal: Proposal) -> Figures:
    """What `pools.queries.costing.figures_of` froze."""
    figures = proposal.figures
    return Figures(
        total=Decimal(figures["total"]),
        paid_by_others=Decimal(figures["paid_by_others"]),
        lines=[
            FrozenLine(
                label=line["label"],
                period=str(Period(line["period"]).label),
                amount=None if line["amount"] is None else Decimal(line["amount"]),
                first_year=Decimal(line["first_year"]),
                paid_by=line["paid_by"],
                waived_reason=line["waived_reason"],
            )
            for line in figures["lines"]
        ],
        shares=[
            FrozenShare(profile=share["profile"], name=share["name"], amount=Decimal(share["amount"]))
            for share in figures["shares"]
        ],
    )


def open_proposal(pool: Pool) -> Proposal | None:
    """The vote that is going on in a pool."""
    return Proposal.objects.open().filter(pool=pool).first()


def agreed_proposal(pool: Pool) -> Proposal | None:
    """The newest proposal that the members agreed to."""
    return Proposal.objects.filter(pool=pool, result__outcome="agreed").select_related("result").first()


def newest_votes(proposal: Proposal) -> QuerySet[Vote]:
    """What each member says now."""
    newest = Vote.objects.filter(proposal=proposal).order_by("membership_id", "-at", "-id").distinct("membership_id")
    return Vote.objects.filter(pk__in=newest.values("pk")).select_related("option", "membership__profile")


def vote_of(proposal: Proposal, membership: PoolMembership) -> Vote | None:
    """What one member says now, if they have voted."""
    return newest_votes(proposal).filter(membership=membership).first()


def private_words_for(proposal: Proposal, reader: Profile) -> QuerySet[Vote]:
    """What members wrote for the organiser alone: nothing for anybody else."""
    votes = newest_votes(proposal).exclude(private_words="")
    return votes if proposal.pool.organiser_id == reader.pk else votes.none()


def count_votes(proposal: Proposal) -> Count:
    """How a vote stands, among those who are in the pool now."""
    people = PoolMembership.objects.open().filter(pool=proposal.pool_id)
    kinds = [vote.option.kind for vote in newest_votes(proposal).filter(membership__left_at__isnull=True)]
    return Count(people=people.count(), yes=kinds.count(OptionKind.GO_AHEAD), no=kinds.count(OptionKind.NO_CHANGE))


def may_close(proposal: Proposal, *, count: Count, now: datetime) -> bool:
    """A vote is over when everybody has voted or its time is up."""
    return count.everybody_voted or now >= proposal.closes_at


def verdict_of(*, rule: DecisionRule, count: Count) -> Verdict:
    """
    Whether a count is a yes by the rule. Those who did not vote do not say yes.

    Under `consent`, they do not say no either; but somebody must have said yes.
    """
    people, yes, no = count.people, count.yes, count.no
    is_agreed = {
        DecisionRule.CONSENSUS: yes == people,
        DecisionRule.CONSENT: no == 0 and yes > 0,
        DecisionRule.MAJORITY: 2 * yes > people,
        DecisionRule.TWO_THIRDS: 3 * yes >= 2 * people,
    }[rule]
    rules = {
        DecisionRule.CONSENSUS: _("Your rule is that everybody says yes."),
        DecisionRule.CONSENT: _("Your rule is that nobody says no."),
        DecisionRule.MAJORITY: _("Your rule is that more than half of you say yes."),
        DecisionRule.TWO_THIRDS: _("Your rule is that two out of three of you say yes."),
    }
    counted = _("%(yes)d of %(people)d said yes, and %(no)d said no change.") % {"yes": yes, "people": people, "no": no}
    outcome = _("So you go ahead.") if is_agreed else _("So nothing changes.")
    return Verdict(is_agreed=is_agreed, words=f"{counted} {rules[rule]} {outcome}")
