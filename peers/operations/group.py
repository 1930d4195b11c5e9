"""A group's beginning, and what it says of itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from peers.models import Group, GroupInterest, GroupRole, Membership
from portal.models import District, Interest, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToNameGroup(Refusal):
    """Another group of the area has this name, or it is no name."""


@transaction.atomic
def start_group(
    *,
    name: str,
    purpose: str,
    is_closed: bool,
    district: District | None,
    interests: Iterable[Interest],
    by: Profile,
    now: datetime,
) -> Group:
    """
    Start a group, with its starter as organiser.

    Whether it is closed is settled here for good: people write in it knowing who reads.

    :raises UnableToNameGroup: another group has this name
    """
    group = Group(name=name, purpose=purpose, is_closed=is_closed, district=district, created_at=now)
    with told_as(UnableToNameGroup, model=Group, field="name"):
        group.save()
    _set_interests(group, interests)
    Membership.objects.create(group=group, profile=by, role=GroupRole.ORGANISER, joined_at=now)
    record(by=by, action="start_group", subject=group, now=now, is_closed=is_closed)
    return group


@transaction.atomic
def edit_group(
    *,
    group: Group,
    name: str,
    purpose: str,
    district: District | None,
    interests: Iterable[Interest],
    by: Profile,
    now: datetime,
) -> Group:
    """
    Change what a group says of itself.

    :raises UnableToNameGroup: another group has this name
    """
    group.name, group.purpose, group.district = name, purpose, district
    with told_as(UnableToNameGroup, model=Group, field="name"):
        group.save(update_fields=["name", "purpose", "district"])
    _set_interests(group, interests)
    record(by=by, action="edit_group", subject=group, now=now)
    return group


def _set_interests(group: Group, interests: Iterable[Interest]) -> None:
    chosen = set(interests)
    group.interest_links.exclude(interest__in=chosen).delete()
    links = [GroupInterest(group=group, interest=interest) for interest in chosen]
    GroupInterest.objects.bulk_create(links, ignore_conflicts=True)
