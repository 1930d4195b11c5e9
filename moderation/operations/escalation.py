"""Keeping the promise: what has waited too long comes to every champion."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from moderation.models import ReviewItem
from moderation.queries import champions_who_may_read
from portal.models import Profile
from portal.operations.notifications import notify


@transaction.atomic
def escalate_overdue(*, now: datetime) -> list[ReviewItem]:
    """
    Tell champions, once, of texts that are held past their promised time; gives those texts.

    `queue_for` shows an overdue text to every champion by itself; this only tells them that it is there.
    """
    overdue = ReviewItem.objects.open().held().overdue(now=now).filter(escalated_at__isnull=True)
    # Another worker may be telling them at this very moment.
    items = list(overdue.select_for_update(skip_locked=True).order_by("promised_by", "id"))
    waiting_for: defaultdict[Profile, list[ReviewItem]] = defaultdict(list)
    for item in items:
        for champion in champions_who_may_read(item):
            waiting_for[champion].append(item)
    for champion, theirs in waiting_for.items():
        notify(
            recipient=champion,
            key=f"overdue:{theirs[0].pk}",
            template="moderation/email/overdue",
            now=now,
            url=reverse("moderation:queue"),
            number=len(theirs),
        )
    ReviewItem.objects.filter(pk__in=[item.pk for item in items]).update(escalated_at=now)
    return items
