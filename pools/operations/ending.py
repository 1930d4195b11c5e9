"""
The end of a pool: shown to everybody, agreed to by the pool's own rule, and settled so that nothing is left over.

Most things that people try come to an end. It is nobody's fault, and what was learned stays.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import (
    AccountKind,
    DecisionRule,
    EndingAnswer,
    EndingOutcome,
    Leaving,
    LeavingOutcome,
    MoneyPath,
    Pool,
    PoolEnding,
    PoolState,
    TransferKind,
)
from pools.operations.decision import undo_decision
from pools.operations.hours import return_agreed_hours, yes_to_return
from pools.operations.hours_period import provider_of
from pools.operations.ledger import account_for, credit, debit, post
from pools.operations.pool_status import lock_pool, move_pool
from pools.queries.decisions import open_proposal, verdict_of
from pools.queries.endings import EndingPreview, count_endings, ending_preview, newest_answers
from pools.queries.hours import hours_left
from pools.queries.ledger import NOTHING
from pools.queries.pools import members_of, membership_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToProposeEnding(Refusal):
    """The pool has ended, somebody has asked already, or there are no words."""


class UnableToAnswerEnding(Refusal):
    """It is over, they are not in the pool, or the numbers have changed."""


class UnableToEndPool(Refusal):
    """It is over, the members have not agreed by their rule, or something has to be put right first (it says what)."""


@transaction.atomic
def propose_ending(*, pool: Pool, why: str, learned: str = "", by: Profile, now: datetime) -> PoolEnding:
    """
    Ask whether the pool ends. Everybody is shown what they would get back.

    :raises UnableToProposeEnding: not in the pool, it has ended, somebody has asked already, or there are no words
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToProposeEnding(_("This pool has ended."))
    if membership_of(pool, by) is None:
        raise UnableToProposeEnding(_("Only people in the pool can ask this."))
    if not why.strip():
        raise UnableToProposeEnding(_("Say why you would like to end it."), field="why")
    with told_as(UnableToProposeEnding, model=PoolEnding):
        ending = PoolEnding.objects.create(
            pool=pool, why=why.strip(), learned=learned.strip(), proposed_by=by, proposed_at=now
        )
    record(by=by, action="propose_ending", subject=pool, now=now)
    preview = ending_preview(pool, on=timezone.localdate(now))
    _tell(ending, template="pools/email/pool_may_end", preview=preview, but=by, now=now)
    return ending


@transaction.atomic
def answer_ending(
    *, ending: PoolEnding, agrees: bool, to_get: Decimal, returns_hours: bool = False, by: Profile, now: datetime
) -> EndingAnswer:
    """
    Say whether one agrees to end the pool. It may be said again differently until the end.

    :param to_get: what they were shown that they get back
    :param returns_hours: their yes that all their hours go back to their own budget
    :raises UnableToAnswerEnding: it is over, they are not in the pool, or the number is another by now
    """
    pool, _state = lock_pool(ending.pool)
    ending = _waiting(ending, UnableToAnswerEnding)
    if membership_of(pool, by) is None:
        raise UnableToAnswerEnding(_("Only people in the pool answer this."))
    if ending_preview(pool, on=timezone.localdate(now)).for_profile(by).to_get != to_get:
        raise UnableToAnswerEnding(_("The numbers have changed. Please look again."))
    answer = EndingAnswer.objects.create(
        ending=ending,
        profile=by,
        agrees=agrees,
        to_get=to_get,
        minutes_agreed=hours_left(pool, by) if returns_hours else 0,
        at=now,
    )
    record(by=by, action="answer_ending", subject=pool, now=now, agrees=agrees)
    return answer


@transaction.atomic
def take_back_ending(*, ending: PoolEnding, by: Profile, now: datetime) -> PoolEnding:
    """
    The pool goes on after all.

    :raises UnableToEndPool: it is over, or somebody else asked
    """
    pool, _state = lock_pool(ending.pool)
    ending = _waiting(ending, UnableToEndPool)
    if by.pk not in {ending.proposed_by_id, pool.organiser_id}:
        raise UnableToEndPool(_("Only who asked, or the organiser, can take it back."))
    _close(ending, EndingOutcome.TAKEN_BACK, now=now)
    record(by=by, action="take_back_ending", subject=pool, now=now)
    return ending


