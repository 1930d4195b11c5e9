"""Who may go where among the providers' pages."""

from datetime import UTC, datetime
from typing import Any

from portal.models import InterestCategory, Profile
from providers.models import Offer, Organisation, Rating, Service
from tests.architecture.routes import ApiRoute, Route, member, provider
from tests.architecture.world import World
from tests.factories.portal import make_interest, make_provider
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def organisation(world: World) -> Organisation:
    """The Bead Barn, for which the area's provider speaks."""
    barn = make_organisation("Bead Barn")
    make_representative(barn, profile=world.provider)
    return barn


def service(world: World) -> Service:
    return make_service(world.once(organisation))


def offer(world: World) -> Offer:
    return make_offer(world.once(service))


def rating(world: World) -> Rating:
    return make_rating(world.once(service), world.other_member, now=NOW)


def the_organisation(world: World) -> dict[str, Any]:
    return {"pk": world.once(organisation).pk}


def the_service(world: World) -> dict[str, Any]:
    return {"pk": world.once(service).pk}


def the_offer(world: World) -> dict[str, Any]:
    return {"pk": world.once(offer).pk}


def the_rating(world: World) -> dict[str, Any]:
    return {"pk": world.once(rating).pk}


def organisation_details(world: World) -> dict[str, Any]:
    return {"name": "Bright Beads", "about": "We make jewellery.", "ownership": "local"}


def service_details(world: World) -> dict[str, Any]:
    interest = make_interest("Beads", InterestCategory.CRAFTS)
    return {
        "title": "Bead making",
        "about": "Beads.",
        "interest": interest.slug,
        "costs_money": True,
        "is_listed": True,
    }


def offer_details(world: World) -> dict[str, Any]:
    prices = [{"from_people": 8, "price_each": "15.00"}, {"from_people": 12, "price_each": "12.00"}]
    # The API's own clock is today's: a day that is always ahead.
    return {"title": "Beads", "valid_until": "2100-01-01", "not_included": "Lunch.", "is_open": True, "prices": prices}


def rating_details(world: World) -> dict[str, Any]:
    scores = [{"criterion": "They listen to me", "score": 4}]
    return {"scores": scores, "used_through": "pool", "used_it": True}


def reply_details(world: World) -> dict[str, Any]:
    return {"words": "Thank you."}


def another_provider(world: World) -> Profile:
    """Somebody who speaks for another organisation."""
    rosa = make_provider("Rosa")
    make_representative(make_organisation("Cafe"), profile=rosa)
    return rosa


ROUTES: list[Route] = [
    # Everybody of the area may look, providers too; the council may not.
    Route(name="providers:services", without=None),
    Route(name="providers:service", make=the_service, without=None),
    Route(name="providers:organisation", make=the_organisation, without=None),
    # Members rate.
    Route(name="providers:rate_service", make=the_service),
    # Whoever speaks for an organisation runs it.
    Route(name="providers:desk", outsider=member, insider=provider),
    Route(name="providers:add_organisation", outsider=member, insider=provider),
    Route(name="providers:edit_organisation", make=the_organisation, outsider=member, insider=provider),
    Route(name="providers:add_service", make=the_organisation, outsider=member, insider=provider),
    Route(name="providers:edit_service", make=the_service, outsider=member, insider=provider),
    Route(name="providers:add_offer", make=the_service, outsider=member, insider=provider),
    Route(name="providers:edit_offer", make=the_offer, outsider=member, insider=provider),
    Route(name="providers:reply_to_rating", make=the_rating, outsider=member, insider=provider),
    # Speaking for another organisation is not enough.
    *(
        Route(name=name, make=make, outsider=another_provider, insider=provider, note="by another provider")
        for name, make in (
            ("providers:edit_organisation", the_organisation),
            ("providers:add_service", the_organisation),
            ("providers:edit_service", the_service),
            ("providers:add_offer", the_service),
            ("providers:edit_offer", the_offer),
            ("providers:reply_to_rating", the_rating),
        )
    ),
    # The API
    ApiRoute(name="api:organisation-list", without=None),
    ApiRoute(name="api:organisation-detail", make=the_organisation, without=None),
    ApiRoute(name="api:service-list", without=None),
    ApiRoute(name="api:service-detail", make=the_service, without=None),
    ApiRoute(name="api:service-ratings", make=the_service, without=None),
    ApiRoute(name="api:offer-detail", make=the_offer, without=None),
    ApiRoute(name="api:rating-detail", make=the_rating, without=None),
    ApiRoute(name="api:criterion-list", without=None),
    ApiRoute(name="api:service-ratings", method="post", make=the_service, data=rating_details, allowed=201),
    ApiRoute(
        name="api:organisation-list",
        method="post",
        data=organisation_details,
        outsider=member,
        insider=provider,
        allowed=201,
    ),
    *(
        ApiRoute(
            name=name,
            method=method,
            make=make,
            data=data,
            outsider=another_provider,
            insider=provider,
            allowed=200 if method == "put" else 201,
        )
        for name, method, make, data in (
            ("api:organisation-detail", "put", the_organisation, organisation_details),
            ("api:organisation-add-service", "post", the_organisation, service_details),
            ("api:service-detail", "put", the_service, service_details),
            ("api:service-add-offer", "post", the_service, offer_details),
            ("api:offer-detail", "put", the_offer, offer_details),
            ("api:rating-reply", "post", the_rating, reply_details),
        )
    ),
]
