"""Reads of services, prices and ratings."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import ngettext

from portal.money import format_amount
from providers.models import Offer


@dataclass(frozen=True, kw_only=True)
class NextBreak:
    """How far off the next lower price is. As text, a sentence for members."""

    more_people: int
    price_each: Decimal

    def __str__(self) -> str:
        sentence = ngettext(
            "%(count)d more person and each pays %(price)s",
            "%(count)d more people and each pays %(price)s",
            self.more_people,
        )
        return sentence % {"count": self.more_people, "price": format_amount(self.price_each)}


def price_each(offer: Offer, people: int) -> Decimal | None:
    """What each of so many people pays, in pounds; None under the offer's fewest people or over its most."""
    if people < offer.minimum_people or (offer.maximum_people is not None and people > offer.maximum_people):
        return None
    reached = [price_break for price_break in offer.price_breaks.all() if price_break.from_people <= people]
    return max(reached, key=lambda price_break: price_break.from_people).price_each if reached else None


def next_break(offer: Offer, people: int) -> NextBreak | None:
    """The next price break above so many people; None where nothing gets cheaper."""
    ahead = [price_break for price_break in offer.price_breaks.all() if price_break.from_people > people]
    if not ahead:
        return None
    nearest = min(ahead, key=lambda price_break: price_break.from_people)
    return NextBreak(more_people=nearest.from_people - people, price_each=nearest.price_each)
