from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.models import Area, InterestCategory, Profile
from providers.models import Offer, Organisation, Service
from tests.factories.portal import make_interest, make_member, make_provider
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service

Browse = Callable[..., Client]
DESK = "/provider-desk/"
LONG = "w" * 20_000


@pytest.fixture
def service(area: Area) -> Service:
    return make_service()


@pytest.fixture
def rosa(service: Service) -> Profile:
    return make_representative(service.organisation)


def words_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def test_empty_desk_offers_the_first_step(area: Area, browse: Browse) -> None:
    assert "Add your organisation" in words_of(browse(make_provider("New")).get(DESK))


def test_desk_shows_ones_own_and_what_waits(rosa: Profile, service: Service, now: datetime, browse: Browse) -> None:
    make_offer(service, title="Ended", valid_until=timezone.localdate() - timedelta(days=1))
    make_service(make_organisation("Cafe"), "Somebody else’s tea")
    make_rating(service, make_member("Jo"), now=now, words="They were late.")

    shown = words_of(browse(rosa).get(DESK))

    assert "Waiting for your reply" in shown
    assert "They were late." in shown
    assert "Out of date" in shown
    assert "Somebody else’s tea" not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_asks_no_more_for_more_rows(
    rosa: Profile,
    service: Service,
    now: datetime,
    browse: Browse,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        barn = make_organisation(f"Barn {number}")
        make_representative(barn, profile=rosa)
        make_offer(make_service(barn, f"Service {number}"))
        make_rating(service, make_member("Jo"), now=now)
    client = browse(rosa)

    with django_assert_num_queries(14):
        client.get(DESK)


ORGANISATION = {"name": "Cafe", "about": "Tea.", "ownership": "local", "website": "example.org"}


def test_add_and_change_an_organisation(area: Area, browse: Browse) -> None:
    client = browse(make_provider("New"))

    added = client.post(reverse("providers:add_organisation"), ORGANISATION)
    cafe = Organisation.objects.get()
    changed = client.post(reverse("providers:edit_organisation", args=[cafe.pk]), {**ORGANISATION, "name": "Tea Room"})

    assert (added.url, changed.url) == (DESK, DESK)
    assert Organisation.objects.get().name == "Tea Room"
    assert cafe.website == "https://example.org"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "   ", "Please give the organisation's name."),
        ("name", "bead BARN", "There is an organisation with this name here already."),
        ("about", LONG, "Please make this shorter: 3000 letters and spaces at most."),
        ("ownership", "council", "Please choose one of the answers in the list"),
        ("email", "not an address", "Please give an email address"),
        ("website", "no web", "Please give a web address"),
        ("district", "nonsense", "Please choose one of the answers in the list"),
    ],
)
def test_organisation_that_cannot_be_saved_loses_nothing(
    rosa: Profile, browse: Browse, field: str, typed: str, sentence: str
) -> None:
    typed_all = {**ORGANISATION, "phone": "01632 960000", field: typed}

    response = browse(rosa).post(reverse("providers:add_organisation"), typed_all)

    shown = words_of(response)
    form = response.context["form"]
    assert any(sentence in error for error in form.errors[field])
    assert sentence in shown
    assert {name: form[name].value() for name in typed_all} == typed_all
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Bead Barn"]


def service_typed(**changes: Any) -> dict[str, Any]:
    interest = make_interest("Beads", InterestCategory.CRAFTS)
    return {"title": "Glass", "about": "Glass beads.", "interest": str(interest.pk), "costs_money": "yes", **changes}


def test_add_and_change_a_service(rosa: Profile, service: Service, browse: Browse) -> None:
    client = browse(rosa)

    added = client.post(reverse("providers:add_service", args=[service.organisation_id]), service_typed())
    glass = Service.objects.get(title="Glass")
    changed = client.post(reverse("providers:edit_service", args=[glass.pk]), service_typed(costs_money="no"))

    assert (added.url, changed.url) == (DESK, DESK)
    glass.refresh_from_db()
    # A box that is not ticked is not sent: the service is out of the directory.
    assert (glass.costs_money, glass.is_listed) == (False, False)


