"""After a good run the portal offers less looking. It never takes a step by itself, and does not press."""

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse

from moderation.queries import has_good_run
from portal.models import Notification, Profile
from portal.operations.notifications import notify

# Who does not take up an offer is not asked again for so long.
NOT_AGAIN_FOR: Final = timedelta(days=90)


def offer_step_down(*, author: Profile, now: datetime) -> None:
    """Tell somebody, where their last texts were all fine, that they could choose the next level. Nothing changes."""
    offered = Notification.objects.filter(recipient=author, key__startswith="step-offer:")
    if not has_good_run(author) or offered.filter(created_at__gt=now - NOT_AGAIN_FOR).exists():
        return
    notify(
        recipient=author,
        key=f"step-offer:{now:%Y-%m-%d}",
        template="moderation/email/step_offer",
        now=now,
        url=reverse("moderation:choose_level"),
    )
