from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from peers.models import Answer, EventAttendance, Group, GroupRole, JoinRequest, Membership, Removal, RemovalReason
from peers.operations import removal
from peers.operations.membership import UnableToJoin, answer_invitation, invite, join_group, leave_group
from peers.operations.removal import UnableToRemoveMember, remove_member
from peers.rules import may_read_group
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.peers import make_event, make_event_place, make_group, make_membership
from tests.factories.portal import make_member

KIND = "You shouted at Jo twice. Please talk with a champion first."


@pytest.fixture
def ruth(area: Area) -> Profile:
    return make_member("Ruth")


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def group(ruth: Profile) -> Group:
    return make_group(organiser=ruth, is_closed=True)


@pytest.fixture
def membership(group: Group, jo: Profile) -> Membership:
    return make_membership(group, jo)


def remove(membership: Membership, by: Profile, now: datetime, words: str = KIND) -> Removal:
    return remove_member(membership=membership, reason=RemovalReason.UNKIND, words=words, by=by, now=now)


def test_remove_member_tells_them_why_and_what_they_can_do(
    membership: Membership, ruth: Profile, jo: Profile, now: datetime
) -> None:
    remove(membership, ruth, now)

    assert not may_read_group(jo, membership.group)
    notice = Notification.objects.get(recipient=jo)
    assert notice.subject == "You are not in Banbury cooks any more"
    assert "Why: You were unkind, or hurt somebody." in notice.body
    assert KIND in notice.body
    assert "tell a champion" in notice.body
    assert AuditEvent.objects.get(action="remove_member").actor == ruth


def test_remove_member_frees_their_places_for_those_who_wait(
    group: Group, membership: Membership, ruth: Profile, jo: Profile, now: datetime
) -> None:
    soup = make_event(group, ruth, most_people=1)
    over = make_event(group, ruth, "Last week", starts_at=now - timedelta(days=7))
    had, has, waits = (
        make_event_place(over, jo),
        make_event_place(soup, jo),
        make_event_place(soup, ruth, given_at=None),
    )

    remove(membership, ruth, now)

    for place in (had, has, waits):
        place.refresh_from_db()
    assert (had.attendance, has.attendance) == ("", EventAttendance.TOLD_BEFORE)
    assert waits.given_at == now


@pytest.mark.parametrize(("is_closed", "attendance"), [(True, EventAttendance.TOLD_BEFORE), (False, "")])
def test_who_leaves_a_closed_group_gives_up_its_events(
    ruth: Profile, jo: Profile, now: datetime, *, is_closed: bool, attendance: str
) -> None:
    group = make_group("Walkers", organiser=ruth, is_closed=is_closed)
    make_membership(group, jo)
    place = make_event_place(make_event(group, ruth), jo)

    leave_group(group=group, by=jo, now=now)

    # An event of an open group can still be seen, and come to.
    place.refresh_from_db()
    assert place.attendance == attendance


def test_remove_member_refusals(
    group: Group, membership: Membership, ruth: Profile, jo: Profile, now: datetime
) -> None:
    with pytest.raises(UnableToRemoveMember, match=r"Tell them why, in a few kind words\.") as refused:
        remove(membership, ruth, now, words=" ")
    assert refused.value.field == "words"
    own = Membership.objects.get(profile=ruth)
    with pytest.raises(UnableToRemoveMember, match=r"You can leave the group instead\."):
        remove(own, ruth, now)
    other = make_membership(group, make_member("Sam"), role=GroupRole.ORGANISER)
    with pytest.raises(UnableToRemoveMember, match=r"They run the group with you\."):
        remove(other, ruth, now)
    remove(membership, ruth, now)
    with pytest.raises(UnableToRemoveMember, match=r"They are not in this group any more\."):
        remove(membership, ruth, now)


def test_who_was_taken_out_comes_back_by_invitation_only(ruth: Profile, jo: Profile, now: datetime) -> None:
    group = make_group("Walkers", organiser=ruth)
    remove(make_membership(group, jo), ruth, now)

    with pytest.raises(UnableToJoin, match=r"You were taken out of this group\."):
        join_group(group=group, by=jo, now=now)
    invite(group=group, email=jo.user.email, by=ruth, now=now)
    answer_invitation(invitation=JoinRequest.objects.get(), answer=Answer.YES, by=jo, now=now + timedelta(days=1))
    assert may_read_group(jo, group)
    # Whoever was let back in comes and goes as everybody does.
    leave_group(group=group, by=jo, now=now + timedelta(days=2))
    join_group(group=group, by=jo, now=now + timedelta(days=3))


def test_a_sabotaged_removal_leaves_nothing_behind(
    membership: Membership, ruth: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    monkeypatch.setattr(removal, "tell_who_left", break_down)

    with pytest.raises(OSError, match="sabotage"):
        remove(membership, ruth, now)

    assert Membership.objects.get(pk=membership.pk).left_at is None
    assert not Removal.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE peers_removal SET words = 'x'", "peers_removal_append_only|append-only"),
        ("DELETE FROM peers_removal", "peers_removal_append_only|append-only"),
    ],
)
def test_what_was_said_cannot_be_changed(
    membership: Membership, ruth: Profile, now: datetime, sql: str, constraint: str
) -> None:
    remove(membership, ruth, now)

    with pytest.raises(Exception, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("reason", "words", "constraint"),
    [("nonsense", "x", "peers_removal_reason_known"), ("away", " ", "peers_removal_says_why")],
)
def test_removal_constraints(
    membership: Membership, ruth: Profile, now: datetime, reason: str, words: str, constraint: str
) -> None:
    add = (
        "INSERT INTO peers_removal (id, membership_id, reason, words, by_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)"
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(add, [membership.pk, reason, words, ruth.pk, now])
