"""Scenario 14: a member rates a provider badly, in her own criteria; who works there has no say in it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from moderation.models import ReviewItem
from portal.areas.context import area_context
from portal.models import Area, Profile
from providers.models import Service
from tests.factories.portal import make_champion, make_member
from tests.factories.providers import make_organisation, make_rating, make_representative, make_service
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor

Arrive = Callable[..., Visitor]

HER_WORDS = "She looks at her phone, and not at me"


@pytest.fixture
def service(oxfordshire: Area) -> Service:
    with area_context(oxfordshire.id):
        service = make_service(make_organisation("Cherwell Support"), "Help at home")
        now: datetime = timezone.now()
        for score in (5, 5, 5, 5, 4):
            make_rating(service, make_member("Somebody"), now=now, scores={"They turn up on time": score})
    return service


@pytest.fixture
def people(oxfordshire: Area, service: Service) -> dict[str, Profile]:
    with area_context(oxfordshire.id):
        kofi = make_representative(service.organisation, profile=make_champion("Kofi"))
        rosa = make_representative(service.organisation, "Rosa")
        others = (make_member("Jo"), make_champion("Grace"), make_member("Peter"))
        return {person.shown_name: can_sign_in(person) for person in (kofi, rosa, *others)}


def test_criticism_stays_and_is_answered(
    oxfordshire: Area, service: Service, people: dict[str, Profile], visitor: Arrive
) -> None:
    jo, grace, kofi, rosa, peter = (
        visitor(oxfordshire).signs_in(people[name].user.email) for name in ("Jo", "Grace", "Kofi", "Rosa", "Peter")
    )
    page = service.get_absolute_url()

    # Jo wants somebody to read what she writes before others do.
    jo.visits("/moderation/level/").chooses("Someone reads it before others see it").presses("Save my choice")

    # She says what matters to her, in her own words, and how badly it went.
    jo.visits(page).follows("Rate this service")
    jo.chooses("I used this service myself").chooses("On my own, or in another way")
    jo.fills("What else matters to you? (1)", HER_WORDS)
    jo.selects("How well did they do in this? (1)", "1 – very bad")
    jo.fills("How was it, in your own words?", "I felt like a chair.").presses("Send my rating")
    jo.reads("A champion will read this before others see it.")
    peter.visits(page).does_not_read("I felt like a chair.")

    # Kofi is a champion, but he works there: it does not come to him, and he cannot decide on it.
    with area_context(oxfordshire.id):
        item = ReviewItem.objects.get(author=people["Jo"]).get_absolute_url()
    kofi.visits("/moderation/queue/").does_not_read("Jo")
    assert kofi.status_of(item) == 403

    # Grace can. She knows that criticism is what ratings are for.
    grace.visits("/moderation/queue/").follows("Help at home").reads("I felt like a chair.")
    grace.chooses("Publish it").chooses("It is fine as it is").presses("Send my decision")

    # Whoever speaks for the organisation answers once.
    rosa.visits("/provider-desk/").reads("I felt like a chair.").follows("Reply")
    rosa.fills("Your reply", "We are sorry, Jo. Another worker comes from Monday.").presses("Send my reply")

    # Five, five, five, five, four and her one: 25 in all, from six people.
    peter.visits(page).reads(HER_WORDS).reads("I felt like a chair.")
    peter.reads("We are sorry, Jo. Another worker comes from Monday.").reads("4.2 out of 5, from 6 people")
