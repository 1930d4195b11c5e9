"""Finding out who would like to go on, paid together; and the pool that comes of it."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peers.models import Group
from peers.queries.groups import people_in
from peers.rules import is_in
from pools.models import OptInAnswer, OptInCall, OptInChoice, Pool, PoolMembership
from pools.operations.pool import PoolPlan, start_pool
from pools.queries.opt_in import yes_sayers
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.notifications import notify, notify_all
from portal.operations.refusal import Refusal

FEWEST_PEOPLE = 2


class UnableToAskGroup(Refusal):
    """They are not in the group, or the question is not whole."""


class UnableToOptIn(Refusal):
    """They are not in the group, or the question is over."""


class UnableToStartFromCall(Refusal):
    """A pool has come of it already, they did not say yes themselves, or too few did."""


@transaction.atomic
def ask_who_goes_on(
    *, group: Group, words: str, supporters: int, closes_on: date, by: Profile, now: datetime
) -> OptInCall:
    """
    Ask everybody in a group who would like to go on together, and pay together. A second click asks nothing twice.

    :param supporters: how many people should support those who go on
    :param closes_on: the last day to answer
    :raises UnableToAskGroup: not in the group, no words, or a day that has gone by
    """
    if not is_in(by, group):
        raise UnableToAskGroup(_("Join the group first. Then you can ask it."))
    if closes_on < timezone.localdate(now):
        raise UnableToAskGroup(_("Choose a day that is still to come."), field="closes_on")
    # Lock the person: the two clicks come one after the other.
    Profile.objects.select_for_update().get(pk=by.pk)
    asked = {"words": words.strip(), "supporters": supporters, "closes_on": closes_on}
    if twin := OptInCall.objects.filter(group=group, asked_by=by, pool__isnull=True, **asked).first():
        return twin
    with told_as(UnableToAskGroup, model=OptInCall):
        call = OptInCall.objects.create(group=group, asked_by=by, asked_at=now, **asked)
    record(by=by, action="ask_who_goes_on", subject=call, now=now)
    notify_all(
        recipients=people_in(group.pk).exclude(pk=by.pk),
        key=f"opt_in_call:{call.pk}",
        template="pools/email/opt_in_call",
        now=now,
        url=call.get_absolute_url(),
        call=call,
        group=group,
        person=by,
    )
    return call


@transaction.atomic
def opt_in(*, call: OptInCall, choice: OptInChoice, by: Profile, now: datetime) -> OptInAnswer:
    """
    Answer yes, no, or not now. People may answer again differently while the question is open: the newest counts.

    :raises UnableToOptIn: not in the group, or the question is over
    """
    # Lock the question: a pool may be coming of it at this very moment.
    call = OptInCall.objects.select_for_update(of=("self",)).select_related("group").get(pk=call.pk)
    if not is_in(by, call.group):
        raise UnableToOptIn(_("Only people in the group can answer."))
    if not call.is_open_at(now):
        raise UnableToOptIn(_("This question is over. Ask whoever asked it whether you can still join."))
    answer, _is_new = OptInAnswer.objects.update_or_create(
        call=call, profile=by, defaults={"choice": choice, "answered_at": now}
    )
    # What it was stays out of the audit trail: a no is told to nobody.
    record(by=by, action="opt_in", subject=call, now=now)
    return answer


@transaction.atomic
def start_pool_from_call(*, call: OptInCall, plan: PoolPlan, by: Profile, now: datetime) -> Pool:
    """
    Start a pool with everybody who said yes. The group stays as it is, with all its people and what they write.

    :raises UnableToStartFromCall: a pool has come of it already, the person did not say yes, or nobody else did
    :raises UnableToStartPool: the plan is not whole
    """
    call = OptInCall.objects.select_for_update(of=("self",)).select_related("group").get(pk=call.pk)
    if call.pool_id is not None:
        raise UnableToStartFromCall(_("A pool has come of this already."))
    people = yes_sayers(call)
    if by not in people:
        raise UnableToStartFromCall(_("Only somebody who said yes can start the pool. Answer yes first."))
    if len(people) < FEWEST_PEOPLE:
        raise UnableToStartFromCall(_("Nobody else has said yes yet. Wait a little, or talk to people in the group."))
    pool = start_pool(plan=replace(plan, group=call.group), by=by, now=now)
    for profile in people:
        if profile != by:
            _take_along(pool=pool, profile=profile, by=by, now=now)
    call.pool, call.people = pool, people_in(call.group_id).count()
    call.save(update_fields=["pool", "people"])
    record(by=by, action="start_pool_from_call", subject=call, now=now, people=len(people))
    return pool


def _take_along(*, pool: Pool, profile: Profile, by: Profile, now: datetime) -> None:
    PoolMembership.objects.create(pool=pool, profile=profile, joined_at=now)
    record(by=profile, action="join_pool", subject=pool, now=now)
    notify(
        recipient=profile,
        key=f"taken_along:{pool.pk}",
        template="pools/email/taken_along",
        now=now,
        url=pool.get_absolute_url(),
        pool=pool,
        person=by,
    )
