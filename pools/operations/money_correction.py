"""Putting right what was written down by mistake."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Contribution, ContributionState, ContributionStatus, Transfer
from pools.operations.ledger import reverse_transfer
from pools.operations.pool_status import lock_pool
from pools.queries.endings import ended_as
from pools.queries.money import CAN_BE_PUT_RIGHT
from portal.models import Profile
from portal.operations.refusal import Refusal


class UnableToPutRight(Refusal):
    """It comes from the agreement or from another page, and is changed there."""


@transaction.atomic
def put_right(*, transfer: Transfer, why: str, by: Profile, now: datetime) -> Transfer:
    """
    Write the opposite of a mistake in the books. A member's payment that was a mistake does not count any more.

    :raises UnableToPutRight: it is not of a kind that is put right here, or the members have ended the pool
    :raises UnableToReverse: it is a reversal, it has been put right already, or there is no reason
    :raises UnableToPost: the money is not there any more
    """
    pool, _state = lock_pool(transfer.pool)
    if ended_as(pool) is not None:
        raise UnableToPutRight(_("This pool has ended and nothing is left over. Its books are closed."), field="why")
    if not transfer.is_reversal and transfer.kind not in CAN_BE_PUT_RIGHT:
        raise UnableToPutRight(
            _("This comes from the agreement, or from another page. To change it, change it there."), field="why"
        )
    reversal = reverse_transfer(transfer=transfer, why=why, by=by, now=now)
    status = ContributionStatus.objects.filter(transfer=transfer).select_related("contribution").first()
    if status is not None:
        _no_longer_counts(status.contribution, why=why, by=by, now=now)
    return reversal


def take_back(contribution: Contribution, *, why: str, by: Profile, now: datetime) -> None:
    """Let a confirmed payment count no more, in the books too. The caller has locked the pool and has a reason."""
    status = ContributionStatus.objects.select_related("transfer__pool").get(
        contribution=contribution, state=ContributionState.CONFIRMED
    )
    if status.transfer is not None:
        reverse_transfer(transfer=status.transfer, why=why, by=by, now=now)
    _no_longer_counts(contribution, why=why, by=by, now=now)


def _no_longer_counts(contribution: Contribution, *, why: str, by: Profile, now: datetime) -> None:
    ContributionStatus.objects.create(
        contribution=contribution, state=ContributionState.TAKEN_BACK, why=why.strip()[:200], by=by, at=now
    )
