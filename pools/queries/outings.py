"""Days out: who comes, who waits, and what became of the booking fees."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from peers.models import Membership
from pools.models import BookingFee, BookingFeeState, Outing, OutingPlace, Pool, PoolMembership
from portal.models import Profile


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How many come, how many wait, and how many there have to be."""

    coming: int
    waiting: int
    fewest: int
    most: int

    @property
    def places_left(self) -> int:
        return max(0, self.most - self.coming)

    @property
    def people_missing(self) -> int:
        """How many more have to come for the outing to go ahead."""
        return max(0, self.fewest - self.coming)


def outings_to_come(pool: Pool, *, now: datetime) -> QuerySet[Outing]:
    """What is planned, the next one first."""
    return Outing.objects.to_come(now=now).filter(pool=pool)


def outings_before(pool: Pool, *, now: datetime) -> QuerySet[Outing]:
    """What is over or called off, the newest first."""
    return (
        Outing.objects.filter(pool=pool)
        .exclude(pk__in=Outing.objects.to_come(now=now).values("pk"))
        .order_by("-starts_at", "-id")
    )


def numbers_of(outing: Outing) -> Numbers:
    places = OutingPlace.objects.filter(outing=outing)
    return Numbers(
        coming=places.given().count(),
        waiting=places.waiting().count(),
        fewest=outing.fewest_people,
        most=outing.most_people,
    )


def places_of(outing: Outing) -> QuerySet[OutingPlace]:
    """Who has a place, in the order of asking; those who told us before that they cannot come are not among them."""
    return OutingPlace.objects.given().filter(outing=outing).select_related("profile").prefetch_related("fees")


def own_place(outing: Outing, profile: Profile) -> OutingPlace | None:
    """Somebody's place, or their place on the waiting list."""
    return OutingPlace.objects.held().filter(outing=outing, profile=profile).prefetch_related("fees").first()


def fee_state(place: OutingPlace) -> BookingFeeState | None:
    """How far the booking fee of a place is; None where there is none."""
    steps = [BookingFeeState(fee.state) for fee in place.fees.all()]
    return max(steps, key=list(BookingFeeState).index, default=None)


def fees_held(pool: Pool) -> Decimal:
    """What the pool has of its members' booking fees: what was paid, less what was given back."""
    fees = BookingFee.objects.filter(place__outing__pool=pool)
    sums = fees.aggregate(
        paid=Sum("amount", filter=Q(state=BookingFeeState.PAID)),
        returned=Sum("amount", filter=Q(state=BookingFeeState.RETURNED)),
    )
    return (sums["paid"] or Decimal("0.00")) - (sums["returned"] or Decimal("0.00"))


def people_for_outings(pool: Pool) -> QuerySet[Profile]:
    """Whom an outing is open to: the pool's members, and everybody in the group that it belongs to."""
    members = PoolMembership.objects.open().filter(pool=pool).order_by().values("profile")
    in_group = Membership.objects.current().filter(group=pool.group_id).values("profile")
    return Profile.objects.filter(Q(pk__in=members) | Q(pk__in=in_group))


def open_places_on_coming_outings(*, now: datetime) -> QuerySet[OutingPlace]:
    """Every place that somebody has on an outing that is to come."""
    coming = Outing.objects.to_come(now=now).values("pk")
    return OutingPlace.objects.given().filter(outing__in=coming).select_related("profile", "outing__pool")
