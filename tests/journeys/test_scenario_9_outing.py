"""Scenario 9: bowling for £7.00 in Kensington & Chelsea. One is reminded by letter, another by telephone."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pools.models import MoneyPath, Outing, Pool
from pools.operations.outings import sign_up
from pools.operations.reminders import remind_dated
from portal.areas.context import area_context
from portal.models import Area, Channel, Profile
from tests.factories.channels import choose, deliver
from tests.factories.outings import make_outing, make_outing_pool
from tests.factories.portal import make_area, make_champion, make_host, make_member
from tests.journeys.people import can_sign_in
from tests.journeys.visitor import Visitor
from tests.pdf import text_of

AMINA, SAMIR, PATRICK = "Amina", "Samir", "Patrick"


@pytest.fixture
def kensington(committed: None) -> Area:
    return make_area("kensington", "Kensington & Chelsea")


@pytest.fixture
def people(kensington: Area) -> dict[str, Profile]:
    """Who goes bowling. Samir wants to be rung, and Patrick gets letters."""
    with area_context(kensington.id):
        found = {name: can_sign_in(make_member(name)) for name in (AMINA, SAMIR, PATRICK)}
        choose(found[SAMIR], Channel.PHONE, now=timezone.now())
        choose(found[PATRICK], Channel.LETTER, now=timezone.now())
        return found


@pytest.fixture
def days_out(kensington: Area, people: dict[str, Profile]) -> Pool:
    with area_context(kensington.id):
        return make_outing_pool(*people.values(), money_path=MoneyPath.VENUE)


@pytest.fixture
def bowling(kensington: Area, people: dict[str, Profile], days_out: Pool) -> Outing:
    """In a week. Patrick is on the list already."""
    now = timezone.now()
    with area_context(kensington.id):
        outing = make_outing(days_out, starts_at=now + timedelta(days=7), now=now)
        sign_up(outing=outing, by=people[PATRICK], now=now)
    return outing


def test_bowling_for_seven_pounds(
    kensington: Area, people: dict[str, Profile], days_out: Pool, bowling: Outing, visitor: Callable[..., Visitor]
) -> None:
    with area_context(kensington.id):
        carla, beatriz = can_sign_in(make_champion("Carla")), can_sign_in(make_host("Beatriz"))
    # Samir has switched JavaScript off.
    samir = visitor(kensington, javascript=False).signs_in(people[SAMIR].user.email)

    he_says_that_he_comes(samir, days_out)
    with area_context(kensington.id):
        they_are_reminded()
    she_rings_samir(visitor(kensington).signs_in(carla.user.email))
    she_posts_patricks_letter(visitor(kensington).signs_in(beatriz.user.email))
    with area_context(kensington.id):
        a_week_goes_by(bowling)
    amina = visitor(kensington).signs_in(people[AMINA].user.email)
    she_writes_down_who_came(amina, days_out)
    samir.visits(bowling.get_absolute_url()).reads("You were there")


def he_says_that_he_comes(samir: Visitor, pool: Pool) -> None:
    samir.visits(pool.get_absolute_url()).follows("Outings").follows("Bowling")
    samir.reads("£7.00").reads("you pay at the place, on the day")
    samir.presses("I come").reads("You are on the list. See you there!").reads("You have a place")


def they_are_reminded() -> None:
    """A week before, as the worker does each day."""
    now = timezone.now()
    for notice in remind_dated(now=now):
        deliver(notice, now=now)


def she_rings_samir(carla: Visitor) -> None:
    carla.visits("/calls/").reads("In 7 days: Bowling").reads(SAMIR).reads("07700 900123").reads(re.compile(r"£7\.00"))
    carla.presses("I told them").reads("Thank you for ringing.")


def she_posts_patricks_letter(beatriz: Visitor) -> None:
    beatriz.visits("/letters/").reads("In 7 days: Bowling")
    with beatriz.page.expect_download() as download:
        beatriz.page.get_by_role("link", name=re.compile("Download the letter to")).click()
    letter = text_of(Path(download.value.path()).read_bytes())
    assert [fact for fact in ("Ms P. Example", "In 7 days: Bowling", "£7.00") if fact not in letter] == []
    beatriz.presses("I have posted it").reads("The letter is on its way.")


def a_week_goes_by(outing: Outing) -> None:
    Outing.objects.filter(pk=outing.pk).update(starts_at=timezone.now() - timedelta(hours=3))


def she_writes_down_who_came(amina: Visitor, pool: Pool) -> None:
    amina.visits(pool.get_absolute_url()).follows("Outings").follows("Bowling").follows("Write down who came")
    for name, answer in ((SAMIR, "Came"), (PATRICK, "Did not come")):
        group = amina.page.get_by_role("group", name=name)
        group.get_by_label(answer, exact=True).check()
    amina.presses("Save").reads("Who comes")
    # Nobody has kept anybody's money.
    amina.visits(pool.get_absolute_url()).follows("Money").reads("So the pool keeps no money: £0.00.")
