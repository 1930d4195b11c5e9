"""Bringing an organisation into the area's directory."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from portal.models import District, Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from providers.models import Organisation, Representative


class OrganisationDetails(TypedDict):
    """What an organisation tells of itself."""

    name: str
    about: str
    ownership: str
    district: District | None
    phone: str
    email: str
    website: str


class UnableToSaveOrganisation(Refusal):
    """The organisation's name is blank or taken."""


@transaction.atomic
def add_organisation(*, by: Profile, now: datetime, **details: Unpack[OrganisationDetails]) -> Organisation:
    """
    List an organisation. Whoever adds it speaks for it.

    :raises UnableToSaveOrganisation: the name is blank, or another organisation of the area has it
    """
    with told_as(UnableToSaveOrganisation, model=Organisation, field="name"):
        organisation = Organisation.objects.create(**details)
    Representative.objects.create(organisation=organisation, profile=by)
    record(by=by, action="organisation added", subject=organisation, now=now)
    return organisation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, by: Profile, now: datetime, **details: Unpack[OrganisationDetails]
) -> Organisation:
    """
    Change what an organisation tells of itself.

    :raises UnableToSaveOrganisation: the name is blank, or another organisation of the area has it
    """
    # Read it again: the form in hand has its own copy, with the new words in it.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = [name for name, value in details.items() if getattr(organisation, name) != value]
    for name, value in details.items():
        setattr(organisation, name, value)
    with told_as(UnableToSaveOrganisation, model=Organisation, field="name"):
        organisation.save()
    record(by=by, action="organisation changed", subject=organisation, now=now, changed=changed)
    return organisation
