"""Joining a pool that has voted or signed already: asked for, waited for, and let in with the costs open again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import Invitation, InvitationAnswer, LateJoinAnswer, LateJoinRequest, Pool, PoolMembership
from pools.operations.decision import undo_decision
from pools.operations.membership import add_member
from pools.operations.pool_status import lock_pool, refuse_unless
from pools.queries.costing import preview_join
from pools.queries.pools import LATE, OPEN_TO_NEWCOMERS, members_of, membership_of, places_left
from portal.models import Profile, Role
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify
from portal.operations.refusal import Refusal


class UnableToAskToJoinLate(Refusal):
    """They need not ask, there is no place, or it is too late."""


class UnableToAnswerLateJoin(Refusal):
    """It has its answer, or it is somebody else's to give."""


@transaction.atomic
def ask_to_join_late(*, pool: Pool, by: Profile, now: datetime) -> LateJoinRequest:
    """
    Ask to join a pool that has voted or signed. Everybody in it is told what they would pay; nobody's share changes.

    :raises UnableToAskToJoinLate: no member of the area, in it already, the pool is open anyway, it is full, bought or
        ended, or asked already
    """
    pool, state = lock_pool(pool)
    if state in OPEN_TO_NEWCOMERS:
        raise UnableToAskToJoinLate(_("You need not ask: you can join this pool now."))
    refuse_unless(UnableToAskToJoinLate, state=state, among=LATE)
    if not by.has_role(Role.MEMBER) or membership_of(pool, by) is not None:
        raise UnableToAskToJoinLate(_("You are in this pool already, or you are no member of this area."))
    if places_left(pool) == 0:
        raise UnableToAskToJoinLate(_("This pool is full. You can ask the organiser to make more places."))
    preview = preview_join(pool, newcomer=by)
    with told_as(UnableToAskToJoinLate, model=LateJoinRequest):
        asked = LateJoinRequest.objects.create(pool=pool, profile=by, asked_at=now)
    record(by=by, action="ask_to_join_late", subject=pool, now=now)
    for membership in members_of(pool):
        notify(
            recipient=membership.profile,
            key=f"asks_to_join_late:{asked.pk}",
            template="pools/email/asks_to_join_late",
            now=now,
            url=pool.get_absolute_url(),
            pool=pool,
            person=by,
            change=preview.for_profile(membership.profile),
        )
    return asked


@transaction.atomic
def let_in_late(*, asked: LateJoinRequest, by: Profile, now: datetime) -> PoolMembership:
    """
    Let somebody in. The costs open again, so that everybody looks at their share, votes and signs anew.

    :raises UnableToAnswerLateJoin: it has its answer, or it has been bought or has ended meanwhile
    :raises UnableToJoinPool: no place left, or in the pool meanwhile
    """
    # Lock the pool first, as everybody else does: two who want it all at once must not wait for each other.
    pool, state = lock_pool(asked.pool)
    asked = _waiting(asked)
    refuse_unless(UnableToAnswerLateJoin, state=state, among=LATE | OPEN_TO_NEWCOMERS)
    why = gettext("%(name)s joins late, so the shares change.") % {"name": asked.profile.shown_name}
    undo_decision(pool=pool, state=state, by=by, now=now, why=why)
    invitation = Invitation.objects.open().filter(pool=pool, profile=asked.profile).first()
    membership = add_member(pool=pool, profile=asked.profile, wish=invitation.wish if invitation else None, now=now)
    if invitation is not None:
        invitation.answer, invitation.answered_at = InvitationAnswer.ACCEPTED, now
        invitation.save(update_fields=["answer", "answered_at"])
    _answer(asked=asked, answer=LateJoinAnswer.LET_IN, by=by, now=now)
    _tell_newcomer(asked=asked, template="pools/email/let_in_late", now=now)
    return membership


@transaction.atomic
def turn_down_late(*, asked: LateJoinRequest, by: Profile, now: datetime) -> LateJoinRequest:
    """
    Say "not now". Nobody has to say why.

    :raises UnableToAnswerLateJoin: it has its answer
    """
    lock_pool(asked.pool)
    asked = _answer(asked=_waiting(asked), answer=LateJoinAnswer.NOT_NOW, by=by, now=now)
    _tell_newcomer(asked=asked, template="pools/email/turned_down_late", now=now)
    return asked


@transaction.atomic
def take_back_late(*, asked: LateJoinRequest, by: Profile, now: datetime) -> LateJoinRequest:
    """
    Think better of joining.

    :raises UnableToAnswerLateJoin: somebody else's, or it has its answer
    """
    lock_pool(asked.pool)
    asked = _waiting(asked)
    if asked.profile_id != by.pk:
        raise UnableToAnswerLateJoin(_("Only who asked can take it back."))
    return _answer(asked=asked, answer=LateJoinAnswer.TAKEN_BACK, by=by, now=now)


def _waiting(asked: LateJoinRequest) -> LateJoinRequest:
    # Read again now that the pool is ours: another click may have come first.
    asked = LateJoinRequest.objects.select_related("profile", "pool").get(pk=asked.pk)
    if not asked.is_waiting:
        raise UnableToAnswerLateJoin(_("This has its answer already."))
    return asked


def _answer(*, asked: LateJoinRequest, answer: LateJoinAnswer, by: Profile, now: datetime) -> LateJoinRequest:
    asked.answer, asked.answered_by, asked.answered_at = answer, by, now
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    record(by=by, action="answer_late_join", subject=asked, now=now, answer=answer)
    return asked


def _tell_newcomer(*, asked: LateJoinRequest, template: str, now: datetime) -> None:
    notify(
        recipient=asked.profile,
        key=f"{template.rpartition('/')[2]}:{asked.pk}",
        template=template,
        now=now,
        url=asked.pool.get_absolute_url() if asked.answer == LateJoinAnswer.LET_IN else "",
        pool=asked.pool,
    )
