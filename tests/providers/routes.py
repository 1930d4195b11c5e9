"""Who may go where among the providers' pages."""

from datetime import UTC, datetime
from typing import Any

from portal.models import Profile
from providers.models import Offer, Organisation, Rating, Service
from tests.architecture.routes import Route, member, provider
from tests.architecture.world import World
from tests.factories.portal import make_provider
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
]
