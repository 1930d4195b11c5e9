from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from portal.models import Area, AuditEvent, Profile
from providers.models import Offer, PriceBreak, Service
from providers.operations import offer as module
from providers.operations.offer import UnableToSaveOffer, add_offer, change_offer
from tests.factories.providers import make_offer, make_representative, make_service

FIFTEEN, TWELVE = Decimal("15.00"), Decimal("12.00")
BEADS: dict[str, Any] = {
    "title": "Beads together",
    "maximum_people": 20,
    "valid_until": date(2027, 3, 31),
    "not_included": "Travel.",
}


@pytest.fixture
def service(area: Area) -> Service:
    return make_service()


@pytest.fixture
def rosa(service: Service) -> Profile:
    return make_representative(service.organisation)


def prices_of(offer: Offer) -> list[tuple[int, Decimal]]:
    return list(offer.price_breaks.values_list("from_people", "price_each"))


def test_fewest_people_is_where_the_first_price_starts(service: Service, rosa: Profile, now: datetime) -> None:
    offer = add_offer(service=service, by=rosa, now=now, prices=[(12, TWELVE), (8, FIFTEEN)], **BEADS)

    assert offer.minimum_people == 8
    assert prices_of(offer) == [(8, FIFTEEN), (12, TWELVE)]
    assert AuditEvent.objects.get().detail == {"prices": [["8", "15.00"], ["12", "12.00"]]}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("prices", "changes", "sentence"),
    [
        ([], {}, "Please give at least one price"),
        ([(8, FIFTEEN), (8, TWELVE)], {}, "There are two prices from 8 people"),
        ([(8, TWELVE), (12, FIFTEEN)], {}, "More people must mean a lower price: less than £12.00 here"),
        ([(8, FIFTEEN), (12, FIFTEEN)], {}, "less than £15.00 here"),
        ([(8, FIFTEEN), (12, TWELVE)], {"maximum_people": 10}, "You take 10 people at most"),
        ([(8, FIFTEEN)], {"valid_until": date(2026, 11, 22)}, "This day has passed"),
        ([(8, FIFTEEN)], {"title": " "}, "Please give the offer a title"),
        ([(8, FIFTEEN)], {"not_included": " "}, "Please say what is not in the price"),
        ([(8, Decimal("-5.00"))], {}, "A price cannot be below zero"),
    ],
)
def test_refusals_leave_everything_as_it_was(
    service: Service, rosa: Profile, now: datetime, prices: Any, changes: dict[str, Any], sentence: str
) -> None:
    offer = make_offer(service)

    with pytest.raises(UnableToSaveOffer, match=sentence):
        add_offer(service=service, by=rosa, now=now, prices=prices, **{**BEADS, **changes})
    with pytest.raises(UnableToSaveOffer, match=sentence):
        change_offer(offer=offer, by=rosa, now=now, prices=prices, is_open=True, **{**BEADS, **changes})

    assert list(Offer.objects.all()) == [offer]
    assert prices_of(offer) == [(8, FIFTEEN), (12, TWELVE)]
    assert AuditEvent.objects.count() == 0


def test_change_replaces_all_prices(service: Service, rosa: Profile, now: datetime) -> None:
    offer = make_offer(service)

    offer = change_offer(offer=offer, by=rosa, now=now, prices=[(6, FIFTEEN)], is_open=True, **BEADS)

    assert (offer.minimum_people, prices_of(offer)) == (6, [(6, FIFTEEN)])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_offer_that_has_ended_can_be_closed(service: Service, rosa: Profile, now: datetime) -> None:
    offer = make_offer(service, valid_until=date(2026, 10, 31))

    change_offer(
        offer=offer,
        by=rosa,
        now=now,
        prices=[(8, FIFTEEN)],
        is_open=False,
        **{**BEADS, "valid_until": offer.valid_until},
    )

    assert list(Offer.objects.open(on=now.date())) == []


def test_failure_halfway_leaves_nothing(
    service: Service, rosa: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "record", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        add_offer(service=service, by=rosa, now=now, prices=[(8, FIFTEEN)], **BEADS)

    assert (Offer.objects.count(), PriceBreak.objects.count()) == (0, 0)
