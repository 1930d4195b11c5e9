from datetime import datetime, timedelta

import pytest

from pools.models import AgreementState, Pool, PoolPauseEnd, PoolState
from pools.operations.agreement import UnableToFreezeAgreement, UnableToSignAgreement
from pools.operations.decision import UnableToPropose
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.operations.pause import UnableToPausePool, UnableToResumePool, pause_pool, resume_pool
from pools.operations.pool_status import move_pool
from pools.operations.purchase import UnableToPurchase, record_purchase
from pools.queries.agreements import latest_agreement
from pools.queries.pauses import pause_of
from pools.queries.pools import membership_of
from portal.models import Notification, Profile
from tests.factories import agreements
from tests.factories.pools import make_agreed_pool, make_costed_pool, make_proposal, sign
from tests.factories.portal import make_member

ABOUT = "What happens to our benefits."


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_costed_pool(member, jo)


def test_any_member_may_pause_and_the_others_are_told(pool: Pool, jo: Profile, now: datetime) -> None:
    pause = pause_pool(pool=pool, about=f" {ABOUT} ", by=jo, now=now)

    assert (pause_of(pool), pause.about) == (pause, ABOUT)
    notice = Notification.objects.get(key=f"pool_paused:{pause.pk}")
    assert notice.recipient == pool.organiser
    assert f"It is about: {ABOUT}" in notice.body


def test_while_paused_nothing_is_put_to_the_vote(pool: Pool, jo: Profile, member: Profile, now: datetime) -> None:
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)

    with pytest.raises(
        UnableToPropose, match=r"advice about: What happens to our benefits\. When you have it, Jo or the organiser"
    ):
        make_proposal(pool, now=now)
    resume_pool(pool=pool, by=member, now=now)
    assert make_proposal(pool, now=now).number == 1


def test_while_paused_nothing_is_frozen_or_signed(jo: Profile, member: Profile, now: datetime) -> None:
    pool = make_agreed_pool(member, jo)
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    with pytest.raises(UnableToFreezeAgreement, match="Your pool is paused"):
        agreements.freeze(pool)
    resume_pool(pool=pool, by=jo, now=now)
    agreement = agreements.freeze(pool)
    agreements.sign(agreement, member)
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now + timedelta(days=1))

    with pytest.raises(UnableToSignAgreement, match="Your pool is paused"):
        agreements.sign(agreement, jo)

    # Who has signed has signed.
    agreements.sign(agreement, member)
    assert latest_agreement(pool).state == AgreementState.FROZEN


def test_while_paused_nothing_is_bought(jo: Profile, member: Profile, now: datetime) -> None:
    pool = make_agreed_pool(member, jo)
    sign(pool)
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)

    with pytest.raises(UnableToPurchase, match="Your pool is paused"):
        record_purchase(pool=pool, what="Lessons", seller="Marco", amount=840, bought_on=now.date(), by=member, now=now)


def test_leaving_is_possible_while_paused(pool: Pool, jo: Profile, member: Profile, now: datetime) -> None:
    pause_pool(pool=pool, about=ABOUT, by=member, now=now)
    place = membership_of(pool, jo)

    warn_of_leaving(membership=place, by=jo, now=now)
    leave_pool(membership=place, by=jo, now=now)

    assert membership_of(pool, jo) is None


def test_pause_pool_refuses(pool: Pool, jo: Profile, now: datetime) -> None:
    with pytest.raises(UnableToPausePool, match="Say what you want advice about") as refusal:
        pause_pool(pool=pool, about=" ", by=jo, now=now)
    assert refusal.value.field == "about"
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    with pytest.raises(UnableToPausePool, match="paused already"):
        pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    resume_pool(pool=pool, by=jo, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=jo, now=now)
    with pytest.raises(UnableToPausePool, match="has ended"):
        pause_pool(pool=pool, about=ABOUT, by=jo, now=now)


def test_the_one_who_paused_it_and_the_organiser_go_on(member: Profile, jo: Profile, now: datetime) -> None:
    ann = make_member("Ann")
    pool = make_costed_pool(member, jo, ann)
    with pytest.raises(UnableToResumePool, match="is not paused"):
        resume_pool(pool=pool, by=member, now=now)
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    with pytest.raises(UnableToResumePool, match="Jo or the organiser can end this pause"):
        resume_pool(pool=pool, by=ann, now=now)

    end = resume_pool(pool=pool, learned=" They stay as they are. ", by=jo, now=now)

    assert (end.learned, pause_of(pool)) == ("They stay as they are.", None)
    told = Notification.objects.filter(key=f"pool_resumed:{end.pause_id}")
    assert {notice.recipient for notice in told} == {member, ann}
    assert "Jo wrote: They stay as they are." in told[0].body


def test_pausing_and_going_on_leave_nothing_behind_when_they_stop_half_way(
    pool: Pool, jo: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("pools.operations.pause.notify", broken)
        with pytest.raises(RuntimeError):
            pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    assert pause_of(pool) is None
    pause_pool(pool=pool, about=ABOUT, by=jo, now=now)
    monkeypatch.setattr("pools.operations.pause.notify", broken)
    with pytest.raises(RuntimeError):
        resume_pool(pool=pool, by=jo, now=now)

    assert PoolPauseEnd.objects.count() == 0
