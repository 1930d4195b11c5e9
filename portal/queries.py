"""Reads of the ground floor that more than one place needs."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Case, QuerySet, Value, When

from portal.models import Channel, CommunicationNeeds, ConductGuidelines, Letter, Notification, Profile, Role
from portal.models.communication_needs import REVIEW_AFTER
from portal.models.notification import NotificationState

Row = TypeVar("Row", bound=models.Model)


def guidelines_in_force() -> ConductGuidelines | None:
    """The newest version of the current area's guidelines."""
    return ConductGuidelines.objects.order_by("-version").first()


def champions() -> QuerySet[Profile]:
    """The current area's champions."""
    return Profile.objects.with_role(Role.CHAMPION)


def members_called(name: str) -> QuerySet[Profile]:
    """Members whose name has these letters in it; nobody, where there are none."""
    if not name.strip():
        return Profile.objects.none()
    return Profile.objects.members().filter(shown_name__icontains=name.strip()).select_related("district")


def needs_of(profile: Profile) -> CommunicationNeeds:
    """How somebody wants to be told things; by email, where they have not said."""
    said: CommunicationNeeds | None = getattr(profile, "communication_needs", None)
    return said or CommunicationNeeds(profile=profile, channel=Channel.EMAIL, reviewed_on=profile.joined_at.date())


def channels_of(profiles: Iterable[Profile]) -> dict[UUID, Channel]:
    """The channel of each who has chosen one, by their profile's id; everybody else reads email."""
    said = CommunicationNeeds.objects.filter(profile__in=[profile.pk for profile in profiles])
    return {profile_id: Channel(channel) for profile_id, channel in said.values_list("profile_id", "channel")}


def needs_to_review(*, on: date) -> QuerySet[CommunicationNeeds]:
    """Needs that nobody has looked at for a year."""
    return CommunicationNeeds.objects.filter(reviewed_on__lte=on - REVIEW_AFTER).select_related("profile")


def letters_to_post() -> QuerySet[Letter]:
    """Letters that are made and not posted yet, the oldest first."""
    return Letter.objects.filter(posted_at__isnull=True).select_related("notification__recipient__communication_needs")


def letters_being_made() -> int:
    """How many letters a worker has still to make."""
    in_hand = [NotificationState.PENDING, NotificationState.SENDING]
    return Notification.objects.filter(channel=Channel.LETTER, state__in=in_hand).count()


def calls_to_make() -> QuerySet[Notification]:
    """What somebody has to tell by telephone: one person's together, whoever has waited longest first."""
    calls = Notification.objects.to_tell_by_telephone().select_related("recipient__communication_needs")
    return calls.prefetch_related("call_attempts__by").order_by("created_at", "id")


def best_matches(rows: QuerySet[Row], *, function: str, words: str, most: int = 200) -> QuerySet[Row]:
    """
    Narrow rows to those that a search function finds, best first.

    :param function: a function that `portal.areas.search.SearchFunction` wrote
    :param words: what the person typed; spelling is forgiven
    :param most: how many the function gives at most
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {connection.ops.quote_name(function)}(%s, %s)", [words, most])
        found = [pk for (pk,) in cursor.fetchall()]
    if not found:
        return rows.none()
    rank = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(found)), output_field=models.IntegerField())
    return rows.filter(pk__in=found).order_by(rank)
