"""The end of a pool through its pages: asked, answered, and carried out."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pools.models import EndingAnswer, Pool, PoolEnding, PoolState
from pools.operations.ending import propose_ending
from pools.queries.endings import count_endings, ending_of
from pools.queries.hours import hours_left
from pools.queries.leaving import leavings_in
from pools.queries.ledger import balances_of
from pools.queries.pools import state_of
from portal.models import Profile
from tests.factories.leaving import NOW, make_thing, make_yearly_pool, tell
from tests.factories.ledger import put_in_minutes
from tests.factories.money import pay
from tests.factories.portal import make_member

Browse = Callable[..., Client]


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    pool = make_yearly_pool(*people, price="3600.00")
    pay(pool, people[0], "10.00")
    return pool


@pytest.fixture
def ending(pool: Pool, people: list[Profile]) -> PoolEnding:
    return propose_ending(pool=pool, why="We are done.", learned="Start small.", by=people[1], now=NOW)


def at(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def words(page: HttpResponse) -> str:
    return page.content.decode()


def test_asking_keeps_what_was_typed(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    client, address = browse(people[1]), at(pool, "propose_ending")
    learned = "Start small."

    page = client.post(address, {"why": " ", "learned": learned})
    assert page.context["form"].errors == {"why": ["Say why you would like to end it."]}
    assert page.context["form"]["learned"].value() == learned
    page = client.post(address, {"why": "x" * 501, "learned": learned})
    assert list(page.context["form"].errors) == ["why"]
    assert page.context["form"]["why"].value() == "x" * 501
    page = client.post(address, {"why": "We are done.", "learned": learned}, follow=True)

    assert "We are done." in words(page)
    assert "0 of 3 said yes, and 0 said no." in words(page)
    page = browse(people[2]).post(address, {"why": "Me too.", "learned": ""})
    assert "Somebody has asked this already." in words(page)
    assert page.context["form"]["why"].value() == "Me too."


def test_an_answer_is_to_the_number_on_the_page(
    browse: Browse, pool: Pool, ending: PoolEnding, people: list[Profile]
) -> None:
    client, address = browse(people[0]), at(pool, "answer_ending")
    assert "We think about ending" in words(client.get(pool.get_absolute_url()))

    page = client.post(address, {"returns_hours": "on", "to_get": "10.00"})
    assert page.context["form"].errors == {"agrees": ["Choose an answer."]}
    assert page.context["form"]["returns_hours"].value()
    page = client.post(address, {"agrees": "yes", "returns_hours": "on", "to_get": "9.99"})
    assert "The numbers have changed. Please look again." in words(page)
    form = page.context["form"]
    assert (form["agrees"].value(), form["to_get"].value()) == ("yes", "10.00")
    assert form["returns_hours"].value()
    assert not EndingAnswer.objects.exists()

    page = client.post(address, {name: form[name].value() for name in ("agrees", "to_get")}, follow=True)

    assert "1 of 3 said yes, and 0 said no." in words(page)
    assert "We think about ending" not in words(client.get(pool.get_absolute_url()))
    client.post(address, {"agrees": "no", "to_get": "10.00"})
    assert count_endings(ending).no == 1


def test_going_on_after_all(browse: Browse, pool: Pool, ending: PoolEnding, people: list[Profile]) -> None:
    button = at(pool, "take_back_ending")

    page = browse(people[2]).post(button, follow=True)
    assert "Only who asked, or the organiser, can take it back." in words(page)
    page = browse(people[1]).post(button, follow=True)

    assert ending_of(pool) is None
    assert "Ask the others whether to end it" in words(page)
    for name in ("take_back_ending", "end_pool", "answer_ending"):
        assert browse(people[1]).post(at(pool, name)).status_code == 404


def test_a_pool_ends_through_its_pages(browse: Browse, pool: Pool, ending: PoolEnding, people: list[Profile]) -> None:
    put_in_minutes(pool, people[0], 60)
    thing = make_thing(pool)
    tell(pool, people[2])
    button = at(pool, "end_pool")
    page = browse(people[0]).post(button, follow=True)
    assert "So nothing changes" in words(page)
    for person, to_get in zip(people, ("10.00", "0.00", "0.00"), strict=True):
        answer = {"agrees": "yes", "returns_hours": "on", "to_get": to_get}
        browse(person).post(at(pool, "answer_ending"), answer)
    page = browse(people[0]).post(button, follow=True)
    assert "You still own: A rowing machine. First sell it, give it away, or have it taken away." in words(page)
    given = {"how": "given_away", "amount": "0.00", "removal_cost": "0.00"}
    browse(people[0]).post(at(pool, "end_thing", thing.pk), given)

    page = browse(people[0]).post(button, follow=True)

    assert state_of(pool) == PoolState.ENDED
    assert {balance.pounds for balance in balances_of(pool)} == {Decimal(0)}
    assert hours_left(pool, people[0]) == 0
    for shown in (words(page), words(browse(people[1]).get(at(pool, "ending"), {"easy": "1"}))):
        assert "This pool has come to its end." in shown
        assert "Start small." in shown
    # Nobody is on their way out of what has ended.
    assert not leavings_in(pool).exists()
    assert browse(people[0]).post(button).status_code == 404
    page = browse(people[0]).post(at(pool, "propose_ending"), {"why": "Again"})
    assert "This pool has ended." in words(page)