@transaction.atomic
def end_pool(*, ending: PoolEnding, by: Profile, now: datetime) -> PoolEnding:
    """
    End a pool whose members have agreed to it: others get theirs first, then each member, until nothing is left over.

    Whose hours nobody may take without their yes keeps them in the books; everybody else's go back to them.

    :raises UnableToEndPool: not in the pool, it is over, not agreed by the pool's rule, or something stands in the way
        (it says what)
    """
    pool, state = lock_pool(ending.pool)
    ending = _waiting(ending, UnableToEndPool)
    if membership_of(pool, by) is None:
        raise UnableToEndPool(_("Only people in the pool can end it."))
    verdict = verdict_of(rule=DecisionRule(pool.decision_rule), count=count_endings(ending))
    if not verdict.is_agreed:
        raise UnableToEndPool(verdict.words)
    preview = ending_preview(pool, on=timezone.localdate(now))
    if preview.obstacles:
        raise UnableToEndPool(" ".join(preview.obstacles))
    _refuse_numbers_nobody_saw(ending, preview)
    _return_hours(ending, now=now)
    # The end settles with everybody: nobody is on their way out any more.
    Leaving.objects.waiting().filter(pool=pool).update(outcome=LeavingOutcome.TAKEN_BACK, closed_at=now)
    if pool.money_path != MoneyPath.VENUE:
        _pay_others(pool, preview, by=by, now=now)
        _settle(pool, preview, by=by, now=now)
    if open_proposal(pool) is not None:
        undo_decision(pool=pool, state=state, by=by, now=now, why=gettext("The pool has come to its end."))
    move_pool(pool=pool, state=PoolState.ENDED, by=by, now=now, note=ending.learned[:300])
    _close(ending, EndingOutcome.ENDED, now=now)
    record(by=by, action="end_pool", subject=pool, now=now)
    _tell(ending, template="pools/email/pool_ended", preview=preview, but=None, now=now)
    return ending


def _waiting(ending: PoolEnding, refusal: type[Refusal]) -> PoolEnding:
    # Read again now that the pool is ours: another click may have come first.
    found = PoolEnding.objects.select_related("pool").get(pk=ending.pk)
    if found.outcome:
        raise refusal(_("This is over already."))
    return found


def _close(ending: PoolEnding, outcome: EndingOutcome, *, now: datetime) -> None:
    ending.outcome, ending.closed_at = outcome, now
    ending.save(update_fields=["outcome", "closed_at"])


def _refuse_numbers_nobody_saw(ending: PoolEnding, preview: EndingPreview) -> None:
    """Whoever agreed did so to a number. If it is another one now, they look again."""
    answers = newest_answers(ending)
    changed = [
        part.profile.shown_name
        for part in preview.parts
        if (answer := answers.get(part.profile.pk)) is not None and answer.agrees and answer.to_get != part.to_get
    ]
    if changed:
        raise UnableToEndPool(
            _("The numbers have changed since these people said yes. Ask them to look again: %(names)s.")
            % {"names": ", ".join(changed)}
        )


def _return_hours(ending: PoolEnding, *, now: datetime) -> None:
    pool = ending.pool
    for answer in newest_answers(ending).values():
        minutes = min(answer.minutes_agreed, hours_left(pool, answer.profile))
        if minutes > 0:
            yes = yes_to_return(minutes=minutes, by=answer.profile, now=answer.at)
            return_agreed_hours(pool=pool, provider=provider_of(pool, answer.profile), yes=yes, now=now)


def _pay_others(pool: Pool, preview: EndingPreview, *, by: Profile, now: datetime) -> None:
    """What others gave and nobody has spent goes back to them, before anybody else gets anything."""
    for one in preview.to_others:
        post(
            pool=pool,
            kind=TransferKind.REFUND,
            words=gettext("Given back to %(payer)s") % {"payer": one.account.name},
            postings=[debit(one.account, one.pounds), credit(account_for(pool, AccountKind.HOLDER), one.pounds)],
            happened_on=timezone.localdate(now),
            by=by,
            now=now,
        )


def _settle(pool: Pool, preview: EndingPreview, *, by: Profile, now: datetime) -> None:
    """Take back what was called in and not spent, and pay out what there is. Then every account is at £0.00."""
    accounts = {part.profile: account_for(pool, AccountKind.MEMBER, profile=part.profile) for part in preview.parts}
    today = timezone.localdate(now)
    if any(part.taken_back for part in preview.parts):
        post(
            pool=pool,
            kind=TransferKind.SETTLEMENT,
            words=gettext("The pool has ended: what was not spent"),
            postings=[
                debit(account_for(pool, AccountKind.POOL), preview.unspent),
                debit(account_for(pool, AccountKind.CONTINGENCY), preview.aside),
                *(credit(accounts[part.profile], part.taken_back) for part in preview.parts),
            ],
            happened_on=today,
            by=by,
            now=now,
        )
    paid_out = sum((part.to_get for part in preview.parts), NOTHING)
    if paid_out:
        post(
            pool=pool,
            kind=TransferKind.REFUND,
            words=gettext("The pool has ended: money given back"),
            postings=[
                *(debit(accounts[part.profile], part.to_get) for part in preview.parts),
                credit(account_for(pool, AccountKind.HOLDER), paid_out),
            ],
            happened_on=today,
            by=by,
            now=now,
        )


def _tell(ending: PoolEnding, *, template: str, preview: EndingPreview, but: Profile | None, now: datetime) -> None:
    for place in members_of(ending.pool):
        if but is not None and place.profile_id == but.pk:
            continue
        notify(
            recipient=place.profile,
            key=f"{template.rpartition('/')[2]}:{ending.pk}",
            template=template,
            now=now,
            url=ending.pool.get_absolute_url(),
            pool=ending.pool,
            ending=ending,
            part=preview.for_profile(place.profile),
        )
