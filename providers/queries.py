"""Reads of services, prices and ratings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Avg, Count, DecimalField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Round
from django.utils.translation import gettext, ngettext

from portal.models import District, Interest, Profile
from portal.money import format_amount
from portal.queries import best_matches
from providers.models import Criterion, Offer, Organisation, Rating, RatingScore, Reply, Service

MOST_CRITERIA = 8
# Long, and only PostgreSQL reads them.
SEARCH_COLUMNS = ("search", "search_words", "organisation__search")


@dataclass(frozen=True, kw_only=True)
class NextBreak:
    """How far off the next lower price is. As text, a sentence for members."""

    more_people: int
    price_each: Decimal

    def __str__(self) -> str:
        sentence = ngettext(
            "%(count)d more person and each pays %(price)s",
            "%(count)d more people and each pays %(price)s",
            self.more_people,
        )
        return sentence % {"count": self.more_people, "price": format_amount(self.price_each)}


def price_each(offer: Offer, people: int) -> Decimal | None:
    """What each of so many people pays, in pounds; None under the offer's fewest people or over its most."""
    if people < offer.minimum_people or (offer.maximum_people is not None and people > offer.maximum_people):
        return None
    reached = [price_break for price_break in offer.price_breaks.all() if price_break.from_people <= people]
    return max(reached, key=lambda price_break: price_break.from_people).price_each if reached else None


def next_break(offer: Offer, people: int) -> NextBreak | None:
    """The next price break above so many people; None where nothing gets cheaper."""
    ahead = [price_break for price_break in offer.price_breaks.all() if price_break.from_people > people]
    if not ahead:
        return None
    nearest = min(ahead, key=lambda price_break: price_break.from_people)
    return NextBreak(more_people=nearest.from_people - people, price_each=nearest.price_each)


def price_lines(offer: Offer) -> list[tuple[str, Decimal]]:
    """An offer's prices in words, from the fewest people to the most: ("8 to 11 people", £15.00)."""
    breaks = sorted(offer.price_breaks.all(), key=lambda price_break: price_break.from_people)
    return [
        (_people_in_words(this.from_people, after.from_people - 1 if after else offer.maximum_people), this.price_each)
        for this, after in zip_longest(breaks, breaks[1:])
    ]


def _people_in_words(fewest: int, most: int | None) -> str:
    if most is None:
        return gettext("%(fewest)d people or more") % {"fewest": fewest}
    if fewest == most:
        return ngettext("%(count)d person", "%(count)d people", most) % {"count": most}
    return gettext("%(fewest)d to %(most)d people") % {"fewest": fewest, "most": most}


def services_found(
    *, words: str = "", interest: Interest | None = None, district: District | None = None, on: date
) -> QuerySet[Service]:
    """
    The directory, by title, or the best matches first where words are given. Never by price.

    A service all over the area is found in each district. Adds `has_offer` (is there a price for a group on that
    day?), and what `with_average` adds.
    """
    services = with_average(_with_names(Service.objects.listed()))
    services = services.annotate(has_offer=Exists(Offer.objects.open(on=on).filter(service=OuterRef("pk"))))
    if interest is not None:
        services = services.filter(interest=interest)
    if district is not None:
        services = services.filter(Q(district=district) | Q(district__isnull=True))
    if words:
        services = best_matches(services, function="providers_search_services", words=words)
    return services


def organisations_found(*, words: str) -> QuerySet[Organisation]:
    """Organisations whose name or own words fit, best first."""
    return best_matches(Organisation.objects.all(), function="providers_search_organisations", words=words)


def services_visible_to(profile: Profile) -> QuerySet[Service]:
    """What the directory shows, and what the person's own organisation has taken out of it."""
    own = Q(organisation__representatives__profile=profile)
    services = Service.objects.filter(Q(is_listed=True) | Q(pk__in=Service.objects.filter(own)))
    return with_average(_with_names(services))


