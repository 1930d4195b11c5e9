"""Scenario 2, the price data: £15.00 each from 8 people, £12.00 each from 12."""

from decimal import Decimal

import pytest

from portal.models import Area
from providers.queries import next_break, price_each
from tests.factories.providers import make_offer


@pytest.mark.parametrize(
    ("people", "price"),
    [(0, None), (7, None), (8, "15.00"), (11, "15.00"), (12, "12.00"), (20, "12.00"), (21, None)],
)
def test_price_each(area: Area, people: int, price: str | None) -> None:
    beads = make_offer(prices={8: "15.00", 12: "12.00"}, maximum_people=20)

    assert price_each(beads, people) == (None if price is None else Decimal(price))


def test_price_drops_at_twelve_and_goes_back_at_eleven(area: Area) -> None:
    beads = make_offer(prices={8: "15.00", 12: "12.00"})

    assert [price_each(beads, people) for people in (11, 12, 11)] == [
        Decimal("15.00"),
        Decimal("12.00"),
        Decimal("15.00"),
    ]


def test_next_break_in_words(area: Area) -> None:
    beads = make_offer(prices={8: "15.00", 12: "12.00"})

    assert str(next_break(beads, 8)) == "4 more people and each pays £12.00"
    assert str(next_break(beads, 11)) == "1 more person and each pays £12.00"
    assert str(next_break(beads, 7)) == "1 more person and each pays £15.00"
    assert next_break(beads, 12) is None
