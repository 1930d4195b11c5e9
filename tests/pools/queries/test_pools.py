from datetime import datetime

import pytest

from pools.operations.invitation import decline_invitation, invite
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.queries.pools import (
    invitations_for,
    membership_of,
    people_to_invite,
    pools_in_groups_of,
    pools_of,
)
from portal.areas.context import area_context
from portal.models import Area, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import make_agreed_pool, make_cooking_wish, make_pool
from tests.factories.portal import make_member
from tests.factories.providers import make_offer, make_service


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


def names(pool: object, by: Profile) -> list[str]:
    return [candidate.profile.shown_name for candidate in people_to_invite(pool, by=by)]


def test_pools_of_are_those_that_somebody_is_in_now(member: Profile, jo: Profile, now: datetime) -> None:
    mine, left = make_pool(member, jo, title="Mine"), make_pool(member, jo, title="Left")
    make_pool(jo, title="Not mine")
    place = membership_of(left, member)
    warn_of_leaving(membership=place, by=member, now=now)
    leave_pool(membership=place, by=member, now=now)

    assert [(pool.title, pool.state, pool.people) for pool in pools_of(member)] == [("Mine", "gathering", 2)]
    assert mine in pools_of(jo)


def test_invitations_for_are_those_without_an_answer(member: Profile, jo: Profile, now: datetime) -> None:
    first, second = make_pool(member), make_pool(member, title="Second")
    waiting = invite(pool=first, profile=jo, by=member, now=now)
    decline_invitation(invitation=invite(pool=second, profile=jo, by=member, now=now), by=jo, now=now)

    assert list(invitations_for(jo)) == [waiting]
    assert list(invitations_for(member)) == []


def test_people_to_invite_come_from_wishes(member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_pool(member, jo, wish=make_cooking_wish(member))
    for name in ("Ann", "Bo", "Cy"):
        make_cooking_wish(make_member(name))
    make_cooking_wish(jo)
    ann = make_cooking_wish(make_member("Di")).profile
    invite(pool=pool, profile=ann, by=member, now=now)

    assert names(pool, member) == ["Ann", "Bo", "Cy"]


def test_people_to_invite_come_from_the_offers_interest(member: Profile) -> None:
    wish = make_cooking_wish(make_member("Ann"))
    pool = make_pool(member, offer=make_offer(make_service(interest=wish.interest)))

    assert names(pool, member) == ["Ann"]


def test_only_a_groups_own_people_are_shown_who_is_in_it(member: Profile, jo: Profile) -> None:
    group = make_group(organiser=member, is_closed=True)
    make_membership(group, make_member("Ann"))
    pool = make_pool(member, jo, group=group)

    assert names(pool, member) == ["Ann"]
    assert names(pool, jo) == []


def test_pools_in_groups_of_are_those_that_one_could_join(member: Profile, jo: Profile) -> None:
    group = make_group(organiser=member)
    open_pool = make_pool(member, group=group)
    make_agreed_pool(member, group=group, title="Too late")
    make_pool(member, title="Of no group")

    assert list(pools_in_groups_of(jo)) == []
    make_membership(group, jo)
    assert list(pools_in_groups_of(jo)) == [open_pool]
    assert list(pools_in_groups_of(member)) == []


def test_pools_stay_in_their_area(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(knowsley.id):
        tony = make_member("Tony")
        make_pool(tony)
    with area_context(oxfordshire.id):
        assert list(pools_of(tony)) == []
