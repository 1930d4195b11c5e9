"""Organisations, services and offers for tests. Call them inside an area."""

from datetime import date, datetime
from decimal import Decimal

from portal.models import InterestCategory, Profile
from providers.models import Offer, Organisation, Ownership, PriceBreak, Rating, Representative, Service, UsedThrough
from providers.operations.rating import rate_service
from tests.factories.portal import make_interest, make_provider


def make_organisation(
    name: str = "Bead Barn", *, ownership: Ownership = Ownership.LOCAL, **fields: object
) -> Organisation:
    return Organisation.objects.create(name=name, ownership=ownership, **{"about": "We make things.", **fields})


def make_representative(organisation: Organisation, name: str = "Rosa", *, profile: Profile | None = None) -> Profile:
    """Somebody who speaks for an organisation: a new provider, unless a person is given."""
    profile = profile or make_provider(name)
    Representative.objects.create(organisation=organisation, profile=profile)
    return profile


def make_service(organisation: Organisation | None = None, title: str = "Bead making", **fields: object) -> Service:
    interest = fields.pop("interest", None) or make_interest("Beads", InterestCategory.CRAFTS)
    return Service.objects.create(
        organisation=organisation or make_organisation(),
        interest=interest,
        title=title,
        **{"about": "Make a necklace in an afternoon.", **fields},
    )


def make_offer(
    service: Service | None = None,
    *,
    prices: dict[int, str] | None = None,
    title: str = "Beads together",
    **fields: object,
) -> Offer:
    """An offer with its price breaks: `prices` maps from how many people to what each pays."""
    prices = prices or {8: "15.00", 12: "12.00"}
    offer = Offer.objects.create(
        service=service or make_service(),
        title=title,
        minimum_people=min(prices),
        **{"valid_until": date(2027, 3, 31), "not_included": "Travel.", **fields},
    )
    for people, price in prices.items():
        PriceBreak.objects.create(offer=offer, from_people=people, price_each=Decimal(price))
    return offer


def make_rating(
    service: Service, by: Profile, *, now: datetime, scores: dict[str, int] | None = None, words: str = "Kind people."
) -> Rating:
    """A rating that went the way of its author's moderation level."""
    return rate_service(
        service=service,
        by=by,
        now=now,
        scores=scores or {"They listen to me": 4},
        words=words,
        used_through=UsedThrough.POOL,
    )
