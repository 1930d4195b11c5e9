"""Putting something to the vote: the part that all votes besides the one on the costs have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from pools.models import (
    Option,
    OptionKind,
    Pool,
    PoolState,
    Proposal,
    ProposalSubject,
    SharingRule,
    Tender,
    TenderCandidate,
)
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal

SECOND_CLICK: Final = timedelta(seconds=30)
MOST_OPEN_VOTES: Final = 10


class UnableToAsk(Refusal):
    """The pool has ended, the answers are not enough or too many, or the vote could never count."""


@dataclass(frozen=True, kw_only=True)
class VoteTerms:
    """
    Until when a vote goes on, why it is asked, and how many people must have voted for it to count.

    :param quorum: None where as many as like may vote
    """

    closes_at: datetime
    reason: str = ""
    quorum: int | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer that a ballot offers besides "no change", and what it stands for."""

    words: str
    sharing_rule: SharingRule | None = None
    candidate: TenderCandidate | None = None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """What is asked, and what can be answered."""

    subject: ProposalSubject
    question: str
    answers: Sequence[Answer]
    tender: Tender | None = None
    figures: dict[str, Any] = field(default_factory=dict)


def open_ballot(
    *, pool: Pool, state: PoolState, ballot: Ballot, terms: VoteTerms, by: Profile, now: datetime
) -> Proposal:
    """
    Begin a vote and tell everybody. The caller has locked the pool. A second click begins no second vote.

    :raises UnableToAsk: the pool has ended, the question or an answer is blank or there twice, the vote would end
        before it begins, it needs more people than there are, or too many votes are going on
    """
    _check_terms(pool=pool, state=state, terms=terms, now=now)
    twin = Proposal.objects.open().filter(
        pool=pool, opened_by=by, question=ballot.question, opens_at__gt=now - SECOND_CLICK
    )
    if just_asked := twin.first():
        return just_asked
    if Proposal.objects.open().filter(pool=pool).count() >= MOST_OPEN_VOTES:
        raise UnableToAsk(_("Many votes are going on already. Wait until one of them is over."))
    with told_as(UnableToAsk, model=Proposal, field="question"):
        proposal = Proposal.objects.create(
            pool=pool,
            number=pool.proposals.count() + 1,
            subject=ballot.subject,
            question=ballot.question,
            reason=terms.reason.strip(),
            quorum=terms.quorum,
            tender=ballot.tender,
            figures=ballot.figures,
            decision_rule=pool.decision_rule,
            opened_by=by,
            opens_at=now,
            closes_at=terms.closes_at,
        )
    with told_as(UnableToAsk, model=Option, field="answers"):
        _print(proposal, ballot.answers)
    record(by=by, action="open_ballot", subject=proposal, now=now, about=ballot.subject)
    tell_members(proposal=proposal, template="pools/email/question_begins", but=by, now=now)
    return proposal


def tell_members(*, proposal: Proposal, template: str, but: Profile | None, now: datetime, **context: object) -> None:
    """
    Tell everybody in the pool about a vote, once for each template.

    :param but: who knows it already; None: nobody does
    """
    members = members_of(proposal.pool)
    for membership in members if but is None else members.exclude(profile=but):
        notify(
            recipient=membership.profile,
            key=f"{template.rpartition('/')[2]}:{proposal.pk}",
            template=template,
            now=now,
            url=proposal.get_absolute_url(),
            pool=proposal.pool,
            proposal=proposal,
            **context,
        )


def _check_terms(*, pool: Pool, state: PoolState, terms: VoteTerms, now: datetime) -> None:
    if state == PoolState.ENDED:
        raise UnableToAsk(_("This pool has ended."))
    if terms.closes_at <= now:
        raise UnableToAsk(_("Choose a day that is still to come."), field="closes_on")
    refuse_too_many_votes(UnableToAsk, pool=pool, quorum=terms.quorum)


def refuse_too_many_votes(refusal: type[Refusal], *, pool: Pool, quorum: int | None) -> None:
    """
    Raise the refusal where more people must have voted than are in the pool.

    :raises Refusal: the given kind
    """
    people = members_of(pool).count()
    if quorum is not None and quorum > people:
        sentence = _("You are %(people)d. Ask for that many votes at most.") % {"people": people}
        raise refusal(sentence, field="quorum")


def _print(proposal: Proposal, answers: Sequence[Answer]) -> None:
    for place, answer in enumerate(answers):
        Option.objects.create(
            proposal=proposal,
            kind=OptionKind.ANSWER,
            place=place,
            words=answer.words,
            sharing_rule=answer.sharing_rule or "",
            candidate=answer.candidate,
        )
    Option.objects.create(proposal=proposal, kind=OptionKind.NO_CHANGE)
