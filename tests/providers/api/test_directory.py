"""The API does what the pages do, and refuses what they refuse."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.models import Area, ModerationLevel, Profile
from providers.models import Offer, Organisation, Rating, Service
from providers.operations.reply import reply_to_rating
from tests.factories.portal import make_member, make_provider
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service

Browse = Callable[..., Client]


def send(client: Client, name: str, body: dict[str, Any], *args: Any, method: str = "post") -> Any:
    address = reverse(f"api:{name}", args=[thing.pk for thing in args])
    return getattr(client, method)(address, body, content_type="application/json")


@pytest.fixture
def service(area: Area) -> Service:
    return make_service()


@pytest.fixture
def rosa(service: Service) -> Profile:
    return make_representative(service.organisation)


def test_list_gives_prices_as_written_and_the_average_with_its_n(
    member: Profile, service: Service, now: datetime, browse: Browse
) -> None:
    make_offer(service, valid_until=timezone.localdate())
    make_offer(service, title="Ended", valid_until=timezone.localdate() - timedelta(days=1))
    make_rating(service, make_member("Jo"), now=now, scores={"They listen to me": 4})

    [found] = browse(member).get(reverse("api:service-list"), {"words": "beeds making"}).json()["results"]

    assert (found["title"], found["average"], found["people"]) == ("Bead making", "4.0", 1)
    assert [offer["prices"] for offer in found["offers"]] == [
        [{"from_people": 8, "price_each": "15.00"}, {"from_people": 12, "price_each": "12.00"}]
    ]


def test_search_that_makes_no_sense_is_a_400(member: Profile, browse: Browse) -> None:
    assert browse(member).get(reverse("api:service-list"), {"interest": "nothing"}).status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_no_more_for_more_rows(
    member: Profile, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        make_offer(make_service(make_organisation(f"Barn {number}")), valid_until=timezone.localdate())
    client = browse(member)

    with django_assert_num_queries(12):
        client.get(reverse("api:service-list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_ratings_ask_no_more_for_more_rows(
    member: Profile,
    service: Service,
    now: datetime,
    browse: Browse,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        make_rating(service, make_member("Jo"), now=now, scores={"a": 1, "b": 2})
    client = browse(member)

    with django_assert_num_queries(14):
        client.get(reverse("api:service-ratings", args=[service.pk]))


def test_from_an_organisation_to_an_offer(area: Area, browse: Browse) -> None:
    client = browse(make_provider("Rosa"))
    make_service(make_organisation("Other"))  # brings the interest along

    added = send(client, "organisation-list", {"name": "Cafe", "about": "Tea.", "ownership": "micro"}).json()
    cafe = Organisation.objects.get(pk=added["id"])
    details = {"title": "Tea", "about": "Tea and cake.", "interest": "beads", "costs_money": True}
    tea = Service.objects.get(pk=send(client, "organisation-add-service", details, cafe).json()["id"])
    offer = send(client, "service-add-offer", offer_sent(), tea).json()

    assert (offer["minimum_people"], offer["is_open"]) == (8, True)
    assert offer["prices"] == [
        {"from_people": 8, "price_each": "15.00"},
        {"from_people": 12, "price_each": "12.00"},
    ]


def offer_sent(**changes: Any) -> dict[str, Any]:
    prices = [{"from_people": 8, "price_each": "15"}, {"from_people": 12, "price_each": "12.00"}]
    return {"title": "Tea", "valid_until": "2100-01-01", "not_included": "Cake.", "prices": prices, **changes}


@pytest.mark.parametrize("amount", ["-5", "€ 50,00", "1e9", "12.345", -5, 12.345, None])
def test_amounts_that_are_none_are_refused(rosa: Profile, service: Service, browse: Browse, amount: Any) -> None:
    sent = offer_sent(prices=[{"from_people": 8, "price_each": amount}])

    response = send(browse(rosa), "service-add-offer", sent, service)

    assert response.status_code == 400
    assert list(response.json()["prices"]["0"]) == ["price_each"]
    assert Offer.objects.count() == 0


def test_refusal_is_a_409_with_its_sentence(rosa: Profile, service: Service, browse: Browse) -> None:
    prices = [{"from_people": 8, "price_each": "12"}, {"from_people": 12, "price_each": "15"}]

    response = send(browse(rosa), "service-add-offer", offer_sent(prices=prices), service)

    assert response.status_code == 409
    assert response.json() == {"detail": "More people must mean a lower price: less than £12.00 here."}


def rating_sent(**changes: Any) -> dict[str, Any]:
    scores = [{"criterion": "They listen to me", "score": 2}]
    return {"scores": scores, "words": "Meh.", "used_through": "pool", "used_it": True, **changes}


def test_member_rates(member: Profile, service: Service, browse: Browse) -> None:
    response = send(browse(member), "service-ratings", rating_sent(), service)

    assert response.status_code == 201
    told = response.json()
    assert (told["author_name"], told["state"], told["reply"]) == ("Peter", "published", None)
    assert told["scores"] == [{"criterion": "They listen to me", "score": 2}]


@pytest.mark.parametrize(
    "changes",
    [
        {"used_it": False},
        {"scores": [{"criterion": "They listen to me", "score": 6}]},
        {"scores": [{"criterion": " ", "score": 3}]},
        {"scores": [{"criterion": "A", "score": 3}, {"criterion": "a", "score": 4}]},
        {"used_through": "friend"},
        {"words": "w" * 20_000},
    ],
)
def test_rating_that_makes_no_sense_is_a_400(
    member: Profile, service: Service, browse: Browse, changes: dict[str, Any]
) -> None:
    assert send(browse(member), "service-ratings", rating_sent(**changes), service).status_code == 400
    assert Rating.objects.count() == 0


def test_reply_that_is_held_is_for_its_writer_alone(
    member: Profile, service: Service, rosa: Profile, now: datetime, browse: Browse
) -> None:
    rating = make_rating(service, member, now=now)
    rosa.moderation_level = ModerationLevel.PRE
    reply_to_rating(rating=rating, by=rosa, now=now, words="Thank you.")
    address = reverse("api:rating-detail", args=[rating.pk])

    assert browse(member).get(address).json()["reply"] is None
    assert browse(rosa).get(address).json()["reply"]["words"] == "Thank you."


def test_held_rating_is_not_there_for_others(service: Service, now: datetime, browse: Browse) -> None:
    jo = make_member("Jo", moderation_level=ModerationLevel.PRE)
    rating = make_rating(service, jo, now=now)
    peter = browse(make_member("Peter"))

    assert peter.get(reverse("api:rating-detail", args=[rating.pk])).status_code == 404
    assert peter.get(reverse("api:service-ratings", args=[service.pk])).json()["count"] == 0
    assert browse(jo).get(reverse("api:service-ratings", args=[service.pk])).json()["count"] == 1
    assert peter.get(reverse("api:criterion-list")).json()["count"] == 0