def _with_names(services: QuerySet[Service]) -> QuerySet[Service]:
    """Bring along what a card of a service shows."""
    return services.select_related("organisation", "interest", "district").defer(*SEARCH_COLUMNS)


def open_offers(service: Service, *, on: date) -> QuerySet[Offer]:
    """A service's offers that can be taken up on a day, with their prices."""
    return service.offers.open(on=on).prefetch_related("price_breaks")


def desk_of(profile: Profile) -> QuerySet[Organisation]:
    """The organisations that somebody speaks for, with their services, offers and prices."""
    services = Service.objects.select_related("interest", "district").prefetch_related("offers__price_breaks")
    return Organisation.objects.filter(representatives__profile=profile).prefetch_related(
        Prefetch("services", queryset=services)
    )


def with_average(services: QuerySet[Service]) -> QuerySet[Service]:
    """
    Add `average`, out of 5 with one decimal, and `people`, how many it is from; both None where nobody rated.

    Each person counts once, with the mean of their own scores, however many things they scored.
    """
    own_mean = RatingScore.objects.filter(rating=OuterRef("pk")).values("rating").annotate(mean=_mean("score"))
    ratings = Rating.objects.published().current().filter(service=OuterRef("pk")).order_by().values("service")
    averages = ratings.annotate(
        average=Round(_mean(Subquery(own_mean.values("mean"))), precision=1), people=Count("pk")
    )
    return services.annotate(average=Subquery(averages.values("average")), people=Subquery(averages.values("people")))


def averages_by_criterion(service: Service) -> QuerySet[Criterion]:
    """What members scored about a service, most scored first, each with its `average` out of 5 and `people`."""
    counted = Q(scores__rating__in=Rating.objects.published().current().filter(service=service))
    criteria = Criterion.objects.filter(counted)
    criteria = criteria.annotate(average=Round(_mean("scores__score"), precision=1), people=Count("scores"))
    return criteria.order_by("-people", "words")


def _mean(expression: str | Subquery) -> Avg:
    return Avg(expression, output_field=DecimalField())


def ratings_shown(service: Service, *, to: Profile) -> QuerySet[Rating]:
    """
    Current ratings of a service, newest first, with scores and replies: what others can see, and one's own.

    Each person's own texts come with the promise of moderation, in case they are still waiting.
    """
    replies = Reply.objects.visible_to(to).with_promise().select_related("author")
    ratings = Rating.objects.current().filter(service=service).visible_to(to).with_promise().select_related("author")
    return ratings.prefetch_related(_scores(), Prefetch("reply", queryset=replies))


def _scores() -> "Prefetch[Any]":
    """A rating's scores with the words of their criteria, in one query."""
    return Prefetch("scores", queryset=RatingScore.objects.select_related("criterion"))


def rating_by(profile: Profile, service: Service) -> Rating | None:
    """What a member now thinks of a service, whether others can see it or not."""
    return Rating.objects.current().filter(service=service, author=profile).prefetch_related(_scores()).first()


def criteria_to_choose_from(service: Service, *, by: Profile) -> list[Criterion]:
    """What matters to members: what this member scored last time, then what others score most."""
    last = Criterion.objects.filter(scores__rating__in=Rating.objects.current().filter(service=service, author=by))
    return list(dict.fromkeys([*last, *criteria_in_use()[:MOST_CRITERIA]]))


def criteria_in_use() -> QuerySet[Criterion]:
    """What members have scored where others can see it, most scored first."""
    counted = Q(scores__rating__in=Rating.objects.published().current())
    return Criterion.objects.filter(counted).annotate(times=Count("scores")).order_by("-times", "words")


def ratings_to_reply_to(profile: Profile) -> QuerySet[Rating]:
    """Ratings that others can see and that the person's organisations have not answered, oldest first."""
    waiting = Rating.objects.published().current().filter(reply__isnull=True)
    own = waiting.filter(service__organisation__representatives__profile=profile)
    return own.select_related("service", "author").prefetch_related(_scores()).order_by("published_at", "id")
