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
    chosen = list(interests)
    group = Group(name=name, purpose=purpose, is_closed=is_closed, district=district, created_at=now)
    group.interest_words = _in_words(chosen)
    with told_as(UnableToNameGroup, model=Group, field="name"):
        group.save()
    _set_interests(group, chosen)
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
    chosen = list(interests)
    group.name, group.purpose, group.district, group.interest_words = name, purpose, district, _in_words(chosen)
    with told_as(UnableToNameGroup, model=Group, field="name"):
        group.save(update_fields=["name", "purpose", "district", "interest_words"])
    _set_interests(group, chosen)
    record(by=by, action="edit_group", subject=group, now=now)
    return group


def _in_words(interests: list[Interest]) -> str:
    return " ".join(sorted(interest.name for interest in interests))


def _set_interests(group: Group, interests: list[Interest]) -> None:
    group.interest_links.exclude(interest__in=interests).delete()
    links = [GroupInterest(group=group, interest=interest) for interest in interests]
    GroupInterest.objects.bulk_create(links, ignore_conflicts=True)
