from datetime import datetime, timedelta

import pytest

from peers.models import Group
from pools.models import OptInCall, OptInChoice, PurchaseKind
from pools.operations.opt_in import (
    UnableToAskGroup,
    UnableToOptIn,
    UnableToStartFromCall,
    ask_who_goes_on,
    opt_in,
    start_pool_from_call,
)
from pools.operations.pool import PoolPlan
from pools.queries.opt_in import answer_of, calls_for, calls_of, count_answers, yes_sayers
from portal.models import Area, AuditEvent, Notification, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.portal import make_member

PLAN = PoolPlan(title="Going on", purpose="We go on together.", buying=PurchaseKind.SUPPORT)


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def group(member: Profile, jo: Profile) -> Group:
    group = make_group(organiser=member)
    make_membership(group, jo)
    return group


def ask(group: Group, by: Profile, now: datetime, **details: object) -> OptInCall:
    asked = {"words": " Who goes on? ", "supporters": 0, "closes_on": now.date() + timedelta(days=14), **details}
    return ask_who_goes_on(group=group, **asked, by=by, now=now)


def test_ask_who_goes_on_tells_the_group_once(group: Group, member: Profile, jo: Profile, now: datetime) -> None:
    call = ask(group, member, now)

    assert ask(group, member, now) == call
    assert call.words == "Who goes on?"
    assert list(calls_of(group)) == [call]
    assert list(calls_for(jo, on=now.date())) == [call]
    told = Notification.objects.get()
    assert (told.recipient, told.subject) == (jo, "Peter asks in “Banbury cooks”: who would like to go on?")
    assert list(calls_for(jo, on=now.date() + timedelta(days=15))) == []
    assert list(calls_for(make_member("Ann"), on=now.date())) == []


def test_ask_who_goes_on_refuses(group: Group, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToAskGroup, match="Join the group first"):
        ask(group, make_member("Ann"), now)
    with pytest.raises(UnableToAskGroup, match="still to come") as refusal:
        ask(group, member, now, closes_on=now.date() - timedelta(days=1))
    assert refusal.value.field == "closes_on"
    with pytest.raises(UnableToAskGroup, match="Say what you would like"):
        ask(group, member, now, words=" ")


def test_an_answer_can_change_and_a_no_is_in_no_trail(
    group: Group, member: Profile, jo: Profile, now: datetime
) -> None:
    call = ask(group, member, now)

    opt_in(call=call, choice=OptInChoice.NO, by=jo, now=now)
    assert (count_answers(call).no, yes_sayers(call)) == (1, [])
    opt_in(call=call, choice=OptInChoice.YES, by=jo, now=now)

    assert (count_answers(call).no, yes_sayers(call)) == (0, [jo])
    assert answer_of(call, jo).choice == "yes"
    events = AuditEvent.objects.filter(action="opt_in")
    assert [event.detail for event in events] == [{}, {}]
    assert count_answers(call).words == "1 of 2 (50.0%) would like to go on."


def test_opt_in_refuses(group: Group, member: Profile, jo: Profile, now: datetime) -> None:
    call = ask(group, member, now)

    with pytest.raises(UnableToOptIn, match="Only people in the group"):
        opt_in(call=call, choice=OptInChoice.YES, by=make_member("Ann"), now=now)
    with pytest.raises(UnableToOptIn, match="This question is over"):
        opt_in(call=call, choice=OptInChoice.YES, by=jo, now=now + timedelta(days=15))


def test_who_left_the_group_counts_no_more(group: Group, member: Profile, jo: Profile, now: datetime) -> None:
    call = ask(group, member, now)
    opt_in(call=call, choice=OptInChoice.YES, by=jo, now=now)

    group.memberships.filter(profile=jo).update(left_at=now)

    assert (count_answers(call).yes, count_answers(call).people) == (0, 1)
    assert yes_sayers(call) == []


def test_a_pool_needs_two_who_said_yes_and_starts_once(
    group: Group, member: Profile, jo: Profile, now: datetime
) -> None:
    call = ask(group, member, now)

    def start() -> object:
        return start_pool_from_call(call=call, plan=PLAN, by=member, now=now)

    with pytest.raises(UnableToStartFromCall, match="Only somebody who said yes"):
        start()
    opt_in(call=call, choice=OptInChoice.YES, by=member, now=now)
    with pytest.raises(UnableToStartFromCall, match="Nobody else has said yes yet"):
        start()
    opt_in(call=call, choice=OptInChoice.YES, by=jo, now=now)
    start()
    with pytest.raises(UnableToStartFromCall, match="A pool has come of this already"):
        start()
    with pytest.raises(UnableToOptIn, match="This question is over"):
        opt_in(call=call, choice=OptInChoice.NO, by=jo, now=now)
    assert list(calls_for(jo, on=now.date())) == []


def test_starting_leaves_nothing_behind_when_it_stops_half_way(
    group: Group, member: Profile, jo: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ask(group, member, now)
    for profile in (member, jo):
        opt_in(call=call, choice=OptInChoice.YES, by=profile, now=now)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.opt_in._take_along", broken)
    with pytest.raises(RuntimeError):
        start_pool_from_call(call=call, plan=PLAN, by=member, now=now)

    call.refresh_from_db()
    assert call.pool is None
    assert not group.pools.exists()


def test_nobody_in_an_empty_group_is_nobody_of_nobody(group: Group, member: Profile, now: datetime) -> None:
    call = ask(group, member, now, supporters=2)
    group.memberships.update(left_at=now)

    assert count_answers(call).words == "0 of 0 (0.0%) would like to go on."
