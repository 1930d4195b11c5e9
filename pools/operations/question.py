"""Putting a question to the vote: one in the members' own words, or how they share the cost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import FEWEST_ANSWERS, MOST_ANSWERS, Pool, Proposal, ProposalSubject, SharingRule
from pools.operations.ballot import Answer, Ballot, UnableToAsk, VoteTerms, open_ballot
from pools.operations.pool_status import lock_pool, refuse_unless
from pools.queries.pools import OPEN_TO_NEWCOMERS
from pools.queries.sharing_votes import previews_of, rules_besides, unanswered_costs
from portal.models import Profile


@transaction.atomic
def ask_question(
    *, pool: Pool, question: str, answers: Sequence[str], terms: VoteTerms, by: Profile, now: datetime
) -> Proposal:
    """
    Put a question to the vote, with answers of one's own. "No change" comes by itself.

    :param answers: two to eight; blank ones are passed over
    :raises UnableToAsk: too few answers or too many, one of them is "no change" or there twice, or as `open_ballot`
    """
    pool, state = lock_pool(pool)
    given = [answer.strip() for answer in answers if answer.strip()]
    if not FEWEST_ANSWERS <= len(given) <= MOST_ANSWERS:
        raise UnableToAsk(
            _("Give two answers at least, and eight at most. We add “no change” for you."), field="answers"
        )
    if any(answer.casefold() in _NO_CHANGE for answer in given):
        raise UnableToAsk(_("“No change” is always one of the answers. You need not write it."), field="answers")
    ballot = Ballot(
        subject=ProposalSubject.QUESTION,
        question=question.strip(),
        answers=[Answer(words=answer) for answer in given],
    )
    return open_ballot(pool=pool, state=state, ballot=ballot, terms=terms, by=by, now=now)


@transaction.atomic
def ask_sharing(*, pool: Pool, rules: Sequence[SharingRule], terms: VoteTerms, by: Profile, now: datetime) -> Proposal:
    """
    Put to the vote how the members share the cost, with every member's share by each rule, to the penny.

    The numbers of each member stay as they stand. "No change" keeps the rule that the pool has.

    :param rules: what can be chosen instead of the pool's own rule
    :raises UnableToAsk: the costs are not open or not whole, there is such a vote already, no rule is another than
        the present one, or as `open_ballot`
    """
    # Lock the pool: the costs and the members must stay as they are while they are frozen.
    pool, state = lock_pool(pool)
    refuse_unless(UnableToAsk, state=state, among=OPEN_TO_NEWCOMERS)
    if blanks := unanswered_costs(pool):
        raise UnableToAsk(
            _("Some questions about the costs have no answer yet: %(blanks)s.") % {"blanks": "; ".join(blanks)}
        )
    if Proposal.objects.open().about(ProposalSubject.SHARING).filter(pool=pool).exists():
        raise UnableToAsk(_("A vote about how you share is going on already."))
    asked = [rule for rule in rules_besides(pool) if rule in rules]
    if not asked:
        raise UnableToAsk(_("Choose a way to share that is not the one you have."), field="rules")
    ballot = Ballot(
        subject=ProposalSubject.SHARING,
        question=gettext("How do we share the cost?"),
        answers=[Answer(words=str(rule.label), sharing_rule=rule) for rule in asked],
        figures=previews_of(pool, asked),
    )
    return open_ballot(pool=pool, state=state, ballot=ballot, terms=terms, by=by, now=now)


_NO_CHANGE = {"no change", "no change."}
