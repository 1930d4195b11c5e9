"""How a pool decides: the figures are frozen, everybody votes, and the pool's own rule says what comes out."""

from datetime import datetime

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    DecisionRule,
    Option,
    OptionKind,
    Outcome,
    Pool,
    PoolState,
    Proposal,
    ProposalResult,
    Vote,
)
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless
from pools.queries.costing import current_shares, figures_of
from pools.queries.decisions import count_votes, may_close, open_proposal, verdict_of
from pools.queries.pools import members_of, membership_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToPropose(Refusal):
    """A cost is blank, a member has not looked at their share, or a vote is going on."""


class UnableToVote(Refusal):
    """The vote is over, or the person is not in the pool."""


class UnableToCloseVote(Refusal):
    """Not everybody has voted and there is time left, or it is over already."""


class UnableToReopenCosting(Refusal):
    """The costs are open already, or it is too late."""


@transaction.atomic
def propose(*, pool: Pool, closes_at: datetime, by: Profile, now: datetime) -> Proposal:
    """
    Put the costs, as they stand, to the vote.

    :raises UnableToPropose: something is blank (it says what), somebody has not looked at their share (it says who),
        the vote would end before it begins, or the pool is past this
    """
    # Lock the pool: the costs and the members must stay as they are while they are frozen.
    pool, state = lock_pool(pool)
    refuse_unless(UnableToPropose, state=state, among={PoolState.GATHERING, PoolState.COSTING})
    if closes_at <= now:
        raise UnableToPropose(_("Choose a day that is still to come."), field="closes_on")
    sheet, shares = current_shares(pool)
    if sheet.blanks:
        listed = "; ".join(str(blank) for blank in sheet.blanks)
        raise UnableToPropose(_("Some questions about the costs have no answer yet: %(blanks)s.") % {"blanks": listed})
    if unseen := [share.membership.profile.shown_name for share in shares if not share.is_previewed]:
        names = get_text_list(unseen, gettext("and"))
        raise UnableToPropose(
            _("Everybody must look at their own share first. Still to look: %(names)s.") % {"names": names}
        )
    proposal = Proposal.objects.create(
        pool=pool,
        number=pool.proposals.count() + 1,
        figures=figures_of(pool),
        decision_rule=pool.decision_rule,
        opened_by=by,
        opens_at=now,
        closes_at=closes_at,
    )
    for kind in OptionKind:
        Option.objects.create(proposal=proposal, kind=kind)
    move_pool(pool=pool, state=PoolState.PROPOSED, by=by, now=now)
    record(by=by, action="propose", subject=proposal, now=now)
    _tell_members(proposal=proposal, template="pools/email/vote_begins", but=by, now=now)
    return proposal


@transaction.atomic
def cast_vote(*, proposal: Proposal, choice: OptionKind, private_words: str = "", by: Profile, now: datetime) -> Vote:
    """
    Say yes or no change. People may say it again differently while the vote is open: the newest counts.

    :param private_words: for the organiser alone
    :raises UnableToVote: the vote is over, or the person is not in the pool
    """
    pool, _state = lock_pool(proposal.pool)
    if ProposalResult.objects.filter(proposal=proposal).exists() or now >= proposal.closes_at:
        raise UnableToVote(_("This vote is over."))
    membership = membership_of(pool, by)
    if membership is None:
        raise UnableToVote(_("Only members of the pool vote."))
    vote = Vote.objects.create(
        proposal=proposal,
        membership=membership,
        option=proposal.options.get(kind=choice),
        private_words=private_words.strip(),
        at=now,
    )
    record(by=by, action="cast_vote", subject=proposal, now=now)
    return vote


@transaction.atomic
def close_vote(*, proposal: Proposal, by: Profile, now: datetime) -> ProposalResult:
    """
    End a vote and say what came out, by the rule that the pool had when the vote began.

    :raises UnableToCloseVote: not everybody has voted and there is time left, or it is over already
    """
    pool, _state = lock_pool(proposal.pool)
    if ProposalResult.objects.filter(proposal=proposal).exists():
        raise UnableToCloseVote(_("This vote is over already."))
    count = count_votes(proposal)
    if not may_close(proposal, count=count, now=now):
        raise UnableToCloseVote(_("Not everybody has voted, and there is still time. Please wait."))
    verdict = verdict_of(rule=DecisionRule(proposal.decision_rule), count=count)
    result = ProposalResult.objects.create(
        proposal=proposal,
        outcome=Outcome.AGREED if verdict.is_agreed else Outcome.NOT_AGREED,
        people=count.people,
        yes_votes=count.yes,
        no_votes=count.no,
        words=verdict.words,
        closed_by=by,
        closed_at=now,
    )
    state = PoolState.AGREED if verdict.is_agreed else PoolState.COSTING
    move_pool(pool=pool, state=state, by=by, now=now, note=verdict.words)
    record(by=by, action="close_vote", subject=proposal, now=now, outcome=result.outcome)
    _tell_members(proposal=proposal, template="pools/email/vote_over", but=by, now=now, result=result)
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
        count = count_votes(proposal)
        ProposalResult.objects.create(
            proposal=proposal,
            outcome=Outcome.WITHDRAWN,
            people=count.people,
            yes_votes=count.yes,
            no_votes=count.no,
            words=why,
            closed_by=by,
            closed_at=now,
        )
    move_pool(pool=pool, state=PoolState.COSTING, by=by, now=now, note=why)


def _tell_members(*, proposal: Proposal, template: str, but: Profile, now: datetime, **context: object) -> None:
    for membership in members_of(proposal.pool).exclude(profile=but):
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
