"""Buying it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PoolState, Purchase
from pools.operations.pool_status import lock_pool, move_pool, refuse_unless
from pools.operations.wish import meet_wishes
from pools.queries.pools import members_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToPurchase(Refusal):
    """Not everybody has signed, or somebody's yes is not here in writing."""


@transaction.atomic
def record_purchase(
    *, pool: Pool, what: str, seller: str, amount: Decimal, bought_on: date, by: Profile, now: datetime
) -> Purchase:
    """
    Write down what the pool bought. The wishes that led to it have come true.

    :raises UnableToPurchase: not signed by everybody yet, a consent is missing in writing (it says whose), or the day
        is still to come
    """
    # Lock the pool: somebody may be leaving, or the costs opened again, at this very moment.
    pool, state = lock_pool(pool)
    if state == PoolState.AGREED:
        raise UnableToPurchase(_("Do not buy it yet. First everybody signs the agreement."))
    refuse_unless(UnableToPurchase, state=state, among={PoolState.SIGNED})
    missing = [consent.whom for consent in pool.consents.all() if consent.blocks_purchase and not consent.is_settled]
    if missing:
        whom = get_text_list(missing, gettext("and"))
        raise UnableToPurchase(_("Do not buy it yet. You still need a yes in writing from: %(whom)s.") % {"whom": whom})
    if bought_on > timezone.localdate(now):
        raise UnableToPurchase(
            _("This day is still to come. Write it down once you have bought it."), field="bought_on"
        )
    with told_as(UnableToPurchase, model=Purchase):
        purchase = Purchase.objects.create(
            pool=pool,
            what=what.strip(),
            seller=seller.strip(),
            amount=amount,
            bought_on=bought_on,
            recorded_by=by,
            recorded_at=now,
        )
    move_pool(pool=pool, state=PoolState.BOUGHT, by=by, now=now, note=purchase.what)
    wishes = [membership.wish for membership in members_of(pool).select_related("wish") if membership.wish]
    meet_wishes(wishes=wishes, by=by, now=now)
    record(by=by, action="record_purchase", subject=purchase, now=now)
    return purchase
