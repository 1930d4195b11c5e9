"""Asking to join late, looking at what it changes, and the answer."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import LateJoinRequest, Pool, PoolState
from pools.operations.invitation import invite
from pools.queries.pools import membership_of, state_of
from portal.models import Area, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import agree, make_agreed_pool, make_costed_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    group = make_group(organiser=member)
    make_membership(group, jo)
    return make_agreed_pool(member, group=group)


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def test_ask_wait_and_be_let_in(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    newcomer, organiser = browse(jo), browse(member)
    assert "In your groups, and decided already" in newcomer.get(reverse("pools:pools")).content.decode()
    assert "Ask to join late" in newcomer.get(address(pool, "join_pool")).content.decode()

    page = newcomer.post(address(pool, "ask_to_join_late"), follow=True)
    assert "You are on the waiting list" in page.content.decode()
    page = newcomer.post(address(pool, "ask_to_join_late"), follow=True)
    assert "You have asked already." in page.content.decode()

    assert "Somebody asks to join late" in organiser.get(pool.get_absolute_url()).content.decode()
    shown = organiser.get(address(pool, "late_joiners")).content.decode()
    assert "£840.00" in shown
    assert shown.count("£420.00") == 2
    assert "Open the costs again and let them in" in shown
    asked = LateJoinRequest.objects.get()
    organiser.post(address(pool, "let_in_late", asked.pk))

    assert membership_of(pool, jo) is not None
    assert state_of(pool) == PoolState.COSTING
    assert "Nobody waits" in organiser.get(address(pool, "late_joiners")).content.decode()


def test_take_back_and_be_turned_down(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    newcomer = browse(jo)
    assert newcomer.post(address(pool, "take_back_late")).status_code == 404
    newcomer.post(address(pool, "ask_to_join_late"))
    newcomer.post(address(pool, "take_back_late"))
    assert "Ask to join late" in newcomer.get(address(pool, "join_pool")).content.decode()

    newcomer.post(address(pool, "ask_to_join_late"))
    asked = LateJoinRequest.objects.waiting().get()
    browse(member).post(address(pool, "turn_down_late", asked.pk))
    page = browse(member).post(address(pool, "turn_down_late", asked.pk), follow=True)
    assert "This has its answer already." in page.content.decode()


def test_only_the_organiser_answers(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    browse(jo).post(address(pool, "ask_to_join_late"))
    asked = LateJoinRequest.objects.get()

    assert browse(jo).post(address(pool, "let_in_late", asked.pk)).status_code == 404
    assert browse(jo).get(address(pool, "late_joiners")).status_code == 404
    assert browse(make_member("Ann")).post(address(pool, "ask_to_join_late")).status_code == 404


def test_who_was_invited_can_ask_late(browse: Browse, member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_costed_pool(member)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)
    agree(pool)

    page = browse(jo).get(invitation.get_absolute_url()).content.decode()
    assert "Ask to join late" in page
    assert ">Join this pool<" not in page
    browse(jo).post(address(pool, "ask_to_join_late"))
    assert "You are on the waiting list" in browse(jo).get(invitation.get_absolute_url()).content.decode()
