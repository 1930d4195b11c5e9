"""How a vote stands."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pools.models import (
    DecisionRule,
    DeclaredInterest,
    Option,
    OptionKind,
    Outcome,
    Period,
    Pool,
    PoolMembership,
    Proposal,
    ProposalSubject,
    Vote,
)
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class Count:
    """
    How many people there are, and how many said what. Only the newest answer of each counts.

    `yes` is "go ahead", or any of the answers that the members wrote; `no` is "no change".
    """

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

    outcome: Outcome
    words: str

    @property
    def is_agreed(self) -> bool:
        return self.outcome == Outcome.AGREED


@dataclass(frozen=True, kw_only=True)
class AnswerCount:
    """One answer that the members wrote, and how many chose it."""

    option: Option
    votes: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many chose each answer, among so many people who may vote."""

    people: int
    answers: list[AnswerCount]
    no_change: int

    @property
    def voted(self) -> int:
        return self.no_change + sum(answer.votes for answer in self.answers)

    @property
    def leading(self) -> list[AnswerCount]:
        """The answer with the most votes; several where they have equally many; none where nobody chose any."""
        most = max((answer.votes for answer in self.answers), default=0)
        return [answer for answer in self.answers if answer.votes == most and most > 0]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the pool's rule makes of several answers, with the reason in words."""

    outcome: Outcome
    chosen: Option | None
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
    """The vote on the costs that is going on in a pool."""
    return Proposal.objects.open().about(ProposalSubject.COSTS).filter(pool=pool).first()


def agreed_proposal(pool: Pool) -> Proposal | None:
    """The newest proposal that the members agreed to."""
    agreed = Proposal.objects.about(ProposalSubject.COSTS).filter(pool=pool, result__outcome=Outcome.AGREED)
    return agreed.select_related("result").first()


def votes_waiting_for(pool: Pool, profile: Profile, *, now: datetime) -> QuerySet[Proposal]:
    """The votes of a pool that somebody may still cast and has not; without those that they have an interest in."""
    theirs = {"proposal": OuterRef("pk"), "membership__profile": profile, "membership__left_at__isnull": True}
    running = Proposal.objects.open().filter(pool=pool, closes_at__gt=now)
    return running.exclude(Exists(Vote.objects.filter(**theirs))).exclude(
        Exists(DeclaredInterest.objects.filter(**theirs))
    )


def overdue_votes(*, now: datetime) -> QuerySet[Proposal]:
    """The votes of the current area whose time is up and that nobody has closed."""
    return Proposal.objects.open().filter(closes_at__lte=now).order_by("closes_at", "id")


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


def people_who_may_vote(proposal: Proposal) -> QuerySet[PoolMembership]:
    """Who is in the pool now and has no interest in what the vote is about."""
    aside = DeclaredInterest.objects.filter(proposal=proposal).values("membership")
    return PoolMembership.objects.open().filter(pool=proposal.pool_id).exclude(pk__in=aside)


def votes_that_count(proposal: Proposal) -> list[Vote]:
    """What those who may vote say now."""
    return list(newest_votes(proposal).filter(membership__in=people_who_may_vote(proposal).values("pk")))


def count_votes(proposal: Proposal) -> Count:
    """How a vote stands."""
    kinds = [vote.option.kind for vote in votes_that_count(proposal)]
    no = kinds.count(OptionKind.NO_CHANGE)
    return Count(people=people_who_may_vote(proposal).count(), yes=len(kinds) - no, no=no)


def tally_of(proposal: Proposal) -> Tally:
    """How a vote with several answers stands, in the order of its ballot paper."""
    chosen = [vote.option_id for vote in votes_that_count(proposal)]
    options = list(proposal.options.all())
    return Tally(
        people=people_who_may_vote(proposal).count(),
        answers=[
            AnswerCount(option=option, votes=chosen.count(option.pk)) for option in options if not option.is_no_change
        ],
        no_change=sum(chosen.count(option.pk) for option in options if option.is_no_change),
    )


def may_close(proposal: Proposal, *, count: Count, now: datetime) -> bool:
    """A vote is over when everybody has voted or its time is up."""
    return count.everybody_voted or now >= proposal.closes_at


def verdict_of(*, rule: DecisionRule, count: Count, quorum: int | None = None) -> Verdict:
    """
    Whether a count is a yes by the rule. Those who did not vote do not say yes.

    Under `consent`, they do not say no either; but somebody must have said yes. Nothing changes where fewer people
    voted than the quorum.
    """
    people, yes, no = count.people, count.yes, count.no
    if quorum is not None and count.voted < quorum:
        return Verdict(outcome=Outcome.NO_QUORUM, words=_too_few(count.voted, quorum))
    is_agreed = {
        DecisionRule.CONSENSUS: yes == people,
        DecisionRule.CONSENT: no == 0 and yes > 0,
        DecisionRule.MAJORITY: 2 * yes > people,
        DecisionRule.TWO_THIRDS: 3 * yes >= 2 * people,
    }[rule]
    counted = _("%(yes)d of %(people)d said yes, and %(no)d said no change.") % {"yes": yes, "people": people, "no": no}
    outcome = _("So you go ahead.") if is_agreed else _("So nothing changes.")
    agreed_or_not = Outcome.AGREED if is_agreed else Outcome.NOT_AGREED
    return Verdict(outcome=agreed_or_not, words=f"{counted} {_rule_for_costs(rule)} {outcome}")


