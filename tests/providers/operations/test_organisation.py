from datetime import datetime
from typing import Any

import pytest

from portal.models import Area, AuditEvent
from providers.models import Organisation, Ownership, Representative
from providers.operations import organisation as module
from providers.operations.organisation import UnableToSaveOrganisation, add_organisation, change_organisation
from tests.factories.portal import make_district, make_provider
from tests.factories.providers import make_organisation, make_representative

BEAD_BARN: dict[str, Any] = {
    "name": "Bead Barn",
    "about": "We make jewellery.",
    "ownership": Ownership.MICRO,
    "district": None,
    "phone": "01865 000000",
    "email": "",
    "website": "",
}


def test_whoever_adds_an_organisation_speaks_for_it(area: Area, now: datetime) -> None:
    rosa = make_provider("Rosa")

    barn = add_organisation(by=rosa, now=now, **BEAD_BARN)

    assert [(link.organisation, link.profile) for link in Representative.objects.all()] == [(barn, rosa)]
    assert AuditEvent.objects.get().action == "organisation added"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bead BARN", "There is an organisation with this name here already."),
        ("  ", "Please give the organisation's name."),
    ],
)
def test_name_that_is_taken_or_blank_is_refused(area: Area, now: datetime, name: str, sentence: str) -> None:
    make_organisation("Bead Barn")
    cafe = make_organisation("Cafe")
    rosa = make_representative(cafe)

    with pytest.raises(UnableToSaveOrganisation, match=sentence) as refusal:
        add_organisation(by=rosa, now=now, **{**BEAD_BARN, "name": name})
    with pytest.raises(UnableToSaveOrganisation, match=sentence):
        change_organisation(organisation=cafe, by=rosa, now=now, **{**BEAD_BARN, "name": name})

    assert refusal.value.field == "name"
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Bead Barn", "Cafe"]
    assert AuditEvent.objects.count() == 0


def test_change_is_written_down(area: Area, now: datetime) -> None:
    barn = make_organisation("Bead Barn", ownership=Ownership.MICRO)
    rosa = make_representative(barn)
    banbury = make_district("Banbury")

    change_organisation(organisation=barn, by=rosa, now=now, **{**BEAD_BARN, "district": banbury})

    barn.refresh_from_db()
    assert (barn.about, barn.district) == ("We make jewellery.", banbury)
    assert AuditEvent.objects.get().detail == {"changed": ["about", "district", "phone"]}


def test_failure_halfway_leaves_nothing(area: Area, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "record", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        add_organisation(by=make_provider("Rosa"), now=now, **BEAD_BARN)

    assert (Organisation.objects.count(), Representative.objects.count()) == (0, 0)
