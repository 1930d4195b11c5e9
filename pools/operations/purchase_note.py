"""A word afterwards about something that was bought: not right for us, and nobody's fault."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.models import Purchase, PurchaseNote
from pools.operations.pool_status import lock_pool
from pools.queries.pools import membership_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToNotePurchase(Refusal):
    """Not in the pool, or said already."""


@transaction.atomic
def note_purchase(*, purchase: Purchase, words: str = "", by: Profile, now: datetime) -> PurchaseNote:
    """
    Say that something was not right. What was bought stays in the history, and the money that is left can be spent on
    something else.

    :param words: what they would like to say; nothing: "It was not right for us."
    :raises UnableToNotePurchase: not in the pool, or they have said this already
    """
    pool, _state = lock_pool(purchase.pool)
    if membership_of(pool, by) is None:
        raise UnableToNotePurchase(_("Only people in the pool say this."))
    words = words.strip() or gettext("It was not right for us.")
    with told_as(UnableToNotePurchase, model=PurchaseNote):
        note = PurchaseNote.objects.create(purchase=purchase, words=words[:300], by=by, at=now)
    record(by=by, action="note_purchase", subject=purchase, now=now)
    return note
