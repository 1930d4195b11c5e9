"""Invitations, joining and leaving."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from pools.models import Outcome, PoolMembership, PoolState, PurchaseKind
from pools.operations.invitation import (
    UnableToAnswerInvitation,
    UnableToInvite,
    accept_invitation,
    decline_invitation,
    invite,
    invite_people,
)
from pools.operations.membership import (
    UnableToJoinPool,
    UnableToLeavePool,
    join_pool,
    leave_pool,
    stay_in_pool,
    warn_of_leaving,
)
from pools.queries.pools import Candidate, membership_of, state_of
from portal.models import Area, Notification, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import agree, make_agreed_pool, make_costed_pool, make_pool, make_proposal
from tests.factories.portal import make_member, make_provider


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


def leave(membership: PoolMembership, now: datetime) -> None:
    warn_of_leaving(membership=membership, by=membership.profile, now=now)
    leave_pool(membership=membership, by=membership.profile, now=now)


def test_accept_invitation_gives_a_place_and_tells_the_others(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, price="840.00")
    invitation = invite(pool=pool, profile=jo, by=member, now=now)

    membership = accept_invitation(invitation=invitation, by=jo, now=now)

    assert (membership.pool, membership.profile) == (pool, jo)
    told = Notification.objects.get(recipient=member)
    assert told.subject == "Jo joined “Cooking together”"
    assert "Your share before: £840.00" in told.body
    assert "Your share after: £420.00" in told.body
    asked = Notification.objects.get(recipient=jo)
    assert asked.subject == "Peter asks you to join “Cooking together”"


def test_decline_invitation_tells_nobody(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_pool(member)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)

    decline_invitation(invitation=invitation, by=jo, now=now)

    assert membership_of(pool, jo) is None
    assert not Notification.objects.filter(recipient=member).exists()


def test_an_invitation_is_answered_once_and_by_its_person(member: Profile, jo: Profile, now: datetime) -> None:
    invitation = invite(pool=make_pool(member), profile=jo, by=member, now=now)

    with pytest.raises(UnableToAnswerInvitation, match="somebody else"):
        accept_invitation(invitation=invitation, by=make_member("Ann"), now=now)
    decline_invitation(invitation=invitation, by=jo, now=now)
    with pytest.raises(UnableToAnswerInvitation, match="answered this invitation already"):
        accept_invitation(invitation=invitation, by=jo, now=now)


def test_invite_refuses(member: Profile, jo: Profile, now: datetime) -> None:
    pool, full = make_pool(member), make_pool(member, make_member("Ann"), title="Full", most_people=2)
    invite(pool=pool, profile=jo, by=member, now=now)
    refusals = [
        ("invited already", pool, jo),
        ("in the pool already", pool, member),
        ("Only members of this area", pool, make_provider("Marco")),
        ("The pool is full", full, jo),
        ("takes nobody in", make_agreed_pool(member, title="Decided"), jo),
    ]

    for sentence, asked, person in refusals:
        with pytest.raises(UnableToInvite, match=sentence):
            invite(pool=asked, profile=person, by=member, now=now)


def test_invite_people_asks_all_or_nobody(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_pool(member)
    people = [Candidate(profile=jo, wish=None), Candidate(profile=member, wish=None)]

    with pytest.raises(UnableToInvite):
        invite_people(pool=pool, candidates=people, by=member, now=now)

    assert pool.invitations.count() == 0
    assert Notification.objects.count() == 0


def test_nobody_joins_a_full_pool(member: Profile, jo: Profile, now: datetime) -> None:
    ann = make_member("Ann")
    pool = make_pool(member, most_people=2)
    invitations = [invite(pool=pool, profile=person, by=member, now=now) for person in (jo, ann)]
    accept_invitation(invitation=invitations[0], by=jo, now=now)

    with pytest.raises(UnableToJoinPool, match="This pool is full"):
        accept_invitation(invitation=invitations[1], by=ann, now=now)

    invitations[1].refresh_from_db()
    assert invitations[1].is_open


def test_nobody_joins_during_a_vote(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)
    make_proposal(pool, now=now)

    with pytest.raises(UnableToJoinPool, match="takes nobody in at the moment"):
        accept_invitation(invitation=invitation, by=jo, now=now)


def test_accepting_leaves_nothing_behind_when_it_stops_half_way(
    member: Profile, jo: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = make_pool(member)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.invitation._answer", broken)
    with pytest.raises(RuntimeError):
        accept_invitation(invitation=invitation, by=jo, now=now)

    assert membership_of(pool, jo) is None
    assert not Notification.objects.filter(recipient=member).exists()


def test_join_pool_is_for_the_people_of_its_group(member: Profile, jo: Profile, now: datetime) -> None:
    group = make_group(organiser=member)
    pool, private = make_pool(member, group=group), make_pool(member, title="Private")

    with pytest.raises(UnableToJoinPool, match="You need an invitation"):
        join_pool(pool=pool, by=jo, now=now)
    with pytest.raises(UnableToJoinPool, match="You need an invitation"):
        join_pool(pool=private, by=jo, now=now)
    make_membership(group, jo)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)
    join_pool(pool=pool, by=jo, now=now)

    invitation.refresh_from_db()
    assert membership_of(pool, jo) is not None
    assert invitation.answer == "accepted"


def test_leaving_needs_a_warning_that_is_still_true(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    place = membership_of(pool, jo)

    with pytest.raises(UnableToLeavePool, match="First look"):
        leave_pool(membership=place, by=jo, now=now)
    warn_of_leaving(membership=place, by=jo, now=now)
    ann = make_member("Ann")
    accept_invitation(invitation=invite(pool=pool, profile=ann, by=member, now=now), by=ann, now=now)
    with pytest.raises(UnableToLeavePool, match="First look"):
        leave_pool(membership=place, by=jo, now=now)


def test_stay_in_pool_takes_the_warning_back(member: Profile, jo: Profile, now: datetime) -> None:
    place = membership_of(make_pool(member, jo), jo)
    warn_of_leaving(membership=place, by=jo, now=now)

    stay_in_pool(membership=place, by=jo, now=now)

    with pytest.raises(UnableToLeavePool, match="First look"):
        leave_pool(membership=place, by=jo, now=now)


@pytest.mark.parametrize("step", [warn_of_leaving, stay_in_pool, leave_pool])
def test_only_oneself_leaves_and_only_once(
    member: Profile, jo: Profile, now: datetime, step: Callable[..., object]
) -> None:
    place = membership_of(make_pool(member, jo), jo)

    with pytest.raises(UnableToLeavePool, match="Only the person themselves"):
        step(membership=place, by=member, now=now)
    leave(place, now)
    with pytest.raises(UnableToLeavePool, match="left this pool already"):
        step(membership=place, by=jo, now=now)


def test_leaving_during_a_vote_takes_it_back(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    proposal = make_proposal(pool)

    leave(membership_of(pool, jo), now)

    proposal.refresh_from_db()
    assert proposal.result.outcome == Outcome.WITHDRAWN
    assert proposal.result.words == "Jo left, so the shares have changed."
    assert state_of(pool) == PoolState.COSTING


def test_leaving_after_a_decision_opens_it_again(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_agreed_pool(member, jo)

    leave(membership_of(pool, jo), now)

    assert state_of(pool) == PoolState.COSTING


def test_the_organisers_task_goes_to_whoever_joined_next(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_pool(member, jo, make_member("Ann"))

    leave(membership_of(pool, member), now)

    pool.refresh_from_db()
    assert pool.organiser == jo


def test_a_pool_ends_when_the_last_one_leaves(member: Profile, now: datetime) -> None:
    pool = make_pool(member)

    leave(membership_of(pool, member), now)

    assert state_of(pool) == PoolState.ENDED


def test_the_others_are_told_before_and_after(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo, price="100.01", buying=PurchaseKind.LESSONS)
    agree(pool)

    leave(membership_of(pool, jo), now)

    notices = Notification.objects.filter(recipient=member, subject__contains="Jo").order_by("pk")
    assert [notice.subject for notice in notices] == ["Jo may leave “Cooking together”", "Jo left “Cooking together”"]
    assert all("£50.01" in notice.body and "£100.01" in notice.body for notice in notices)
    assert membership_of(pool, member).previewed_share == Decimal("50.01")
