"""
How a pool decides: what is asked is frozen, everybody votes, and the pool's own rule says what comes out.

The vote on the costs has its place in the states of a pool; other votes (`pools.operations.question` and
`pools.operations.tender` begin them) go on beside them, and are cast and closed here too.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    DecisionRule,
    DeclaredInterest,
    Option,
    OptionKind,
    Outcome,
    Pool,
    PoolMembership,
    PoolState,
    Proposal,
    ProposalResult,
    ProposalSubject,
    Vote,
)
from pools.operations.ballot import refuse_too_many_votes, tell_members
from pools.operations.consequences import carry_out, why_it_is_void
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless, refuse_while_paused
from pools.queries.costing import current_shares, figures_of
from pools.queries.decisions import Count, choice_of, count_votes, may_close, open_proposal, tally_of, verdict_of
from pools.queries.pools import membership_of
from pools.queries.price import PriceStanding, price_standing, price_warning
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToPropose(Refusal):
    """A cost is blank, a member has not looked at their share, or a vote is going on."""


class UnableToVote(Refusal):
    """The vote is over, or the person is not in the pool, or has an interest in it."""


class UnableToDeclareInterest(Refusal):
    """The vote is over, the person is not in the pool, or there are no words."""


class UnableToCloseVote(Refusal):
    """Not everybody has voted and there is time left, or it is over already."""


class UnableToReopenCosting(Refusal):
    """The costs are open already, or it is too late."""


@transaction.atomic
def propose(*, pool: Pool, closes_at: datetime, quorum: int | None = None, by: Profile, now: datetime) -> Proposal:
    """
    Put the costs, as they stand, to the vote.

    :param quorum: how many must have voted for it to count; None where as many as like may vote
    :raises UnableToPropose: something is blank (it says what), somebody has not looked at their share (it says who),
        the price does not hold any more, the vote would end before it begins, more votes are asked for than there are
        people, or the pool is paused or past this
    """
    # Lock the pool: the costs and the members must stay as they are while they are frozen.
    pool, state = lock_pool(pool)
    refuse_while_paused(UnableToPropose, pool=pool)
    refuse_unless(UnableToPropose, state=state, among={PoolState.GATHERING, PoolState.COSTING})
    if Proposal.objects.open().about(ProposalSubject.SHARING).filter(pool=pool).exists():
        raise UnableToPropose(_("A vote about how you share is going on. Wait until it is over."))
    if closes_at <= now:
        raise UnableToPropose(_("Choose a day that is still to come."), field="closes_on")
    today = timezone.localdate(now)
    if price_standing(pool.cost_sheet, on=today) == PriceStanding.OVER:
        raise UnableToPropose(price_warning(pool.cost_sheet, on=today))
    sheet, shares = current_shares(pool)
    if sheet.blanks:
        listed = "; ".join(str(blank) for blank in sheet.blanks)
        raise UnableToPropose(_("Some questions about the costs have no answer yet: %(blanks)s.") % {"blanks": listed})
    if unseen := [share.membership.profile.shown_name for share in shares if not share.is_previewed]:
        names = get_text_list(unseen, gettext("and"))
        raise UnableToPropose(
            _("Everybody must look at their own share first. Still to look: %(names)s.") % {"names": names}
        )
    refuse_too_many_votes(UnableToPropose, pool=pool, quorum=quorum)
    proposal = Proposal.objects.create(
        pool=pool,
        number=pool.proposals.count() + 1,
        quorum=quorum,
        figures=figures_of(pool),
        decision_rule=pool.decision_rule,
        opened_by=by,
        opens_at=now,
        closes_at=closes_at,
    )
    for kind in (OptionKind.GO_AHEAD, OptionKind.NO_CHANGE):
        Option.objects.create(proposal=proposal, kind=kind)
    move_pool(pool=pool, state=PoolState.PROPOSED, by=by, now=now)
    record(by=by, action="propose", subject=proposal, now=now)
    tell_members(proposal=proposal, template="pools/email/vote_begins", but=by, now=now)
    return proposal


@transaction.atomic
def cast_vote(
    *, proposal: Proposal, choice: OptionKind | Option, private_words: str = "", by: Profile, now: datetime
) -> Vote:
    """
    Choose one of the answers. People may say it again differently while the vote is open: the newest counts.

    :param choice: an answer of this ballot, or the kind of one that is there once
    :param private_words: for the organiser alone
    :raises UnableToVote: the vote is over, the person is not in the pool or has an interest in it, the answer is not
        on the ballot, or the shares that it shows are not true any more
    """
    pool, state = lock_pool(proposal.pool)
    proposal.pool = pool
    membership = _voter(proposal=proposal, refusal=UnableToVote, by=by, now=now)
    if proposal.declared_interests.filter(membership=membership).exists():
        raise UnableToVote(_("You said that you have an interest in this. So you do not vote."))
    if void := why_it_is_void(proposal, state=state):
        raise UnableToVote(void)
    option = _on_the_ballot(proposal=proposal, choice=choice)
    vote = Vote.objects.create(
        proposal=proposal, membership=membership, option=option, private_words=private_words.strip(), at=now
    )
    record(by=by, action="cast_vote", subject=proposal, now=now)
    return vote


@transaction.atomic
def declare_interest(*, proposal: Proposal, words: str, by: Profile, now: datetime) -> DeclaredInterest:
    """
    Say to all that one would gain from what the vote is about, and stand aside: one's vote does not count, and one is
    not among the people of this vote.

    :raises UnableToDeclareInterest: the vote is over, the person is not in the pool, has said so already, or there are
        no words
    """
    proposal.pool, _state = lock_pool(proposal.pool)
    membership = _voter(proposal=proposal, refusal=UnableToDeclareInterest, by=by, now=now)
    with told_as(UnableToDeclareInterest, model=DeclaredInterest, field="words"):
        declared = DeclaredInterest.objects.create(
            proposal=proposal, membership=membership, words=words.strip(), at=now
        )
    record(by=by, action="declare_interest", subject=proposal, now=now)
    return declared


@transaction.atomic
def close_vote(*, proposal: Proposal, by: Profile | None, now: datetime) -> ProposalResult:
    """
    End a vote and say what came out, by the rule that the pool had when the vote began; what the members have chosen
    is done at once, where the portal can do it.

    :param by: who closes it; None for the portal itself, when the time is up
    :raises UnableToCloseVote: not everybody has voted and there is time left, or it is over already
    """
    pool, state = lock_pool(proposal.pool)
    proposal.pool = pool
    if ProposalResult.objects.filter(proposal=proposal).exists():
        raise UnableToCloseVote(_("This vote is over already."))
    count = count_votes(proposal)
    if not may_close(proposal, count=count, now=now):
        raise UnableToCloseVote(_("Not everybody has voted, and there is still time. Please wait."))
    if void := why_it_is_void(proposal, state=state):
        result = _withdraw(proposal=proposal, why=void, by=by, now=now)
    elif proposal.is_about_costs:
        result = _close_costs(proposal=proposal, count=count, by=by, now=now)
    else:
        result = _close_question(proposal=proposal, count=count, by=by, now=now)
    record(by=by, action="close_vote", subject=proposal, now=now, outcome=result.outcome)
    tell_members(proposal=proposal, template="pools/email/vote_over", but=by, now=now, result=result)
    return result


@transaction.atomic
def reopen_costing(*, pool: Pool, by: Profile, now: datetime) -> Pool:
    """
    Go back to the costs: a vote that is going on is taken back, and a decision has to be made again.

    :raises UnableToReopenCosting: the costs are open already, or it has been bought
    """
    pool, state = lock_pool(pool)
    if state in {PoolState.GATHERING, PoolState.COSTING}:
        raise UnableToReopenCosting(_("The costs are open already."))
    refuse_unless(UnableToReopenCosting, state=state, among=UNDOABLE)
    why = gettext("%(name)s opened the costs again.") % {"name": by.shown_name}
    undo_decision(pool=pool, state=state, by=by, now=now, why=why)
    record(by=by, action="reopen_costing", subject=pool, now=now)
    return pool


UNDOABLE = {PoolState.PROPOSED, PoolState.AGREED, PoolState.SIGNED}


def undo_decision(*, pool: Pool, state: PoolState, by: Profile, now: datetime, why: str) -> None:
    """Take back a vote or a decision whose figures are not true any more. The caller has locked the pool."""
    if state not in UNDOABLE:
        return
    proposal = open_proposal(pool)
    if proposal is not None:
        _withdraw(proposal=proposal, why=why, by=by, now=now)
    move_pool(pool=pool, state=PoolState.COSTING, by=by, now=now, note=why)


def _voter(*, proposal: Proposal, refusal: type[Refusal], by: Profile, now: datetime) -> PoolMembership:
    """The place of somebody who may say something in a vote that is open. The caller has locked the pool."""
    if ProposalResult.objects.filter(proposal=proposal).exists() or now >= proposal.closes_at:
        raise refusal(_("This vote is over."))
    membership = membership_of(proposal.pool, by)
    if membership is None:
        raise refusal(_("Only members of the pool vote."))
    return membership


def _on_the_ballot(*, proposal: Proposal, choice: OptionKind | Option) -> Option:
    """The answer that somebody means. An answer of the members' own must be named: its kind alone says too little."""
    kinds = {option.kind: option for option in proposal.options.exclude(kind=OptionKind.ANSWER)}
    found = proposal.options.filter(pk=choice.pk).first() if isinstance(choice, Option) else kinds.get(choice)
    if found is None:
        raise UnableToVote(_("This answer is not on the ballot. Please choose another."), field="choice")
    return found


