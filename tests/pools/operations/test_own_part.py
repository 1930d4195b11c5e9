from datetime import date, datetime
from decimal import Decimal

import pytest

from pools.models import Pool, PooledPart, PoolState
from pools.operations.costing import share_by_days
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.operations.own_part import OwnPart, UnableToSayOwnPart, say_own_part
from pools.operations.pool_status import move_pool
from pools.queries.costing import current_shares
from pools.queries.pools import membership_of
from portal.models import Area, AuditEvent, FundingKind, Profile
from tests.factories.pools import make_agreed_pool, make_costed_pool, make_proposal
from tests.factories.portal import make_member

WAITING = OwnPart(funding_kind=FundingKind.WAITING, pooled_part=PooledPart.WAITING)


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


def say(pool: Pool, profile: Profile, part: OwnPart, now: datetime) -> None:
    membership = membership_of(pool, profile)
    assert membership is not None
    say_own_part(membership=membership, part=part, by=profile, now=now)


def test_say_own_part(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    part = OwnPart(
        funding_kind=FundingKind.DIRECT_PAYMENT,
        names_funding=True,
        pooled_part=PooledPart.WHOLE,
        must_haves=" Somebody who signs. ",
        pays_from=date(2027, 4, 6),
        year_end=date(2027, 3, 31),
    )

    say(pool, jo, part, now)

    place = membership_of(pool, jo)
    assert (place.funding_kind, place.names_funding, place.pooled_part) == ("direct_payment", True, "whole")
    assert (place.must_haves, place.pays_from, place.year_end) == (
        "Somebody who signs.",
        date(2027, 4, 6),
        date(2027, 3, 31),
    )
    event = AuditEvent.objects.get(subject_id=place.pk)
    # Where somebody's money comes from is in no trail.
    assert (event.action, event.detail) == ("say_own_part", {})


def test_waiting_leaves_the_share_to_the_others_and_keeps_the_vote(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    warn_of_leaving(membership=membership_of(pool, member), by=member, now=now)

    say(pool, jo, WAITING, now)

    shares = current_shares(pool)[1]
    assert [share.amount for share in shares] == [Decimal("840.00"), Decimal("0.00")]
    assert [share.is_previewed for share in shares] == [False, False]
    # What the others were told about a leaver is not true any more.
    assert membership_of(pool, member).leaving_told_at is None


def test_what_changes_the_shares_waits_until_the_costs_are_open(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_agreed_pool(member, jo)

    with pytest.raises(UnableToSayOwnPart, match="Ask the organiser to open the costs again first"):
        say(pool, jo, WAITING, now)
    say(pool, jo, OwnPart(must_haves="A ramp", pays_from=date(2027, 4, 6)), now)

    place = membership_of(pool, jo)
    assert (place.pooled_part, place.must_haves) == ("part", "A ramp")


def test_another_first_day_changes_the_shares_where_they_go_by_days(
    member: Profile, jo: Profile, now: datetime
) -> None:
    pool = make_costed_pool(member, jo)
    share_by_days(pool=pool, by_days=True, first_day=date(2027, 1, 1), by=member, now=now)
    make_proposal(pool)

    with pytest.raises(UnableToSayOwnPart, match="change what everybody pays"):
        say(pool, jo, OwnPart(pays_from=date(2027, 4, 6)), now)


def test_say_own_part_refuses(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member, jo)
    place = membership_of(pool, jo)

    with pytest.raises(UnableToSayOwnPart, match="Only the person themselves"):
        say_own_part(membership=place, part=OwnPart(), by=member, now=now)
    warn_of_leaving(membership=place, by=jo, now=now)
    leave_pool(membership=place, by=jo, now=now)
    with pytest.raises(UnableToSayOwnPart, match="You have left this pool"):
        say_own_part(membership=place, part=OwnPart(), by=jo, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToSayOwnPart, match="This pool has ended"):
        say(pool, member, OwnPart(), now)


def test_say_own_part_leaves_nothing_behind_when_it_stops_half_way(
    member: Profile, jo: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = make_costed_pool(member, jo)

    def broken(**_details: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("pools.operations.own_part.record", broken)
    with pytest.raises(RuntimeError):
        say(pool, jo, WAITING, now)

    assert membership_of(pool, jo).pooled_part == "part"
