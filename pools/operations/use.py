"""Before somebody uses what the pool bought."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import PoolMembership, PoolState
from pools.operations.pool_status import lock_pool
from pools.queries.pools import state_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToUse(Refusal):
    """The induction or the disclaimer is not recorded."""


class UnableToRecordInduction(Refusal):
    """It is recorded already, or on a day to come."""


@transaction.atomic
def record_induction(*, membership: PoolMembership, given_by: str, by: Profile, now: datetime) -> PoolMembership:
    """
    Write down that a member has been shown how to use it safely, and by whom.

    :raises UnableToRecordInduction: recorded already, or nobody is named
    """
    membership = _locked(membership)
    if membership.induction_done_at is not None:
        raise UnableToRecordInduction(_("This is written down already."))
    if not given_by.strip():
        raise UnableToRecordInduction(_("Say who showed you how to use it."), field="given_by")
    membership.induction_done_at, membership.induction_given_by = now, given_by.strip()
    membership.save(update_fields=["induction_done_at", "induction_given_by"])
    record(by=by, action="record_induction", subject=membership, now=now)
    return membership


@transaction.atomic
def accept_disclaimer(*, membership: PoolMembership, by: Profile, now: datetime) -> PoolMembership:
    """
    Say "I use it at my own risk, and I follow the rules". Only the person themselves can.

    :raises UnableToUse: somebody else's place, or accepted already
    """
    membership = _locked(membership)
    if membership.profile_id != by.pk:
        raise UnableToUse(_("Only the person themselves can accept this."))
    if membership.disclaimer_at is not None:
        raise UnableToUse(_("You have accepted this already."))
    membership.disclaimer_at = now
    membership.save(update_fields=["disclaimer_at"])
    record(by=by, action="accept_disclaimer", subject=membership, now=now)
    return membership


@transaction.atomic
def start_using(*, membership: PoolMembership, by: Profile, now: datetime) -> PoolMembership:
    """
    Put a member on the list of those who may use what was bought.

    :raises UnableToUse: nothing is bought yet, or the induction or the disclaimer is missing (it says which)
    """
    membership = _locked(membership)
    if state_of(membership.pool) != PoolState.BOUGHT:
        raise UnableToUse(_("It is not bought yet."))
    missing = {
        (True, True): _("You need the induction first, and then accept the rules of use."),
        (True, False): _("You need the induction first."),
        (False, True): _("Please accept the rules of use first."),
    }.get((membership.induction_done_at is None, membership.disclaimer_at is None))
    if missing is not None:
        raise UnableToUse(missing)
    membership.cleared_for_use_at = membership.cleared_for_use_at or now
    membership.save(update_fields=["cleared_for_use_at"])
    record(by=by, action="start_using", subject=membership, now=now)
    return membership


def _locked(membership: PoolMembership) -> PoolMembership:
    lock_pool(membership.pool)
    membership = PoolMembership.objects.select_related("pool", "profile").get(pk=membership.pk)
    if not membership.is_open:
        raise UnableToUse(_("This person has left the pool."))
    return membership
