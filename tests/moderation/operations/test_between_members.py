from datetime import datetime

import pytest

from moderation.models import Block, Mute
from moderation.operations import between_members
from moderation.operations.between_members import (
    UnableToBlock,
    UnableToMute,
    block_member,
    mute_member,
    unblock_member,
    unmute_member,
)
from moderation.queries import blocked_by, is_blocked, muted_by
from portal.models import AuditEvent, Notification, Profile
from tests.factories.portal import make_member


@pytest.fixture
def jo(member: Profile, now: datetime) -> Profile:
    """Whom it is about; two others have blocked and muted each other."""
    ann, bea = make_member("Ann"), make_member("Bea")
    block_member(member=ann, by=bea, now=now)
    mute_member(member=bea, by=ann, now=now)
    return make_member("Jo")


def test_block_holds_both_ways_and_is_taken_back(member: Profile, jo: Profile, now: datetime) -> None:
    assert not is_blocked(member, jo)

    block_member(member=jo, by=member, now=now)
    block_member(member=jo, by=member, now=now)

    assert is_blocked(member, jo)
    assert is_blocked(jo, member)
    assert (list(blocked_by(member)), list(blocked_by(jo))) == ([jo], [])
    unblock_member(member=jo, by=member, now=now)
    unblock_member(member=jo, by=member, now=now)
    assert not is_blocked(jo, member)


def test_unblock_leaves_the_others_own_block(member: Profile, jo: Profile, now: datetime) -> None:
    block_member(member=jo, by=member, now=now)
    block_member(member=member, by=jo, now=now)

    unblock_member(member=jo, by=member, now=now)

    assert is_blocked(member, jo)


def test_mute_is_ones_own_and_is_taken_back(member: Profile, jo: Profile, now: datetime) -> None:
    mute_member(member=jo, by=member, now=now)
    mute_member(member=jo, by=member, now=now)

    assert (list(muted_by(member)), list(muted_by(jo))) == ([jo], [])
    unmute_member(member=jo, by=member, now=now)
    assert list(muted_by(member)) == []


def test_nobody_is_told_and_each_act_is_kept_once(member: Profile, jo: Profile, now: datetime) -> None:
    for act in (block_member, block_member, mute_member, unmute_member, unmute_member, unblock_member):
        act(member=jo, by=member, now=now)

    acts = AuditEvent.objects.filter(actor=member).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["block_member", "mute_member", "unmute_member", "unblock_member"]
    assert not Notification.objects.exists()


def test_oneself_is_refused(member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToBlock, match="You cannot block yourself"):
        block_member(member=member, by=member, now=now)
    with pytest.raises(UnableToMute, match="You cannot mute yourself"):
        mute_member(member=member, by=member, now=now)


@pytest.mark.parametrize(("act", "model"), [(block_member, Block), (mute_member, Mute)])
def test_a_sabotaged_act_leaves_nothing_behind(
    member: Profile, jo: Profile, now: datetime, act: object, model: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(between_members, "record", break_down)
    with pytest.raises(OSError, match="sabotage"):
        act(member=jo, by=member, now=now)

    assert not model.objects.filter(by=member).exists()
