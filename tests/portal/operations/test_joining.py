import pytest

from portal.models import Area, AuditEvent, Profile, Role
from portal.operations import joining
from portal.operations.joining import UnableToJoinArea, join_area
from tests.factories.portal import MONDAY_AFTERNOON, make_user


def test_join_area_makes_a_member(area: Area) -> None:
    user = make_user()

    profile = join_area(user=user, shown_name="Josh", now=MONDAY_AFTERNOON)

    assert (profile.user, profile.shown_name, profile.roles) == (user, "Josh", [Role.MEMBER])
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.subject_id) == (profile, "join_area", profile.pk)


def test_join_area_twice_is_refused_and_changes_nothing(area: Area) -> None:
    profile = join_area(user=make_user(), shown_name="Josh", now=MONDAY_AFTERNOON)

    with pytest.raises(UnableToJoinArea, match="joined already"):
        join_area(user=profile.user, shown_name="Joshua", now=MONDAY_AFTERNOON)

    assert Profile.objects.get().shown_name == "Josh"
    assert AuditEvent.objects.count() == 1


def test_join_area_stopped_midway_leaves_nothing(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    def sabotage(**_: object) -> None:
        raise RuntimeError("sabotage")

    monkeypatch.setattr(joining, "record", sabotage)

    with pytest.raises(RuntimeError, match="sabotage"):
        join_area(user=make_user(), shown_name="Josh", now=MONDAY_AFTERNOON)

    assert not Profile.objects.exists()
