"""What an organisation does for people."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from portal.models import District, Interest, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from providers.models import Organisation, Service


class ServiceDetails(TypedDict):
    """What members read about a service."""

    title: str
    about: str
    interest: Interest
    district: District | None
    when: str
    access_details: str
    costs_money: bool
    price_words: str
    not_included: str


class UnableToSaveService(Refusal):
    """The service has no title, or is free and yet has a price."""


@transaction.atomic
def add_service(
    *, organisation: Organisation, by: Profile, now: datetime, **details: Unpack[ServiceDetails]
) -> Service:
    """
    List a service of an organisation; members see it at once.

    :raises UnableToSaveService: it is free and yet has a price
    """
    service = Service(organisation=organisation, **details)
    _save(service)
    record(by=by, action="service added", subject=service, now=now)
    return service


@transaction.atomic
def change_service(
    *, service: Service, by: Profile, now: datetime, is_listed: bool, **details: Unpack[ServiceDetails]
) -> Service:
    """
    Change what members read about a service, or take it out of the directory.

    Ratings and offers stay with a service that is taken out, for the day it comes back.

    :raises UnableToSaveService: it is free and yet has a price
    """
    # Read it again: the form in hand has its own copy, with the new words in it.
    service = Service.objects.select_for_update().get(pk=service.pk)
    changes = {**details, "is_listed": is_listed}
    changed = [name for name, value in changes.items() if getattr(service, name) != value]
    for name, value in changes.items():
        setattr(service, name, value)
    _save(service)
    record(by=by, action="service changed", subject=service, now=now, changed=changed)
    return service


def _save(service: Service) -> None:
    field = "price_words" if service.price_words and not service.costs_money else "title"
    with told_as(UnableToSaveService, model=Service, field=field):
        service.save()
