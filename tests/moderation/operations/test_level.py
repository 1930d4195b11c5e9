from datetime import datetime, timedelta

import pytest

from moderation.operations import level as level_module
from moderation.operations.level import (
    UnableToChooseModeration,
    choose_mentor,
    choose_moderation_level,
    say_when_away,
)
from portal.models import Area, AuditEvent, ModerationLevel, Notification, Profile
from tests.factories.portal import make_champion, make_member


@pytest.mark.parametrize("level", list(ModerationLevel))
def test_choose_moderation_level_up_or_down_at_any_time(member: Profile, level: ModerationLevel, now: datetime) -> None:
    choose_moderation_level(profile=member, level=level, by=member, now=now)

    member.refresh_from_db()
    assert member.moderation_level == level


def test_choose_mentor_tells_the_mentor_once_for_each_choice(member: Profile, now: datetime) -> None:
    sam = make_champion("Sam")

    choose_mentor(profile=member, mentor=sam, by=member, now=now)
    choose_mentor(profile=member, mentor=sam, by=member, now=now)

    assert [notice.subject for notice in Notification.objects.filter(recipient=sam)] == ["Peter chose you as mentor"]


def test_choose_mentor_leaves_it_to_any_champion(member: Profile, now: datetime) -> None:
    choose_mentor(profile=member, mentor=make_champion("Sam"), by=member, now=now)

    choose_mentor(profile=member, mentor=None, by=member, now=now)

    member.refresh_from_db()
    assert member.mentor is None


def test_choose_mentor_refuses_who_is_no_champion(member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToChooseModeration, match="another champion") as refusal:
        choose_mentor(profile=member, mentor=make_member("Jo"), by=member, now=now)

    assert refusal.value.field == "mentor"


def test_choose_mentor_refuses_oneself(member: Profile, now: datetime) -> None:
    sam = make_champion("Sam")

    with pytest.raises(UnableToChooseModeration):
        choose_mentor(profile=sam, mentor=sam, by=sam, now=now)


def test_choose_mentor_sabotaged_leaves_nothing_behind(
    member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(level_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        choose_mentor(profile=member, mentor=make_champion("Sam"), by=member, now=now)

    member.refresh_from_db()
    assert member.mentor is None
    assert not AuditEvent.objects.exists()


def test_say_when_away_until_and_back(area: Area, now: datetime) -> None:
    sam = make_champion("Sam")
    day = now.date() + timedelta(days=3)

    say_when_away(profile=sam, until=day, by=sam, now=now)
    sam.refresh_from_db()
    assert sam.mentor_away_until == day

    say_when_away(profile=sam, until=None, by=sam, now=now)
    sam.refresh_from_db()
    assert sam.mentor_away_until is None


def test_say_when_away_refuses_a_day_that_has_passed(area: Area, now: datetime) -> None:
    sam = make_champion("Sam")

    with pytest.raises(UnableToChooseModeration, match="has passed") as refusal:
        say_when_away(profile=sam, until=now.date() - timedelta(days=1), by=sam, now=now)

    assert refusal.value.field == "until"


def test_say_when_away_refuses_who_is_no_champion_and_anybody_else(member: Profile, now: datetime) -> None:
    sam = make_champion("Sam")

    for profile, by in [(member, member), (sam, member)]:
        with pytest.raises(UnableToChooseModeration):
            say_when_away(profile=profile, until=now.date(), by=by, now=now)
