import pytest
from django.db import IntegrityError

from portal.models import Area, District, Profile
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from tests.factories.portal import make_district, make_member


class UnableToName(Refusal):
    """The name is not possible."""


def test_broken_constraint_becomes_a_refusal_with_its_sentence(area: Area) -> None:
    peter = make_member("Peter")

    with pytest.raises(UnableToName, match=r"Please give a name that others can call you\.") as refusal:
        rename(peter, " ")

    assert refusal.value.field == "shown_name"
    assert Profile.objects.get(pk=peter.pk).shown_name == "Peter"


def test_constraint_without_a_sentence_stays_an_error(area: Area) -> None:
    make_district("Banbury")

    with pytest.raises(IntegrityError), told_as(UnableToName, model=District):
        District.objects.create(name="Banbury", slug="banbury")


def rename(profile: Profile, name: str) -> None:
    with told_as(UnableToName, model=Profile, field="shown_name"):
        profile.shown_name = name
        profile.save()
