"""How long a price holds, and whether it still does."""

from datetime import date, timedelta
from enum import StrEnum, auto

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pools.models import CostSheet

SOON = timedelta(days=14)


class PriceStanding(StrEnum):
    """Whether the price of a sheet can be counted on."""

    HOLDS = auto()
    ENDS_SOON = auto()
    OVER = auto()


def price_standing(details: CostSheet, *, on: date) -> PriceStanding:
    """How a price stands on a day. One that nobody knows an end of holds: the sheet says that you do not know."""
    until = details.price_holds_until
    if until is None or until > on + SOON:
        return PriceStanding.HOLDS
    return PriceStanding.ENDS_SOON if until >= on else PriceStanding.OVER


def price_warning(details: CostSheet, *, on: date) -> str:
    """What to do about a price that is over or ends within two weeks; empty while it holds."""
    standing, until = price_standing(details, on=on), details.price_holds_until
    if until is None or standing == PriceStanding.HOLDS:
        return ""
    day = {"day": date_format(until, "j F Y")}
    if standing == PriceStanding.OVER:
        return _("The price held until %(day)s. Ask again for the price, and say how long it holds now.") % day
    return _("The price holds until %(day)s. That is soon: ask whether it can hold for longer.") % day
