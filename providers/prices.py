"""What makes a list of prices one offer: the more people, the less each pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from portal.money import format_amount

Price = tuple[int, Decimal]
"""From how many people, and what each then pays in pounds."""


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """A price that does not fit the others: its place in the list, from 0, which half of it, and a sentence."""

    place: int
    part: str
    sentence: str


def misfit_in(prices: Sequence[Price], *, maximum_people: int | None) -> Misfit | None:
    """The first price, counted from the fewest people, that PostgreSQL would refuse; None where all fit."""
    in_order = [(people, price, place) for place, (people, price) in enumerate(prices)]
    by_people = sorted(in_order, key=lambda price: price[0])
    for (fewer, dearer, _before), (people, price, place) in pairwise(by_people):
        if people == fewer:
            sentence = _("There are two prices from %(people)d people. Please keep one.") % {"people": people}
            return Misfit(place=place, part="from_people", sentence=sentence)
        if price >= dearer:
            sentence = _("More people must mean a lower price: less than %s here.") % format_amount(dearer)
            return Misfit(place=place, part="price_each", sentence=sentence)
    if maximum_people is not None and by_people and by_people[-1][0] > maximum_people:
        sentence = _("You take %d people at most. Please leave out this price, or take more people.") % maximum_people
        return Misfit(place=by_people[-1][2], part="from_people", sentence=sentence)
    return None
