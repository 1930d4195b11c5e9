"""When the members are stuck: somebody whom they named beforehand helps. And what happened after a decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import FollowUp, MediatorRequest, Pool, PoolState, Proposal, ProposalResult
from pools.operations.ballot import tell_members
from pools.operations.pool_status import lock_pool
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToNameMediator(Refusal):
    """The name or the way to reach them is missing, or the pool has ended."""


class UnableToAskMediator(Refusal):
    """Nobody has been named, the vote is not over, you came to an agreement, or the mediator has been asked."""


class UnableToFollowUp(Refusal):
    """There are no words, or the vote is not over."""


@transaction.atomic
def name_mediator(*, pool: Pool, name: str, contact: str, by: Profile, now: datetime) -> Pool:
    """
    Write down whom the members agreed on to help them when they are stuck [000:874]. Everybody is told.

    :param contact: how the members reach the mediator
    :raises UnableToNameMediator: the name or the way to reach them is missing, or the pool has ended
    """
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToNameMediator(_("This pool has ended."))
    if not name.strip() or not contact.strip():
        raise UnableToNameMediator(_("Give the name of the mediator, and how you reach them."))
    pool.mediator_name, pool.mediator_contact = name.strip(), contact.strip()
    pool.save(update_fields=["mediator_name", "mediator_contact"])
    event = record(by=by, action="name_mediator", subject=pool, now=now)
    for membership in members_of(pool).exclude(profile=by):
        notify(
            recipient=membership.profile,
            key=f"mediator_named:{event.pk}",
            template="pools/email/mediator_named",
            now=now,
            url=pool.get_decisions_url(),
            pool=pool,
        )
    return pool


@transaction.atomic
def ask_mediator(*, proposal: Proposal, words: str, by: Profile, now: datetime) -> MediatorRequest:
    """
    Say "we are stuck" after a vote that ended without agreement. It stands in the log, and everybody is told.

    The portal does not write to the mediator: the members see how to reach them.

    :raises UnableToAskMediator: nobody has been named, the vote is not over, you came to an agreement, the mediator
        has been asked, or there are no words
    """
    pool, _state = lock_pool(proposal.pool)
    proposal.pool = pool
    result = ProposalResult.objects.filter(proposal=proposal).first()
    if result is None or not result.is_without_agreement:
        raise UnableToAskMediator(_("You can ask the mediator when a vote has ended without agreement."))
    if not pool.mediator_name:
        raise UnableToAskMediator(_("You have no mediator yet. Ask the organiser to name one you all agree on."))
    if MediatorRequest.objects.filter(proposal=proposal).exists():
        raise UnableToAskMediator(_("Somebody has asked the mediator already."))
    with told_as(UnableToAskMediator, model=MediatorRequest, field="words"):
        request = MediatorRequest.objects.create(
            proposal=proposal,
            words=words.strip(),
            mediator_name=pool.mediator_name,
            mediator_contact=pool.mediator_contact,
            asked_by=by,
            asked_at=now,
        )
    record(by=by, action="ask_mediator", subject=proposal, now=now)
    tell_members(proposal=proposal, template="pools/email/mediator_asked", but=by, now=now, request=request)
    return request


@transaction.atomic
def follow_up(*, proposal: Proposal, words: str, by: Profile, now: datetime) -> FollowUp:
    """
    Write into the log what happened after a decision. A second click writes nothing twice.

    :raises UnableToFollowUp: there are no words, or the vote is not over
    """
    lock_pool(proposal.pool)
    if not ProposalResult.objects.filter(proposal=proposal).exists():
        raise UnableToFollowUp(_("This vote is not over yet."))
    newest = proposal.follow_ups.last()
    if newest is not None and newest.by_id == by.pk and newest.words == words.strip():
        return newest
    with told_as(UnableToFollowUp, model=FollowUp, field="words"):
        told = FollowUp.objects.create(proposal=proposal, words=words.strip(), by=by, at=now)
    record(by=by, action="follow_up", subject=proposal, now=now)
    return told
