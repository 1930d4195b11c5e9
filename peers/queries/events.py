"""Events and who comes to them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from moderation.models import ModerationState
from peers.models import (
    Event,
    EventFeeState,
    EventPlace,
)
from peers.queries.groups import people_in, readable
from portal.models import Profile, Role


@dataclass(frozen=True, kw_only=True)
class EventNumbers:
    """How many come, how many wait, and how many there have to be. `most` is None where there is room for all."""

    coming: int
    waiting: int
    fewest: int
    most: int | None

    @property
    def has_room(self) -> bool:
        return self.most is None or self.coming < self.most

    @property
    def people_missing(self) -> int:
        """How many more have to come for it to go ahead."""
        return max(0, self.fewest - self.coming)


def events_for(profile: Profile) -> QuerySet[Event]:
    """
    The events that somebody may see now, with when their author hears where one waits.

    Published ones and one's own, of the area and of the groups that one may read; a champion also sees what waits.
    """
    seen = Q(state=ModerationState.PUBLISHED) | Q(author=profile)
    may_see = (Q(group__isnull=True) | readable(profile)) & seen
    if profile.has_role(Role.CHAMPION):
        may_see |= Q(state=ModerationState.HELD)
    return Event.objects.with_promise().filter(may_see).select_related("group", "author", "district")


def events_with_places(profile: Profile) -> QuerySet[Event]:
    """`events_for`, each with `coming`, how many have a place, and `my_place`: whether this person is on its list."""
    given = EventPlace.objects.given().filter(event=OuterRef("pk")).order_by().values("event")
    mine = EventPlace.objects.held().filter(event=OuterRef("pk"), profile=profile)
    return events_for(profile).annotate(
        coming=Coalesce(Subquery(given.annotate(number=Count("pk")).values("number"), output_field=IntegerField()), 0),
        my_place=Exists(mine),
    )


def event_numbers(event: Event) -> EventNumbers:
    places = EventPlace.objects.filter(event=event)
    return EventNumbers(
        coming=places.given().count(),
        waiting=places.waiting().count(),
        fewest=event.fewest_people,
        most=event.most_people,
    )


def places_at(event: Event) -> QuerySet[EventPlace]:
    """Who has a place, in the order of asking; those who told us before that they cannot come are not among them."""
    return EventPlace.objects.given().filter(event=event).select_related("profile").prefetch_related("fees")


def own_event_place(event: Event, profile: Profile) -> EventPlace | None:
    """Somebody's place, or their place on the waiting list."""
    return EventPlace.objects.held().filter(event=event, profile=profile).prefetch_related("fees").first()


def event_fee_state(place: EventPlace) -> EventFeeState | None:
    """How far the booking fee of a place is; None before it is paid, or where there is none."""
    steps = [EventFeeState(fee.state) for fee in place.fees.all()]
    return max(steps, key=list(EventFeeState).index, default=None)


def people_at(event: Event) -> QuerySet[Profile]:
    """Everybody on an event's list, those who wait too, who may still see it."""
    on_the_list = Profile.objects.filter(pk__in=EventPlace.objects.held().filter(event=event).values("profile"))
    if event.group is None or not event.group.is_closed:
        return on_the_list
    return on_the_list.filter(pk__in=people_in(event.group.pk))


def places_to_remind(*, now: datetime, until: datetime) -> QuerySet[EventPlace]:
    """Every place at an event that begins between two moments and goes ahead."""
    coming = Event.objects.published().going_ahead().filter(starts_at__gt=now, starts_at__lte=until)
    return EventPlace.objects.given().filter(event__in=coming).select_related("profile", "event__group")


def events_too_small(*, now: datetime) -> QuerySet[Event]:
    """Events still ahead that nobody can sign up for any more, and to which fewer people come than they need."""
    given = EventPlace.objects.given().filter(event=OuterRef("pk")).order_by().values("event")
    coming = Coalesce(Subquery(given.annotate(number=Count("pk")).values("number")), 0)
    closed = Event.objects.published().going_ahead().filter(sign_up_by__lte=now, starts_at__gt=now)
    return closed.annotate(coming=coming).filter(coming__lt=F("fewest_people")).select_related("author")
