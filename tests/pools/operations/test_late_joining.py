"""Joining a pool that has voted or signed: nobody's share changes before the members let somebody in."""

from datetime import datetime
from decimal import Decimal

import pytest

from pools.models import AgreementState, LateJoinAnswer, LateJoinRequest, Pool, PoolState
from pools.operations.agreement import UnableToSignAgreement
from pools.operations.decision import reopen_costing
from pools.operations.invitation import invite
from pools.operations.late_joining import (
    UnableToAnswerLateJoin,
    UnableToAskToJoinLate,
    ask_to_join_late,
    let_in_late,
    take_back_late,
    turn_down_late,
)
from pools.operations.pool_status import move_pool
from pools.queries.agreements import latest_agreement
from pools.queries.costing import current_shares
from pools.queries.pools import late_joiners, membership_of, own_late_request, pools_to_join_late, state_of
from portal.models import Area, Notification, Profile
from tests.factories import agreements
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import agree, look_at_shares, make_agreed_pool, make_costed_pool, make_pool, make_proposal
from tests.factories.portal import make_member, make_provider


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def ann(area: Area) -> Profile:
    return make_member("Ann")


@pytest.fixture
def decided(member: Profile, jo: Profile) -> Pool:
    return make_agreed_pool(member, jo)


def amounts(pool: Pool) -> list[str]:
    return [str(share.amount) for share in current_shares(pool)[1]]


def test_ask_to_join_late_tells_everybody_and_changes_nothing(
    decided: Pool, member: Profile, jo: Profile, ann: Profile, now: datetime
) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)

    assert list(late_joiners(decided)) == [asked]
    assert own_late_request(decided, ann) == asked
    assert amounts(decided) == ["420.00", "420.00"]
    assert state_of(decided) == PoolState.AGREED
    told = Notification.objects.filter(subject="Ann asks to join “Cooking together” late")
    assert {notice.recipient for notice in told} == {member, jo}
    assert all("before: £420.00" in notice.body and "after: £280.00" in notice.body for notice in told)


def test_let_in_late_opens_the_costs_and_asks_the_agreement_anew(
    decided: Pool, member: Profile, jo: Profile, ann: Profile, now: datetime
) -> None:
    first = agreements.freeze(decided)
    agreements.sign_all(first)
    assert state_of(decided) == PoolState.SIGNED
    asked = ask_to_join_late(pool=decided, by=ann, now=now)

    membership = let_in_late(asked=asked, by=member, now=now)

    assert (membership.profile, state_of(decided)) == (ann, PoolState.COSTING)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == (LateJoinAnswer.LET_IN, member)
    assert amounts(decided) == ["280.00"] * 3
    # What was signed stays as it was signed; what is new is signed anew, by all three.
    assert [share["amount"] for share in latest_agreement(decided).figures["shares"]] == ["420.00", "420.00"]
    assert not any(share.is_previewed for share in current_shares(decided)[1])
    look_at_shares(decided)
    agree(decided, now=now)
    second = agreements.freeze(decided)
    assert (second.version, [share["amount"] for share in second.figures["shares"]]) == (2, ["280.00"] * 3)
    with pytest.raises(UnableToSignAgreement, match="The agreement has changed"):
        agreements.sign(first, jo)
    assert latest_agreement(decided).state == AgreementState.FROZEN
    assert Notification.objects.filter(recipient=ann, subject="You are in “Cooking together”").exists()


def test_let_in_during_a_vote_takes_the_vote_back(member: Profile, jo: Profile, ann: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    proposal = make_proposal(pool)
    asked = ask_to_join_late(pool=pool, by=ann, now=now)

    let_in_late(asked=asked, by=member, now=now)

    proposal.refresh_from_db()
    assert proposal.result.words == "Ann joins late, so the shares change."


def test_let_in_after_the_organiser_opened_the_costs(
    decided: Pool, member: Profile, ann: Profile, now: datetime
) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)
    reopen_costing(pool=decided, by=member, now=now)

    let_in_late(asked=asked, by=member, now=now)

    assert membership_of(decided, ann) is not None