def rule_in_words(proposal: Proposal) -> str:
    """By which rule a vote is counted, and how many must have voted."""
    rule = DecisionRule(proposal.decision_rule)
    words = _rule_for_costs(rule) if proposal.is_about_costs else _rule_for_answers(rule)
    if proposal.quorum is None:
        return words
    needed = ngettext(
        "It counts if %(count)d person votes or more.", "It counts if %(count)d people vote or more.", proposal.quorum
    )
    return f"{words} {needed % {'count': proposal.quorum}}"


def choice_of(*, rule: DecisionRule, tally: Tally, quorum: int | None = None) -> Choice:
    """
    Which of several answers is chosen, by the rule. Each person has one vote.

    - Consensus: everybody chooses the same answer.
    - Consent: nobody says "no change", and the answer with the most votes is chosen. Who does not vote says nothing
      against it.
    - Majority: more than half of all the people choose the same answer. Having the most votes is not enough.
    - Two-thirds: at least two out of three of all the people choose the same answer.

    All the people are those who may vote, whether they did or not. Where answers have equally many votes, nothing
    changes; and nothing changes where fewer people voted than the quorum.
    """
    if quorum is not None and tally.voted < quorum:
        return Choice(outcome=Outcome.NO_QUORUM, chosen=None, words=_too_few(tally.voted, quorum))
    leading = tally.leading
    chosen = leading[0] if len(leading) == 1 and _is_enough(rule, tally=tally, votes=leading[0].votes) else None
    words = " ".join(filter(None, [_counted(tally), _rule_for_answers(rule), _came_out(leading, chosen)]))
    if chosen is None:
        return Choice(outcome=Outcome.NOT_AGREED, chosen=None, words=words)
    return Choice(outcome=Outcome.CHOSEN, chosen=chosen.option, words=words)


def _is_enough(rule: DecisionRule, *, tally: Tally, votes: int) -> bool:
    return {
        DecisionRule.CONSENSUS: votes == tally.people,
        DecisionRule.CONSENT: tally.no_change == 0,
        DecisionRule.MAJORITY: 2 * votes > tally.people,
        DecisionRule.TWO_THIRDS: 3 * votes >= 2 * tally.people,
    }[rule]


def _counted(tally: Tally) -> str:
    answers = [f"“{answer.option.words}”: {answer.votes}" for answer in tally.answers]
    counted = "; ".join([*answers, _("no change: %(count)d") % {"count": tally.no_change}])
    people = ngettext("%(count)d person could vote.", "%(count)d people could vote.", tally.people)
    return f"{counted}. {people % {'count': tally.people}}"


def _too_few(count: int, quorum: int) -> str:
    voted = ngettext("%(count)d person voted.", "%(count)d people voted.", count) % {"count": count}
    needed = _("It needed %(quorum)d.") % {"quorum": quorum}
    return " ".join([_("Not enough people voted."), voted, needed, _("So nothing changes. You can ask again.")])


def _rule_for_costs(rule: DecisionRule) -> str:
    return {
        DecisionRule.CONSENSUS: _("Your rule is that everybody says yes."),
        DecisionRule.CONSENT: _("Your rule is that nobody says no."),
        DecisionRule.MAJORITY: _("Your rule is that more than half of you say yes."),
        DecisionRule.TWO_THIRDS: _("Your rule is that two out of three of you say yes."),
    }[rule]


def _rule_for_answers(rule: DecisionRule) -> str:
    return {
        DecisionRule.CONSENSUS: _("Your rule is that everybody chooses the same answer."),
        DecisionRule.CONSENT: _("Your rule is that nobody says “no change”, and then the most votes count."),
        DecisionRule.MAJORITY: _("Your rule is that more than half of you choose the same answer."),
        DecisionRule.TWO_THIRDS: _("Your rule is that two out of three of you choose the same answer."),
    }[rule]


def _came_out(leading: list[AnswerCount], chosen: AnswerCount | None) -> str:
    if chosen is not None:
        return _("So you have chosen “%(answer)s”.") % {"answer": chosen.option.words}
    if len(leading) > 1:
        names = get_text_list([f"“{answer.option.words}”" for answer in leading], _("and"))
        return _("%(answers)s have equally many votes. So nothing changes.") % {"answers": names}
    return _("So nothing changes.")
