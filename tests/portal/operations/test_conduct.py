from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from portal.areas.context import area_context
from portal.models import Area, AuditEvent, ConductAcceptance, ConductGuidelines, Profile
from portal.operations import conduct
from portal.operations.conduct import (
    UnableToAcceptGuidelines,
    UnableToPublishGuidelines,
    accept_guidelines,
    publish_guidelines,
)
from tests.factories.portal import MONDAY_AFTERNOON, make_area, make_host, make_member


@pytest.fixture
def host(area: Area) -> Profile:
    return make_host("Hana")


def publish(host: Profile, text: str = "Be kind.") -> ConductGuidelines:
    return publish_guidelines(text=text, easy_text=text, by=host, now=MONDAY_AFTERNOON)


def test_publish_guidelines_counts_up_and_asks_everybody(area: Area, host: Profile) -> None:
    first, second = publish(host), publish(host, "Be kind. Be fair.")

    area.refresh_from_db()
    assert (first.version, second.version, area.conduct_version) == (1, 2, 2)
    assert list(AuditEvent.objects.values_list("action", "actor")) == [("publish_guidelines", host.pk)] * 2


def test_publish_guidelines_refuses_the_words_in_force(area: Area, host: Profile) -> None:
    publish(host)

    with pytest.raises(UnableToPublishGuidelines, match="not changed anything") as refused:
        publish(host)

    assert refused.value.field == "text"
    assert ConductGuidelines.objects.count() == 1


def test_publish_guidelines_stopped_midway_leaves_nothing(
    area: Area, host: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sabotage(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr(conduct, "record", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        publish(host)

    area.refresh_from_db()
    assert area.conduct_version == 0
    assert not ConductGuidelines.objects.exists()


def test_two_hosts_publishing_at_once_make_two_versions(committed: None) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        host = make_host("Hana")

    def publish_in_a_thread(text: str) -> int:
        try:
            with area_context(area.id):
                return publish(host, text).version
        finally:
            connection.close()

    with ThreadPoolExecutor() as threads:
        versions = sorted(threads.map(publish_in_a_thread, ["One.", "Two.", "Three."]))

    assert versions == [1, 2, 3]


def test_accept_guidelines_records_the_yes_and_its_version(area: Area, host: Profile, member: Profile) -> None:
    guidelines = publish(host)

    acceptance = accept_guidelines(version=1, by=member, now=MONDAY_AFTERNOON)

    member.refresh_from_db()
    assert (acceptance.guidelines, acceptance.profile, acceptance.at) == (guidelines, member, MONDAY_AFTERNOON)
    assert member.conduct_version == 1
    assert AuditEvent.objects.filter(action="accept_guidelines", actor=member).count() == 1


def test_accept_guidelines_twice_is_once(area: Area, host: Profile, member: Profile) -> None:
    publish(host)

    for _ in range(2):
        accept_guidelines(version=1, by=member, now=MONDAY_AFTERNOON)

    assert ConductAcceptance.objects.count() == 1
    assert AuditEvent.objects.filter(action="accept_guidelines").count() == 1


def test_accept_guidelines_refuses_a_version_that_is_no_longer_in_force(
    area: Area, host: Profile, member: Profile
) -> None:
    publish(host)
    publish(host, "Be kind. Be fair.")

    with pytest.raises(UnableToAcceptGuidelines, match="just changed"):
        accept_guidelines(version=1, by=member, now=MONDAY_AFTERNOON)

    member.refresh_from_db()
    assert member.conduct_version == 0
    assert not ConductAcceptance.objects.exists()


def test_accept_guidelines_refuses_when_there_are_none(area: Area, member: Profile) -> None:
    with pytest.raises(UnableToAcceptGuidelines, match="no guidelines yet"):
        accept_guidelines(version=1, by=member, now=MONDAY_AFTERNOON)


def test_accept_guidelines_stopped_midway_leaves_nothing(
    area: Area, host: Profile, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(host)

    def sabotage(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr(conduct, "record", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        accept_guidelines(version=1, by=make_member("Jo"), now=MONDAY_AFTERNOON)

    assert not ConductAcceptance.objects.exists()
