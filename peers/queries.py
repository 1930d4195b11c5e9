"""Groups, and what is in them."""

from uuid import UUID

from django.db.models import QuerySet

from peers.models import Announcement, Audience, Membership
from portal.models import Profile


def people_in(group_id: UUID) -> QuerySet[Profile]:
    """Everyone who is in a group now."""
    return Profile.objects.filter(pk__in=Membership.objects.current().filter(group=group_id).values("profile"))


def audience_of(announcement: Announcement) -> QuerySet[Profile]:
    """Whom an announcement is meant for, its author included: everyone in the group, or every member of the area."""
    if announcement.audience == Audience.AREA:
        return Profile.objects.members()
    return people_in(announcement.group_id)
