from datetime import datetime, timedelta

import pytest

from peers.models import Answer, Group, GroupRole, JoinRequest, Membership, RequestKind
from peers.operations import membership as membership_module
from peers.operations.membership import (
    UnableToAnswer,
    UnableToJoin,
    UnableToLeave,
    answer_invitation,
    answer_request,
    ask_to_join,
    invite,
    join_group,
    leave_group,
)
from portal.areas.context import area_context
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.peers import make_group, make_invitation, make_membership, make_request
from tests.factories.portal import make_commissioner, make_member, make_provider, make_user


@pytest.fixture
def rosa(area: Area) -> Profile:
    return make_member("Rosa")


@pytest.fixture
def group(rosa: Profile) -> Group:
    return make_group("Banbury cooks", organiser=rosa)


@pytest.fixture
def closed(rosa: Profile) -> Group:
    return make_group("SPUG", organiser=rosa, is_closed=True)


def people_in(group: Group) -> dict[str, str]:
    current = Membership.objects.current().filter(group=group).select_related("profile")
    return {membership.profile.shown_name: membership.role for membership in current}


def told(profile: Profile) -> list[str]:
    return list(Notification.objects.filter(recipient=profile).values_list("subject", flat=True))


def test_join_group_leave_it_and_come_back(group: Group, member: Profile, now: datetime) -> None:
    join_group(group=group, by=member, now=now)
    assert people_in(group) == {"Rosa": "organiser", "Peter": "member"}

    leave_group(group=group, by=member, now=now + timedelta(days=1))
    assert people_in(group) == {"Rosa": "organiser"}

    join_group(group=group, by=member, now=now + timedelta(days=2))
    assert people_in(group) == {"Rosa": "organiser", "Peter": "member"}
    assert Membership.objects.filter(profile=member).count() == 2
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["join_group", "leave_group", "join_group"]


def test_join_group_refuses_a_closed_one(closed: Group, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToJoin, match="You can ask to join it"):
        join_group(group=closed, by=member, now=now)

    assert people_in(closed) == {"Rosa": "organiser"}


def test_join_group_refuses_who_is_in_it(group: Group, rosa: Profile, now: datetime) -> None:
    with pytest.raises(UnableToJoin, match="You are in this group already"):
        join_group(group=group, by=rosa, now=now)


def test_who_joins_an_empty_group_organises_it(area: Area, member: Profile, now: datetime) -> None:
    group = make_group("Empty")

    join_group(group=group, by=member, now=now)

    assert people_in(group) == {"Peter": "organiser"}


def test_the_only_organiser_may_leave_and_the_longest_standing_member_takes_over(
    group: Group, rosa: Profile, member: Profile, now: datetime
) -> None:
    oldest = make_member("Oldest")
    make_membership(group, member, joined_at=now - timedelta(days=1))
    make_membership(group, oldest, joined_at=now - timedelta(days=9))

    leave_group(group=group, by=rosa, now=now)

    assert people_in(group) == {"Oldest": "organiser", "Peter": "member"}
    assert told(oldest) == ["You organise Banbury cooks now"]


def test_another_organiser_makes_a_hand_over_needless(
    group: Group, rosa: Profile, member: Profile, now: datetime
) -> None:
    make_membership(group, member)
    make_membership(group, make_member("Second"), role=GroupRole.ORGANISER)

    leave_group(group=group, by=rosa, now=now)

    assert people_in(group) == {"Peter": "member", "Second": "organiser"}


def test_the_last_person_may_leave(group: Group, rosa: Profile, now: datetime) -> None:
    leave_group(group=group, by=rosa, now=now)

    assert people_in(group) == {}


def test_leave_group_refuses_who_is_not_in_it(group: Group, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToLeave):
        leave_group(group=group, by=member, now=now)