def test_edit_form_starts_from_what_is_there(rosa: Profile, service: Service, browse: Browse) -> None:
    form = browse(rosa).get(reverse("providers:edit_service", args=[service.pk])).context["form"]

    assert (form["title"].value(), form["costs_money"].value(), form["is_listed"].value()) == (
        "Bead making",
        "yes",
        True,
    )


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("title", {"title": " "}, "Please say what the service is."),
        ("about", {"about": LONG}, "Please make this shorter: 3000 letters and spaces at most."),
        ("price_words", {"costs_money": "no", "price_words": "£5"}, "You said that it is free"),
        ("costs_money", {"costs_money": ""}, "Choose yes or no."),
        ("interest", {"interest": ""}, "Choose an interest"),
    ],
)
def test_service_that_cannot_be_saved_loses_nothing(
    rosa: Profile, service: Service, browse: Browse, field: str, changes: dict[str, str], sentence: str
) -> None:
    typed = service_typed(**changes)

    response = browse(rosa).post(reverse("providers:add_service", args=[service.organisation_id]), typed)

    form = response.context["form"]
    assert any(sentence in error for error in form.errors[field])
    assert {name: form[name].value() for name in typed} == typed
    assert list(Service.objects.all()) == [service]


def offer_typed(**changes: str) -> dict[str, str]:
    return {
        "title": "Beads together",
        "from_people_1": "8",
        "price_each_1": "£15",
        "from_people_3": "12",
        "price_each_3": "12.00",
        "valid_until_day": "31",
        "valid_until_month": "3",
        "valid_until_year": "2100",
        "not_included": "Lunch.",
        **changes,
    }


def test_add_and_change_an_offer(rosa: Profile, service: Service, browse: Browse) -> None:
    client = browse(rosa)

    added = client.post(reverse("providers:add_offer", args=[service.pk]), offer_typed())
    offer = Offer.objects.get()
    edit = reverse("providers:edit_offer", args=[offer.pk])
    form = client.get(edit).context["form"]
    changed = client.post(edit, offer_typed(from_people_3="", price_each_3=""))

    assert (added.url, changed.url) == (DESK, DESK)
    assert (form["from_people_2"].value(), form["price_each_2"].value()) == (12, "12.00")
    offer.refresh_from_db()
    assert (offer.minimum_people, offer.is_open) == (8, False)
    assert [price.price_each for price in offer.price_breaks.all()] == [Decimal("15.00")]


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("price_each_1", {"price_each_1": "-5"}, "Please give an amount that is not below zero."),
        ("price_each_1", {"price_each_1": "€ 50,00"}, "Please give the amount in pounds, like 12.50."),
        ("price_each_1", {"price_each_1": "1e9"}, "Please give the amount in figures, like 12.50."),
        ("price_each_1", {"price_each_1": "12.345"}, "two figures after the point"),
        ("price_each_1", {"price_each_1": ""}, "How much does each person pay?"),
        ("from_people_1", {"from_people_1": ""}, "From how many people is this the price?"),
        ("from_people_1", {"from_people_1": "eight"}, "Please give a whole number of people"),
        ("from_people_1", {"from_people_1": "0"}, "Please give 1 person or more."),
        ("from_people_1", {"from_people_1": "99999"}, "Please give 1,000 people or fewer."),
        ("price_each_3", {"price_each_3": "16"}, "less than £15.00 here"),
        ("from_people_3", {"from_people_3": "8", "price_each_3": "12"}, "There are two prices from 8 people"),
        ("from_people_3", {"maximum_people": "10"}, "You take 10 people at most"),
        ("title", {"title": "  "}, "Please give the offer a title."),
        ("valid_until", {"valid_until_day": "32"}, "Please give a real date"),
        ("valid_until", {"valid_until_year": "2020"}, "This day has passed"),
        ("not_included", {"not_included": LONG}, "Please make this shorter: 1000 letters and spaces at most."),
        (
            "from_people_1",
            {"from_people_1": "", "price_each_1": "", "from_people_3": "", "price_each_3": ""},
            "Please give at least one price.",
        ),
    ],
)
def test_offer_that_cannot_be_saved_loses_nothing(
    rosa: Profile, service: Service, browse: Browse, field: str, changes: dict[str, str], sentence: str
) -> None:
    typed = offer_typed(**changes)

    response = browse(rosa).post(reverse("providers:add_offer", args=[service.pk]), typed)

    form = response.context["form"]
    assert any(sentence in error for error in form.errors[field])
    kept = {name: form[name].value() for name in typed if name in form.fields}
    assert kept == {name: typed[name] for name in kept}
    assert form["valid_until"].value() == "-".join(typed[f"valid_until_{part}"] for part in ("year", "month", "day"))
    assert Offer.objects.count() == 0


def test_offer_that_cannot_be_changed_stays_as_it_was(rosa: Profile, service: Service, browse: Browse) -> None:
    offer = make_offer(service)

    response = browse(rosa).post(reverse("providers:edit_offer", args=[offer.pk]), offer_typed(price_each_1="-5"))

    assert response.status_code == 200
    assert [price.price_each for price in offer.price_breaks.all()] == [Decimal("15.00"), Decimal("12.00")]
