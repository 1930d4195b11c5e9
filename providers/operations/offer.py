"""Prices for people who buy together."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from providers.models import Offer, PriceBreak, Service
from providers.prices import Price, misfit_in


class OfferDetails(TypedDict):
    """What members read about an offer, besides its prices."""

    title: str
    maximum_people: int | None
    valid_until: date
    not_included: str


class UnableToSaveOffer(Refusal):
    """The prices do not fall as more people come, or the offer ends before it starts."""


@transaction.atomic
def add_offer(
    *, service: Service, by: Profile, now: datetime, prices: Sequence[Price], **details: Unpack[OfferDetails]
) -> Offer:
    """
    Offer a service to people who buy it together. The lowest number of people among the prices is the fewest it takes.

    :param prices: in any order; the more people, the less each pays
    :raises UnableToSaveOffer: no price; two for one number of people; a price that does not fall; a price for more
        people than the most; a last day that has passed
    """
    offer = Offer(service=service, **details)
    _save(offer, prices, now)
    record(by=by, action="offer added", subject=offer, now=now, prices=_told(prices))
    return offer


@transaction.atomic
def change_offer(
    *,
    offer: Offer,
    by: Profile,
    now: datetime,
    prices: Sequence[Price],
    is_open: bool,
    **details: Unpack[OfferDetails],
) -> Offer:
    """
    Change an offer and all its prices, or close it.

    :raises UnableToSaveOffer: as in `add_offer`; an offer that is being closed may have passed its last day
    """
    # Lock the offer: two people of one organisation may be changing its prices at the same moment.
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    for name, value in {**details, "is_open": is_open}.items():
        setattr(offer, name, value)
    offer.price_breaks.all().delete()
    _save(offer, prices, now)
    record(by=by, action="offer changed", subject=offer, now=now, prices=_told(prices), is_open=is_open)
    return offer


def _save(offer: Offer, prices: Sequence[Price], now: datetime) -> None:
    _check_prices(prices, offer.maximum_people)
    if offer.is_open and offer.valid_until < timezone.localdate(now):
        raise UnableToSaveOffer(_("This day has passed. Please give a later one."), field="valid_until")
    offer.minimum_people = min(people for people, _price in prices)
    with told_as(UnableToSaveOffer, model=Offer):
        offer.save()
    with told_as(UnableToSaveOffer, model=PriceBreak):
        PriceBreak.objects.bulk_create(
            PriceBreak(offer=offer, from_people=people, price_each=price) for people, price in prices
        )


def _check_prices(prices: Sequence[Price], maximum_people: int | None) -> None:
    """Say in words what PostgreSQL would refuse at the end of the transaction."""
    if not prices:
        raise UnableToSaveOffer(_("Please give at least one price."))
    misfit = misfit_in(prices, maximum_people=maximum_people)
    if misfit is not None:
        raise UnableToSaveOffer(misfit.sentence)


def _told(prices: Sequence[Price]) -> list[list[str]]:
    return [[str(people), str(price)] for people, price in sorted(prices)]
