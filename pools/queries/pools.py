"""Who is in which pool, and who might be."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from pools.models import Invitation, Pool, PoolMembership, PoolState, PoolStatus, Wish
from pools.queries.wishes import wishes_like, wishes_of_others
from portal.models import Profile

OPEN_TO_NEWCOMERS = {PoolState.GATHERING, PoolState.COSTING}


def pools_of(profile: Profile) -> QuerySet[Pool]:
    """The pools that somebody is in, the newest first, each with its `state` and its number of `people`."""
    mine = Pool.objects.of(profile).values("pk")
    return (
        Pool.objects.filter(pk__in=mine)
        .with_state()
        .select_related("district", "organiser")
        .annotate(people=Count("memberships", filter=Q(memberships__left_at__isnull=True)))
    )


def invitations_for(profile: Profile) -> QuerySet[Invitation]:
    """Invitations that wait for somebody's answer."""
    return Invitation.objects.open().filter(profile=profile).select_related("pool__district", "invited_by")


def members_of(pool: Pool) -> QuerySet[PoolMembership]:
    """Who is in now, in the order of joining."""
    return PoolMembership.objects.open().filter(pool=pool).select_related("profile")


def membership_of(pool: Pool, profile: Profile) -> PoolMembership | None:
    """Somebody's place in a pool, if they have one now."""
    return PoolMembership.objects.open().filter(pool=pool, profile=profile).first()


def state_of(pool: Pool) -> PoolState:
    """Where a pool stands: what its newest status row says."""
    return PoolState(PoolStatus.objects.filter(pool=pool).order_by("-at", "-id").values_list("state", flat=True)[0])


def timeline_of(pool: Pool) -> QuerySet[PoolStatus]:
    """What happened to a pool, from the first day on."""
    return PoolStatus.objects.filter(pool=pool).select_related("by")


def places_left(pool: Pool) -> int | None:
    """How many more people may join; None where there is no limit."""
    if pool.most_people is None:
        return None
    return max(0, pool.most_people - PoolMembership.objects.open().filter(pool=pool).count())


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who might like to join, and the wish that makes us think so."""

    profile: Profile
    wish: Wish | None


def people_to_invite(pool: Pool, *, by: Profile) -> list[Candidate]:
    """People whose wishes fit the pool, who are neither in it nor invited: those who fit best first, each once."""
    known = {
        *PoolMembership.objects.open().filter(pool=pool).values_list("profile_id", flat=True),
        *Invitation.objects.filter(pool=pool).values_list("profile_id", flat=True),
    }
    candidates: dict[object, Candidate] = {}
    for candidate in _fitting(pool, by=by):
        if candidate.profile.pk not in known:
            candidates.setdefault(candidate.profile.pk, candidate)
    return list(candidates.values())


def _fitting(pool: Pool, *, by: Profile) -> Iterator[Candidate]:
    if pool.wish is not None:
        wishes = wishes_like(pool.wish, anywhere=True)
    elif pool.offer is not None and pool.offer.service.interest_id is not None:
        wishes = wishes_of_others(by).filter(interest=pool.offer.service.interest_id)
    else:
        wishes = Wish.objects.none()
    for wish in wishes[:100]:
        yield Candidate(profile=wish.profile, wish=wish)
