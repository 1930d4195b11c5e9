"""Reminding people of what waits for them."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from pools.queries.agreements import unsigned_places
from portal.models import Notification
from portal.operations.notifications import notify

# So many days after an agreement was made, whoever has not signed is reminded; and then no more.
REMINDER_DAYS: Final = (1, 3, 7)


@transaction.atomic
def remind_unsigned(*, now: datetime) -> list[Notification]:
    """
    Remind each member of the current area who has an agreement to sign: once for each step of `REMINDER_DAYS`.

    Running it again on the same day reminds nobody twice. Steps that were missed are not made up for: nobody gets
    three reminders on one morning.
    """
    today, told = timezone.localdate(now), []
    for place in unsigned_places():
        waiting = (today - timezone.localdate(place.agreement.frozen_at)).days
        step = max((days for days in REMINDER_DAYS if days <= waiting), default=None)
        if step is None:
            continue
        notification = notify(
            recipient=place.profile,
            key=f"sign-agreement:{place.agreement.pk}:{step}-days",
            template="pools/email/sign_agreement_reminder",
            now=now,
            url=place.agreement.get_absolute_url(),
            agreement=place.agreement,
            share=place.share,
        )
        if notification.created_at == now:
            told.append(notification)
    return told