def _withdraw(*, proposal: Proposal, why: str, by: Profile | None, now: datetime) -> ProposalResult:
    count = count_votes(proposal)
    return ProposalResult.objects.create(
        proposal=proposal,
        outcome=Outcome.WITHDRAWN,
        people=count.people,
        yes_votes=count.yes,
        no_votes=count.no,
        words=why,
        closed_by=by,
        closed_at=now,
    )


def _close_costs(*, proposal: Proposal, count: Count, by: Profile | None, now: datetime) -> ProposalResult:
    verdict = verdict_of(rule=DecisionRule(proposal.decision_rule), count=count, quorum=proposal.quorum)
    result = ProposalResult.objects.create(
        proposal=proposal,
        outcome=verdict.outcome,
        people=count.people,
        yes_votes=count.yes,
        no_votes=count.no,
        words=verdict.words,
        closed_by=by,
        closed_at=now,
    )
    state = PoolState.AGREED if verdict.is_agreed else PoolState.COSTING
    move_pool(pool=proposal.pool, state=state, by=by, now=now, note=verdict.words)
    return result


def _close_question(*, proposal: Proposal, count: Count, by: Profile | None, now: datetime) -> ProposalResult:
    tally = tally_of(proposal)
    choice = choice_of(rule=DecisionRule(proposal.decision_rule), tally=tally, quorum=proposal.quorum)
    result = ProposalResult.objects.create(
        proposal=proposal,
        outcome=choice.outcome,
        chosen=choice.chosen,
        people=count.people,
        yes_votes=count.yes,
        no_votes=count.no,
        tally=[{"words": answer.option.words, "votes": answer.votes} for answer in tally.answers],
        words=choice.words,
        closed_by=by,
        closed_at=now,
    )
    if choice.chosen is not None:
        carry_out(proposal=proposal, chosen=choice.chosen, why=choice.words, by=by, now=now)
    return result