def test_leave_group_sabotaged_leaves_everybody_where_they_are(
    group: Group, rosa: Profile, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    make_membership(group, member)
    monkeypatch.setattr(membership_module, "notify", break_down)

    with pytest.raises(OSError, match="sabotage"):
        leave_group(group=group, by=rosa, now=now)

    assert people_in(group) == {"Rosa": "organiser", "Peter": "member"}


def test_ask_to_join_tells_the_organisers_alone(closed: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    in_it = make_member("In it")
    make_membership(closed, in_it)

    ask_to_join(group=closed, by=member, now=now)

    assert told(rosa) == ["Peter asks to join SPUG"]
    assert told(in_it) == []
    assert people_in(closed) == {"Rosa": "organiser", "In it": "member"}


def test_ask_to_join_refuses_an_open_group(group: Group, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToJoin, match="anybody can join"):
        ask_to_join(group=group, by=member, now=now)


def test_ask_to_join_refuses_who_is_in_it(closed: Group, rosa: Profile, now: datetime) -> None:
    with pytest.raises(UnableToJoin, match="You are in this group already"):
        ask_to_join(group=closed, by=rosa, now=now)


def test_ask_to_join_refuses_a_second_time(closed: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    ask_to_join(group=closed, by=member, now=now)

    with pytest.raises(UnableToJoin, match="waiting for an answer already"):
        ask_to_join(group=closed, by=member, now=now)

    assert JoinRequest.objects.count() == len(told(rosa)) == 1


@pytest.mark.parametrize(
    ("answer", "people", "subject"),
    [
        (Answer.YES, {"Rosa": "organiser", "Peter": "member"}, "Welcome to SPUG"),
        (Answer.NO, {"Rosa": "organiser"}, "About SPUG"),
    ],
)
def test_answer_request(
    closed: Group,
    rosa: Profile,
    member: Profile,
    now: datetime,
    answer: Answer,
    people: dict[str, str],
    subject: str,
) -> None:
    join_request = make_request(closed, member)

    answered = answer_request(join_request=join_request, answer=answer, by=rosa, now=now)

    assert (answered.answer, answered.answered_by, answered.answered_at) == (answer, rosa, now)
    assert people_in(closed) == people
    assert told(member) == [subject]


def test_answer_request_refuses_a_second_answer(closed: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    join_request = make_request(closed, member)
    answer_request(join_request=join_request, answer=Answer.NO, by=rosa, now=now)

    with pytest.raises(UnableToAnswer):
        answer_request(join_request=join_request, answer=Answer.YES, by=rosa, now=now)

    assert people_in(closed) == {"Rosa": "organiser"}


def test_who_was_turned_down_may_ask_again(closed: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    answer_request(join_request=make_request(closed, member), answer=Answer.NO, by=rosa, now=now)

    ask_to_join(group=closed, by=member, now=now)

    assert JoinRequest.objects.waiting().count() == 1


def test_invite_by_email_in_any_case(closed: Group, rosa: Profile, now: datetime) -> None:
    jo = make_member("Jo", user=make_user("jo@example.org"))

    invite(group=closed, email="JO@example.org", by=rosa, now=now)

    invitation = JoinRequest.objects.get()
    assert (invitation.profile, invitation.kind, invitation.made_by) == (jo, RequestKind.INVITED, rosa)
    assert told(jo) == ["Rosa invites you to SPUG"]


def test_invite_never_tells_who_is_here(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    """Nobody, somebody of another area, no member, somebody who is in it, somebody invited: the same silence."""
    with area_context(knowsley.id):
        make_member("Ken", user=make_user("ken@example.org"))
    with area_context(oxfordshire.id):
        rosa = make_member("Rosa", user=make_user("rosa@example.org"))
        group = make_group("SPUG", organiser=rosa, is_closed=True)
        make_provider("Pat", user=make_user("pat@example.org"))
        make_commissioner("Carole", user=make_user("carole@example.org"))
        make_invitation(group, make_member("Jo", user=make_user("jo@example.org")), organiser=rosa)

        for name in ("nobody", "ken", "pat", "carole", "rosa", "jo"):
            assert invite(group=group, email=f"{name}@example.org", by=rosa, now=now) is None

        assert JoinRequest.objects.count() == 1
        assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("answer", "people"),
    [(Answer.YES, {"Rosa": "organiser", "Peter": "member"}), (Answer.NO, {"Rosa": "organiser"})],
)
def test_answer_invitation_and_a_no_is_told_to_nobody(
    closed: Group, rosa: Profile, member: Profile, now: datetime, answer: Answer, people: dict[str, str]
) -> None:
    invitation = make_invitation(closed, member, organiser=rosa)

    answer_invitation(invitation=invitation, answer=answer, by=member, now=now)

    assert people_in(closed) == people
    assert told(rosa) == []


def test_answer_invitation_refuses_anybody_else(closed: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    invitation = make_invitation(closed, member, organiser=rosa)

    with pytest.raises(UnableToAnswer, match="for somebody else"):
        answer_invitation(invitation=invitation, answer=Answer.YES, by=rosa, now=now)

    assert people_in(closed) == {"Rosa": "organiser"}


def test_joining_past_an_invitation_settles_it(group: Group, rosa: Profile, member: Profile, now: datetime) -> None:
    make_invitation(group, member, organiser=rosa)

    join_group(group=group, by=member, now=now)

    assert not JoinRequest.objects.waiting().exists()
