"""Each page has its Easy Read twin, with the same facts."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Area, Role
from providers.models import Offer, Rating, Service
from tests.factories.portal import make_member, make_profile
from tests.factories.providers import make_offer, make_rating, make_representative, make_service

PAGES = {
    "services": None,
    "service": Service,
    "organisation": "organisation",
    "rate_service": Service,
    "desk": None,
    "add_organisation": None,
    "edit_organisation": "organisation",
    "add_service": "organisation",
    "edit_service": Service,
    "add_offer": Service,
    "edit_offer": Offer,
    "reply_to_rating": Rating,
}


@pytest.mark.parametrize("name", PAGES)
def test_easy_read_twin(area: Area, now: datetime, browse: Callable[..., Client], name: str) -> None:
    service = make_service(not_included="Lunch.", access_details="No steps.")
    offer = make_offer(service, valid_until=timezone.localdate())
    rating = make_rating(service, make_member("Jo"), now=now)
    rosa = make_representative(service.organisation, profile=make_profile("Rosa", Role.MEMBER, Role.PROVIDER))
    things = {Service: service, Offer: offer, Rating: rating, "organisation": service.organisation, None: None}
    thing = things[PAGES[name]]

    response = browse(rosa).get(reverse(f"providers:{name}", args=[thing.pk] if thing else []), {"easy": "1"})

    assert response.status_code == 200
    assert response.templates[0].name == f"providers/easy/{name}.html"


def test_easy_service_page_has_every_amount_and_name(area: Area, now: datetime, browse: Callable[..., Client]) -> None:
    service = make_service()
    make_offer(service, valid_until=timezone.localdate(), not_included="Lunch.")
    make_rating(service, make_member("Jo"), now=now, scores={"They listen to me": 4})

    page = browse(make_member("Peter")).get(service.get_absolute_url(), {"easy": "1"}).content.decode()

    for fact in ("8 to 11 people", "£15.00", "£12.00", "Lunch.", "Bead Barn", "4 out of 5, from 1 person", "Jo"):
        assert fact in page
