from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.portal import make_district, make_member, make_provider
from tests.factories.providers import make_offer, make_organisation, make_rating, make_representative, make_service

Browse = Callable[..., Client]
SERVICES = "/services/"


def page(browse: Browse, profile: Profile, address: str) -> str:
    response = browse(profile).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_directory_shows_average_with_its_n(member: Profile, now: datetime, browse: Browse) -> None:
    service = make_service()
    for score in (5, 4):
        make_rating(service, make_member("Jo"), now=now, scores={"They listen to me": score})

    assert "4.5 out of 5, from 2 people" in page(browse, member, SERVICES)


def test_search_finds_services_and_organisations(member: Profile, browse: Browse) -> None:
    make_service(make_organisation("Bead Barn"), "Bead making")
    make_service(make_organisation("Cafe"), "Tea and cake")

    found = page(browse, member, f"{SERVICES}?words=bede+making")
    by_name = page(browse, member, f"{SERVICES}?words=cafe")

    assert ("Bead making" in found, "Tea and cake" in found) == (True, False)
    assert "Organisations with these words" in by_name


def test_nothing_found_offers_a_next_step(member: Profile, browse: Browse) -> None:
    make_service()

    assert "We found no services like that" in page(browse, member, f"{SERVICES}?words=zzzzz")
    assert "See all services" in page(browse, member, f"{SERVICES}?words=zzzzz")


def test_empty_directory(member: Profile, browse: Browse) -> None:
    assert "No services here yet" in page(browse, member, SERVICES)


def test_filters_that_make_no_sense_are_told_and_kept(member: Profile, browse: Browse) -> None:
    shown = page(browse, member, f"{SERVICES}?words={'w' * 101}&interest=nonsense&district=x&page=x")

    assert "Please use fewer words." in shown
    assert "w" * 101 in shown


def test_district_of_another_area_is_no_district_here(oxfordshire: Area, knowsley: Area, browse: Browse) -> None:
    with area_context(knowsley.id):
        huyton = make_district("Huyton")
    with area_context(oxfordshire.id):
        member = make_member("Peter")

        shown = page(browse, member, f"{SERVICES}?district={huyton.pk}")

    assert "Huyton" not in shown
    assert "Please choose one of the answers in the list." in shown


def test_service_page_tells_prices_in_words(member: Profile, browse: Browse) -> None:
    service = make_service()
    make_offer(service, prices={8: "15.00", 12: "12.00"}, valid_until=timezone.localdate() + timedelta(days=9))
    make_offer(service, title="Last year", valid_until=timezone.localdate() - timedelta(days=1))

    shown = page(browse, member, service.get_absolute_url())

    assert "8 to 11 people" in shown
    assert "£15.00 each" in shown
    assert "12 people or more" in shown
    assert "£12.00 each" in shown
    assert "Last year" not in shown


def test_member_can_start_a_pool_from_an_offer(member: Profile, browse: Browse) -> None:
    offer = make_offer(make_service(), valid_until=timezone.localdate())
    start = reverse("pools:start_pool_from_offer", args=[offer.pk])

    assert start in page(browse, member, offer.service.get_absolute_url())
    assert start not in page(browse, make_provider("Pat"), offer.service.get_absolute_url())


def test_service_out_of_the_directory_is_not_found_by_others(member: Profile, browse: Browse) -> None:
    service = make_service(is_listed=False)
    rosa = make_representative(service.organisation)

    assert browse(member).get(service.get_absolute_url()).status_code == 404
    assert browse(member).get(reverse("providers:rate_service", args=[service.pk])).status_code == 404
    assert "Only you see this page" in page(browse, rosa, service.get_absolute_url())


def test_member_is_offered_to_rate_and_somebody_who_works_there_is_not(member: Profile, browse: Browse) -> None:
    service = make_service()
    worker = make_representative(service.organisation, profile=make_member("Rosa"))

    assert "Rate this service" in page(browse, member, service.get_absolute_url())
    shown = page(browse, worker, service.get_absolute_url())
    assert "Rate this service" not in shown
    assert "You work here, so you cannot rate this service." in shown


def test_organisation_page(member: Profile, browse: Browse) -> None:
    barn = make_organisation("Bead Barn", phone="01632 960102", website="https://example.org/")
    make_service(barn, "Bead making")
    make_service(barn, "Not shown", is_listed=False)

    shown = page(browse, member, barn.get_absolute_url())

    assert "01632 960102" in shown
    assert "A local organisation" in shown
    assert ("Bead making" in shown, "Not shown" in shown) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(SERVICES, 12), (f"{SERVICES}?words=bead", 14)])
def test_directory_asks_no_more_for_more_rows(
    member: Profile,
    browse: Browse,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
    address: str,
    queries: int,
) -> None:
    for number in range(rows):
        service = make_service(make_organisation(f"Barn {number}"), f"Bead making {number}")
        make_offer(service)
        make_rating(service, make_member("Jo"), now=now)
    client = browse(member)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_service_page_asks_no_more_for_more_rows(
    member: Profile, browse: Browse, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    service = make_service()
    for number in range(rows):
        make_offer(service, title=f"Offer {number}", valid_until=timezone.localdate())
        make_rating(service, make_member("Jo"), now=now, scores={f"Matters {number}": 4, "All": 3})
    client = browse(member)

    with django_assert_num_queries(18):
        client.get(service.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_organisation_page_asks_no_more_for_more_rows(
    member: Profile, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    barn = make_organisation()
    for number in range(rows):
        make_service(barn, f"Bead making {number}")
    client = browse(member)

    with django_assert_num_queries(11):
        client.get(barn.get_absolute_url())
