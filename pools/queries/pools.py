"""Who is in which pool, and who might be."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from peers.models import Membership
from peers.queries.groups import people_in
from peers.rules import is_in
from pools.models import Invitation, LateJoinRequest, Pool, PoolMembership, PoolState, PoolStatus, Wish
from pools.queries.wishes import wishes_like, wishes_of_others
from portal.models import Profile

MOST_CANDIDATES = 100
OPEN_TO_NEWCOMERS = {PoolState.GATHERING, PoolState.COSTING}
# Somebody can still ask to join. Then the costs open again, and everybody decides anew.
LATE = {PoolState.PROPOSED, PoolState.AGREED, PoolState.SIGNED}
# More people than this find it hard to talk and to decide together. We say so, and stop nobody.
MOST_AT_EASE = 8


def pools_of(profile: Profile) -> QuerySet[Pool]:
    """The pools that somebody is in, the newest first, each with its `state` and its number of `people`."""
    mine = Pool.objects.of(profile).values("pk")
    return (
        Pool.objects.filter(pk__in=mine)
        .with_state()
        .select_related("district", "organiser")
        .annotate(people=Count("memberships", filter=Q(memberships__left_at__isnull=True)))
        .order_by("-made_at", "-id")
    )


def invitations_for(profile: Profile) -> QuerySet[Invitation]:
    """Invitations that wait for somebody's answer."""
    return Invitation.objects.open().filter(profile=profile).select_related("pool__district", "invited_by")


def pools_in_groups_of(profile: Profile) -> QuerySet[Pool]:
    """Pools of somebody's groups that they are not in and that still take people in."""
    groups = Membership.objects.current().filter(profile=profile).values("group")
    open_pools = Pool.objects.standing_at(*OPEN_TO_NEWCOMERS).filter(group__in=groups)
    return open_pools.exclude(pk__in=Pool.objects.of(profile).values("pk")).select_related("group", "district")


def pools_to_join_late(profile: Profile) -> QuerySet[Pool]:
    """Pools of somebody's groups that have voted or signed already, and that they are not in."""
    groups = Membership.objects.current().filter(profile=profile).values("group")
    late_pools = Pool.objects.standing_at(*LATE).filter(group__in=groups)
    return late_pools.exclude(pk__in=Pool.objects.of(profile).values("pk")).select_related("group", "district")


def late_joiners(pool: Pool) -> QuerySet[LateJoinRequest]:
    """Who waits to be let into a pool that has voted or signed."""
    return LateJoinRequest.objects.waiting().filter(pool=pool).select_related("profile")


def own_late_request(pool: Pool, profile: Profile) -> LateJoinRequest | None:
    """What somebody has asked, if it waits for its answer."""
    return late_joiners(pool).filter(profile=profile).first()


def members_of(pool: Pool) -> QuerySet[PoolMembership]:
    """Who is in now, in the order of joining."""
    return PoolMembership.objects.open().filter(pool=pool).select_related("profile")


def membership_of(pool: Pool, profile: Profile) -> PoolMembership | None:
    """Somebody's place in a pool, if they have one now."""
    return PoolMembership.objects.open().filter(pool=pool, profile=profile).first()


def state_of(pool: Pool) -> PoolState:
    """Where a pool stands: what its newest status row says."""
    return PoolState(PoolStatus.objects.filter(pool=pool).order_by("-at", "-id").values_list("state", flat=True)[0])


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
    """People who fit the pool and are neither in it nor have been invited: those who fit best first, each once."""
    known = {
        *PoolMembership.objects.open().filter(pool=pool).values_list("profile_id", flat=True),
        *Invitation.objects.filter(pool=pool).values_list("profile_id", flat=True),
    }
    candidates: dict[UUID, Candidate] = {}
    for candidate in _fitting(pool, by=by):
        if candidate.profile.pk not in known:
            candidates.setdefault(candidate.profile.pk, candidate)
    return list(candidates.values())


def _fitting(pool: Pool, *, by: Profile) -> Iterator[Candidate]:
    """The people of the pool's group, then those with a wish like its own, then those who wish for what is offered."""
    # Who is in a closed group, only that group may know.
    if pool.group is not None and is_in(by, pool.group):
        for profile in people_in(pool.group.pk):
            yield Candidate(profile=profile, wish=None)
    if pool.wish is not None:
        yield from _wishing(wishes_like(pool.wish, anywhere=True))
    if pool.offer is not None:
        yield from _wishing(wishes_of_others(by).filter(interest=pool.offer.service.interest_id))


def _wishing(wishes: QuerySet[Wish]) -> Iterator[Candidate]:
    for wish in wishes[:MOST_CANDIDATES]:
        yield Candidate(profile=wish.profile, wish=wish)
