"""The way out of a signed pool, through its pages: told, answered, gone, and settled."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pools.models import Leaving, LeavingAnswer, Pool, ThingsChoice
from pools.operations.leaving import carry_out_leaving, tell_of_leaving
from pools.queries.leaving import asked_changes, leaving_of
from pools.queries.ledger import balance_of_member
from pools.queries.pools import membership_of
from portal.models import Profile
from tests.factories.leaving import NOW, make_yearly_pool, tell
from tests.factories.ledger import put_in_minutes
from tests.factories.portal import make_member

Browse = Callable[..., Client]
FAR = date(2099, 1, 1)


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    """Three people, £1,200.00 each a year."""
    return make_yearly_pool(*people, price="3600.00")


def at(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def day(name: str, typed: str) -> dict[str, str]:
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), typed.split(), strict=True))


def words(page: HttpResponse) -> str:
    return page.content.decode()


def test_telling_keeps_what_was_typed(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    client, address = browse(people[1]), at(pool, "tell_of_leaving")
    put_in_minutes(pool, people[1], 90)
    answers = {"things": "give", "hours_to": str(people[2].pk)}

    for typed, told in (
        ("31 2 2099", "Give a real date, such as 20 11 2026."),
        ("1 1 2020", "The earliest day is"),
    ):
        page = client.post(address, answers | day("last_day", typed))
        form = page.context["form"]
        assert told in form.errors["last_day"][0]
        assert (form["things"].value(), form["hours_to"].value()) == ("give", str(people[2].pk))
        assert form["last_day"].value() == "-".join(reversed(typed.split()))
    page = client.post(address, {"things": "burn"} | day("last_day", "1 1 2099"))
    assert list(page.context["form"].errors) == ["things"]
    # Nobody gives their hours to themselves.
    page = client.post(address, answers | {"hours_to": str(people[1].pk)} | day("last_day", "1 1 2099"))
    assert list(page.context["form"].errors) == ["hours_to"]
    assert not Leaving.objects.exists()

    page = client.post(address, answers | day("last_day", "1 1 2099"))

    assert page.url == at(pool, "leaving")
    leaving = leaving_of(membership_of(pool, people[1]))
    assert (leaving.last_day, leaving.things, leaving.hours_to, leaving.minutes_agreed) == (
        FAR,
        ThingsChoice.GIVE,
        people[2],
        90,
    )
    for easy in ({}, {"easy": "1"}):
        assert "1 January 2099" in words(client.get(at(pool, "leaving"), easy))
    # A second time is told on the form.
    page = client.post(address, answers | day("last_day", "1 1 2099"))
    assert "You have told the others already." in words(page)


def test_an_answer_is_to_the_number_on_the_page(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1], FAR)
    client, address = browse(people[2]), leaving.get_absolute_url()

    page = client.post(address, {"share": "1800.00"})
    assert page.context["form"].errors["accepts"] == ["Choose an answer."]
    page = client.post(address, {"accepts": "no", "share": "1799.99"})
    assert "The numbers have changed. Please look at your share again." in words(page)
    form = page.context["form"]
    assert (form["accepts"].value(), form["share"].value()) == ("no", "1800.00")
    assert not LeavingAnswer.objects.exists()

    page = client.post(address, {"accepts": form["accepts"].value(), "share": form["share"].value()})

    assert page.url == at(pool, "who_leaves")
    answers = {asked.change.profile: asked.answer for asked in asked_changes(leaving)}
    assert not answers[people[2]].accepts
    assert answers[people[0]] is None
    for easy in ({}, {"easy": "1"}):
        assert "Decide again" in words(client.get(address, easy))


def test_nobody_answers_their_own_leaving(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1], FAR)

    browse(people[1]).post(leaving.get_absolute_url(), {"accepts": "yes", "share": "1800.00"})

    assert not LeavingAnswer.objects.exists()


def test_the_tasks_tell_of_a_leaving(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    assert "Somebody wants to leave" not in words(browse(people[0]).get(pool.get_absolute_url()))
    leaving = tell(pool, people[1], FAR)

    own = words(browse(people[1]).get(pool.get_absolute_url()))
    assert "You are leaving on 1 January 2099" in own
    assert "Somebody wants to leave" not in own
    client = browse(people[2])
    asked = words(client.get(pool.get_absolute_url()))
    assert "Somebody wants to leave: Ann" in asked
    assert leaving.get_absolute_url() in asked
    assert "You are leaving on" not in asked

    client.post(leaving.get_absolute_url(), {"accepts": "yes", "share": "1800.00"})

    assert "Somebody wants to leave" not in words(client.get(pool.get_absolute_url()))
    assert "Somebody wants to leave: Ann" in words(browse(people[0]).get(pool.get_absolute_url()))


def test_staying_after_all_is_one_button_of_ones_own(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1], FAR)

    page = browse(people[0]).post(at(pool, "take_back_leaving", leaving.pk), follow=True)
    assert "Only the person themselves can do this." in words(page)
    page = browse(people[1]).post(at(pool, "take_back_leaving", leaving.pk), follow=True)

    assert "Nobody leaves" in words(page)
    page = browse(people[1]).post(at(pool, "take_back_leaving", leaving.pk), follow=True)
    assert "This is over already." in words(page)
    assert "This is over already." in words(browse(people[0]).get(leaving.get_absolute_url()))


def test_the_others_wait_and_the_leaver_goes(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1], FAR)

    page = browse(people[0]).post(at(pool, "carry_out_leaving", leaving.pk), follow=True)
    assert "Not everybody has answered, and the last day is 1 January 2099. Please wait." in words(page)
    page = browse(people[1]).post(at(pool, "carry_out_leaving", leaving.pk))

    assert page.url == reverse("pools:pools")
    assert membership_of(pool, people[1]) is None
    assert browse(people[1]).get(pool.get_absolute_url()).status_code == 404
    other = make_yearly_pool(*people, title="Another")
    leaving = tell(other, people[1], FAR)
    for person in (people[0], people[2]):
        (share,) = {one.change.after for one in asked_changes(leaving) if one.change.profile == person}
        browse(person).post(leaving.get_absolute_url(), {"accepts": "yes", "share": str(share)})
    page = browse(people[2]).post(at(other, "carry_out_leaving", leaving.pk))
    assert page.url == at(other, "who_leaves")
    assert membership_of(other, people[1]) is None


def test_the_rest_is_settled_on_its_page(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    leaving = tell(pool, people[1], FAR)
    carry_out_leaving(leaving=leaving, by=people[1], now=NOW)
    client, address = browse(people[0]), at(pool, "settle_leaving", leaving.pk)
    assert browse(people[2]).get(address).status_code == 404
    assert address in words(client.get(at(pool, "who_leaves")))
    assert address not in words(browse(people[2]).get(at(pool, "who_leaves")))

    page = client.get(address)
    assert "Ann has still to pay £1,200.00." in words(page)
    assert page.context["form"]["amount"].value() == "1200.00"
    for typed, told in (("lots", None), ("1200.01", "Please give an amount from £0.01 to £1,200.00."), ("0", None)):
        page = client.post(address, {"amount": typed} | day("paid_on", "21 11 2026"))
        form = page.context["form"]
        assert told is None or form.errors["amount"] == [told]
        assert list(form.errors) == ["amount"]
        assert (form["amount"].value(), form["paid_on"].value()) == (typed, "2026-11-21")
    page = client.post(address, {"amount": "1200.00"} | day("paid_on", "1 1 2099"))
    assert page.context["form"]["amount"].value() == "1200.00"
    assert list(page.context["form"].errors) == ["paid_on"]
    assert balance_of_member(pool, people[1]) == Decimal("-1200.00")

    client.post(address, {"amount": "200.00"} | day("paid_on", "20 11 2026"))
    assert balance_of_member(pool, people[1]) == Decimal("-1000.00")
    with_bo = {"amount": "300.00", "other": str(people[2].pk)} | day("paid_on", "20 11 2026")
    client.post(address, with_bo)
    assert balance_of_member(pool, people[2]) == Decimal("-1500.00")
    page = client.post(address, {"amount": "700.00"} | day("paid_on", "20 11 2026"), follow=True)

    assert "Nobody leaves" in words(page)
    page = client.post(address, {"amount": "1.00"} | day("paid_on", "20 11 2026"))
    assert "There is nothing to settle." in words(page)


def test_a_leaving_of_another_pool_is_not_here(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    other = make_yearly_pool(*people[1:], title="Another")
    leaving = tell_of_leaving(membership=membership_of(other, people[2]), last_day=FAR, by=people[2], now=NOW)

    for name in ("take_back_leaving", "carry_out_leaving"):
        assert browse(people[0]).post(at(pool, name, leaving.pk)).status_code == 404
    assert browse(people[0]).get(at(pool, "leaving_of", leaving.pk)).status_code == 404
