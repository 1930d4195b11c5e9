"""News from a group that goes to each person it is meant for."""

from datetime import datetime

from django.db import transaction

from moderation.operations.submission import submit
from peers.models import Announcement, Audience, Group
from peers.queries.writing import audience_of
from portal.models import Profile
from portal.operations.notifications import notify_all


@transaction.atomic
def announce(*, group: Group, title: str, text: str, audience: Audience, by: Profile, now: datetime) -> Announcement:
    """Send news to everyone in a group, or to every member of the area, as the organiser's moderation level says."""
    announcement = Announcement(group=group, title=title, text=text, audience=audience)
    return submit(content=announcement, by=by, now=now)


def tell_audience(*, content: Announcement, now: datetime) -> None:
    """Write a notice for each person of the audience. Moderation calls this when the announcement is published."""
    notify_all(
        recipients=audience_of(content),
        key=f"announcement:{content.pk}",
        template="peers/email/announcement",
        now=now,
        url=content.get_absolute_url(),
        announcement=content,
    )
