"""What each member says of their own part: where the money comes from, how much of it, and from which day on."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import PooledPart, PoolMembership, PoolState
from pools.operations.pool_status import forget_warnings, lock_pool
from pools.queries.pools import OPEN_TO_NEWCOMERS
from portal.models import FundingKind, Profile
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToSayOwnPart(Refusal):
    """Somebody else's part, or it would change what others pay although they have voted or signed."""


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """
    One member's part.

    :param names_funding: whether others, and the agreement, may know the kind of the funding
    :param pays_from: the first day that they pay for; None for the pool's own first day
    :param year_end: when the year of their budget ends; others' may end on another day
    """

    funding_kind: FundingKind = FundingKind.NOT_SAID
    names_funding: bool = False
    pooled_part: PooledPart = PooledPart.PART
    must_haves: str = ""
    pays_from: date | None = None
    year_end: date | None = None


@transaction.atomic
def say_own_part(*, membership: PoolMembership, part: OwnPart, by: Profile, now: datetime) -> PoolMembership:
    """
    Say what one puts in. It may be said again while the pool lasts; what changes the shares only while costs are open.

    :raises UnableToSayOwnPart: somebody else's part, the person has left, the pool has ended, or it would change what
        others pay although they have voted or signed
    """
    pool, state = lock_pool(membership.pool)
    membership = PoolMembership.objects.select_related("profile").get(pk=membership.pk)
    membership.pool = pool
    _refuse_unless_own(membership=membership, state=state, by=by)
    changes_shares = _changes_shares(membership, part)
    if changes_shares and state not in OPEN_TO_NEWCOMERS:
        raise UnableToSayOwnPart(
            _("This would change what everybody pays. Ask the organiser to open the costs again first.")
        )
    for name, value in asdict(part).items():
        setattr(membership, name, value.strip() if name == "must_haves" else value)
    membership.save(update_fields=list(asdict(part)))
    if changes_shares:
        forget_warnings(pool)
    # Which part, and of what, is nobody's business: only that it was said.
    record(by=by, action="say_own_part", subject=membership, now=now)
    return membership


def _refuse_unless_own(*, membership: PoolMembership, state: PoolState, by: Profile) -> None:
    if membership.profile_id != by.pk:
        raise UnableToSayOwnPart(_("Only the person themselves can say this."))
    if not membership.is_open:
        raise UnableToSayOwnPart(_("You have left this pool."))
    if state == PoolState.ENDED:
        raise UnableToSayOwnPart(_("This pool has ended."))


def _changes_shares(membership: PoolMembership, part: OwnPart) -> bool:
    pays_now = part.pooled_part != PooledPart.WAITING
    starts_otherwise = membership.pool.by_days and part.pays_from != membership.pays_from
    return pays_now != membership.pays or starts_otherwise
