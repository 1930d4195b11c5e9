"""What the members of a pool say an hour costs."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import HoursRates, Pool
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToSetHoursRates(Refusal):
    """A figure that cannot be, or a day to come."""


@transaction.atomic
def set_hours_rates(*, pool: Pool, checked_on: date, by: Profile, now: datetime, **figures: Any) -> HoursRates:
    """
    Write down what an hour costs and what comes on top, and the day on which somebody checked it.

    :param figures: fields of `HoursRates`; what is not named stays as it is
    :raises UnableToSetHoursRates: a figure below zero, nobody who works, or the day is still to come
    """
    pool, _state = lock_pool(pool)
    if checked_on > timezone.localdate(now):
        raise UnableToSetHoursRates(_("This day is still to come. Please check it."), field="checked_on")
    with told_as(UnableToSetHoursRates, model=HoursRates):
        rates, _is_new = HoursRates.objects.update_or_create(
            pool=pool, defaults={**figures, "checked_on": checked_on, "said_by": by}
        )
    record(by=by, action="set_hours_rates", subject=rates, now=now)
    return rates
