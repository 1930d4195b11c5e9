"""Who wishes for what."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from peers.queries.finding import Wanted, people_who_match
from pools.models import Wish, WishState
from portal.models import Profile


def wishes_of(profile: Profile) -> QuerySet[Wish]:
    """Somebody's own wishes, the open ones first, each the newest first."""
    wishes = Wish.objects.filter(profile=profile).select_related("interest", "district")
    return wishes.order_by(_first(state=WishState.OPEN), "-made_at", "-id")


def wishes_of_others(profile: Profile) -> QuerySet[Wish]:
    """What other people in the area are looking for."""
    return _shown(Wish.objects.open().exclude(profile=profile))


def wishes_like(wish: Wish, *, anywhere: bool = False) -> QuerySet[Wish]:
    """
    Other people's open wishes that fit a wish: the same interest first, then the same kind of interest.

    The times must overlap, where both said when they are free.

    :param anywhere: look in the whole area, and not only in the wish's own district
    """
    fitting = Wish.objects.open().exclude(profile=wish.profile_id)
    fitting = fitting.filter(Q(interest=wish.interest_id) | Q(interest__category=wish.interest.category))
    if wish.times:
        fitting = fitting.filter(Q(times__overlap=wish.times) | Q(times=[]))
    if wish.district_id is not None and not anywhere:
        fitting = fitting.filter(Q(district=wish.district_id) | Q(district__isnull=True))
    return _shown(fitting).order_by(
        _first(interest=wish.interest_id), _first(district=wish.district_id), "made_at", "id"
    )


def _first(**condition: object) -> Case:
    """Sorts the rows that meet a condition before the others."""
    return Case(When(**condition, then=Value(0)), default=Value(1), output_field=IntegerField())


def _shown(wishes: QuerySet[Wish]) -> QuerySet[Wish]:
    """
    Only what others may know. What somebody can pay, and from where, never leaves the database.

    A template or a serializer that asks for more reads it in a query of its own, which the tests count.
    """
    return wishes.select_related("interest", "district", "profile").defer(
        "monthly_amount", "funding_kinds", "barriers", "profile__funding_kinds"
    )


def people_like_wish(wish: Wish) -> QuerySet[Profile]:
    """Who chose to be found, likes what somebody wishes for, lives there, and is free at one of its times, if any."""
    people = people_who_match(wish.profile, Wanted(interest=wish.interest, district=wish.district))
    return people.filter(free_times__overlap=wish.times) if wish.times else people
