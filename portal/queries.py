"""Reads of the ground floor that more than one place needs."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Case, QuerySet, Value, When

from portal.models import (
    AuditEvent,
    Channel,
    CommunicationNeeds,
    ConductGuidelines,
    Delegation,
    DelegationState,
    Letter,
    Notification,
    Profile,
    Role,
)
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


def delegations_of(member: Profile) -> QuerySet[Delegation]:
    """Whom a member has asked to help, each with its `state`."""
    return Delegation.objects.with_state().filter(member=member).select_related("member", "supporter")


def asked_to_help(profile: Profile, *, on: date) -> QuerySet[Delegation]:
    """What somebody has been asked, at their email address, and has not answered."""
    waiting = Delegation.objects.standing_at(DelegationState.ASKED).filter(ends_on__gte=on)
    mine = waiting.filter(supporter_email=profile.user.email).exclude(member=profile)
    return mine.select_related("member", "supporter")


def helping_of(profile: Profile, *, on: date) -> QuerySet[Delegation]:
    """Whom somebody helps, from its first day to its last."""
    return Delegation.objects.in_force(on=on).filter(supporter=profile).select_related("member", "supporter")


def deeds_for(member: Profile) -> QuerySet[AuditEvent]:
    """What supporters did for a member, the newest first."""
    done = AuditEvent.objects.filter(actor=member, supporter__isnull=False)
    return done.select_related("supporter", "delegation", "actor").order_by("-at", "-id")


def supporters_behind(subjects: Iterable[UUID], *, action: str) -> dict[UUID, AuditEvent]:
    """Which of these things a supporter did for somebody: the event, with supporter and member, by the thing's id."""
    done = AuditEvent.objects.filter(subject_id__in=list(subjects), action=action, supporter__isnull=False)
    return {event.subject_id: event for event in done.select_related("supporter", "delegation", "actor")}


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
