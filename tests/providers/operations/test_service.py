from datetime import datetime
from typing import Any

import pytest

from portal.models import Area, AuditEvent, InterestCategory
from providers.models import Service
from providers.operations import service as module
from providers.operations.service import UnableToSaveService, add_service, change_service
from tests.factories.portal import make_interest
from tests.factories.providers import make_organisation, make_representative, make_service


def beads(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Bead making",
        "about": "Make a necklace.",
        "interest": make_interest("Beads", InterestCategory.CRAFTS),
        "district": None,
        "when": "Saturdays",
        "access_details": "",
        "costs_money": True,
        "price_words": "£6.00",
        "not_included": "",
        **changes,
    }


def test_service_is_in_the_directory_at_once(area: Area, now: datetime) -> None:
    barn = make_organisation()

    service = add_service(organisation=barn, by=make_representative(barn), now=now, **beads())

    assert list(Service.objects.listed()) == [service]
    assert AuditEvent.objects.get().action == "service added"


def test_free_service_with_a_price_is_refused(area: Area, now: datetime) -> None:
    barn = make_organisation()

    with pytest.raises(UnableToSaveService, match="You said that it is free") as refusal:
        add_service(organisation=barn, by=make_representative(barn), now=now, **beads(costs_money=False))

    assert refusal.value.field == "price_words"
    assert Service.objects.count() == 0


def test_service_without_a_title_is_refused(area: Area, now: datetime) -> None:
    service = make_service()
    rosa = make_representative(service.organisation)

    with pytest.raises(UnableToSaveService, match="Please say what the service is"):
        change_service(service=service, by=rosa, now=now, is_listed=True, **beads(title=" "))

    assert Service.objects.get().title == "Bead making"


def test_service_can_be_taken_out_of_the_directory(area: Area, now: datetime) -> None:
    service = make_service()
    rosa = make_representative(service.organisation)

    change_service(service=service, by=rosa, now=now, is_listed=False, **beads())

    assert list(Service.objects.listed()) == []
    assert AuditEvent.objects.get().detail == {"changed": ["about", "when", "price_words", "is_listed"]}


def test_failure_halfway_leaves_nothing(area: Area, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    barn = make_organisation()
    monkeypatch.setattr(module, "record", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        add_service(organisation=barn, by=make_representative(barn), now=now, **beads())

    assert Service.objects.count() == 0