def test_letting_in_answers_an_invitation_too(member: Profile, ann: Profile, now: datetime) -> None:
    pool = make_costed_pool(member)
    invitation = invite(pool=pool, profile=ann, by=member, now=now)
    agree(pool)

    let_in_late(asked=ask_to_join_late(pool=pool, by=ann, now=now), by=member, now=now)

    invitation.refresh_from_db()
    assert invitation.answer == "accepted"


def test_turn_down_late_is_kind_and_can_be_asked_again(
    decided: Pool, member: Profile, ann: Profile, now: datetime
) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)

    turn_down_late(asked=asked, by=member, now=now)

    told = Notification.objects.get(recipient=ann)
    assert "It is not about you." in told.body
    assert amounts(decided) == ["420.00", "420.00"]
    assert ask_to_join_late(pool=decided, by=ann, now=now).is_waiting


def test_take_back_late(decided: Pool, jo: Profile, ann: Profile, now: datetime) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)

    with pytest.raises(UnableToAnswerLateJoin, match="Only who asked"):
        take_back_late(asked=asked, by=jo, now=now)
    take_back_late(asked=asked, by=ann, now=now)

    assert own_late_request(decided, ann) is None
    for answer in (let_in_late, turn_down_late, take_back_late):
        with pytest.raises(UnableToAnswerLateJoin, match="has its answer already"):
            answer(asked=asked, by=ann, now=now)


def test_ask_to_join_late_refuses(decided: Pool, member: Profile, ann: Profile, now: datetime) -> None:
    full = make_agreed_pool(member, make_member("Bo"), title="Full", most_people=2)
    bought = make_agreed_pool(member, title="Bought")
    move_pool(pool=bought, state=PoolState.BOUGHT, by=member, now=now)
    ask_to_join_late(pool=decided, by=ann, now=now)
    refusals = [
        ("You need not ask", make_pool(member, title="Open"), ann),
        ("You have bought it already", bought, ann),
        ("in this pool already", decided, member),
        ("no member of this area", decided, make_provider("Marco")),
        ("This pool is full", full, ann),
        ("You have asked already", decided, ann),
    ]

    for sentence, pool, profile in refusals:
        with pytest.raises(UnableToAskToJoinLate, match=sentence):
            ask_to_join_late(pool=pool, by=profile, now=now)


def test_nobody_is_let_in_once_it_is_bought(decided: Pool, member: Profile, ann: Profile, now: datetime) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)
    move_pool(pool=decided, state=PoolState.BOUGHT, by=member, now=now)

    with pytest.raises(UnableToAnswerLateJoin, match="You have bought it already"):
        let_in_late(asked=asked, by=member, now=now)


def test_letting_in_leaves_nothing_behind_when_it_stops_half_way(
    decided: Pool, member: Profile, ann: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask_to_join_late(pool=decided, by=ann, now=now)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.late_joining._answer", broken)
    with pytest.raises(RuntimeError):
        let_in_late(asked=asked, by=member, now=now)

    assert state_of(decided) == PoolState.AGREED
    assert membership_of(decided, ann) is None
    assert LateJoinRequest.objects.get().is_waiting
    assert amounts(decided) == [str(Decimal("420.00"))] * 2


def test_people_of_the_group_find_a_pool_that_has_decided(member: Profile, jo: Profile, ann: Profile) -> None:
    group = make_group(organiser=member)
    make_membership(group, jo)
    pool = make_agreed_pool(member, group=group)
    make_agreed_pool(member, title="Of nobody's group")

    assert list(pools_to_join_late(jo)) == [pool]
    assert list(pools_to_join_late(member)) == []
    assert list(pools_to_join_late(ann)) == []
