from datetime import datetime

import pytest

from peers.models import Group, GroupInterest, GroupRole, Membership
from peers.operations import group as group_module
from peers.operations.group import UnableToNameGroup, edit_group, start_group
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, InterestCategory, Profile
from tests.factories.peers import make_group
from tests.factories.portal import make_district, make_interest, make_member


def start(by: Profile, now: datetime, **changes: object) -> Group:
    answers = {"name": "Walkers", "purpose": "We walk.", "is_closed": False, "district": None, "interests": []}
    return start_group(**{**answers, **changes}, by=by, now=now)


def test_start_group_makes_its_starter_the_organiser(member: Profile, now: datetime) -> None:
    walking = make_interest("Walking", InterestCategory.FITNESS)
    group = start(member, now, interests=[walking], district=make_district("Witney"), is_closed=True)

    membership = Membership.objects.get(group=group)
    assert (membership.profile, membership.role, membership.joined_at) == (member, GroupRole.ORGANISER, now)
    assert list(group.interests.all()) == [walking]
    assert AuditEvent.objects.get(subject_id=group.pk).detail == {"is_closed": True}


@pytest.mark.parametrize("name", ["Walkers", "WALKERS"])
def test_start_group_refuses_a_name_that_is_taken(member: Profile, now: datetime, name: str) -> None:
    start(member, now)

    with pytest.raises(UnableToNameGroup, match="There is a group with this name already") as refusal:
        start(make_member("Jo"), now, name=name)

    assert refusal.value.field == "name"
    assert Group.objects.count() == Membership.objects.count() == 1


def test_start_group_refuses_a_name_of_only_spaces(member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToNameGroup, match="Give your group a name"):
        start(member, now, name="   ")


def test_another_area_may_use_the_same_name(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            start(make_member("Jo"), now)
            assert Group.objects.count() == 1


def test_start_group_sabotaged_leaves_nothing_behind(
    member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(group_module, "record", break_down)

    with pytest.raises(OSError, match="sabotage"):
        start(member, now, interests=[make_interest("Walking", InterestCategory.FITNESS)])

    assert not Group.objects.exists()
    assert not Membership.objects.exists()
    assert not GroupInterest.objects.exists()


def test_edit_group_changes_words_and_interests(member: Profile, now: datetime) -> None:
    walking, cooking = (
        make_interest("Walking", InterestCategory.FITNESS),
        make_interest("Cooking", InterestCategory.COOKING),
    )
    group = start(member, now, interests=[walking])

    edit_group(group=group, name="Cooks", purpose="We cook.", district=None, interests=[cooking], by=member, now=now)

    group.refresh_from_db()
    assert (group.name, group.purpose, group.interest_words) == ("Cooks", "We cook.", "Cooking")
    assert list(group.interests.all()) == [cooking]


def test_edit_group_refuses_another_groups_name(member: Profile, now: datetime) -> None:
    make_group("Cooks")
    group = start(member, now)

    with pytest.raises(UnableToNameGroup):
        edit_group(group=group, name="cooks", purpose="We.", district=None, interests=[], by=member, now=now)

    group.refresh_from_db()
    assert group.name == "Walkers"
