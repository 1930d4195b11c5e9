"""Things owned together, and a word after a purchase, through their pages."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pools.models import Pool, SharedThing, ThingsChoice
from pools.operations.leaving import carry_out_leaving
from pools.queries.ledger import balance_of_member, money_held
from pools.queries.things import owned
from portal.models import Profile
from tests.factories.leaving import NOW, make_thing, make_yearly_pool, tell
from tests.factories.money import bill
from tests.factories.portal import make_member

Browse = Callable[..., Client]
MACHINE = {
    "what": "A rowing machine",
    "bought_on_day": "1",
    "bought_on_month": "11",
    "bought_on_year": "2026",
    "value": "100.00",
    "place": "The shed",
    "looked_after_by": "Ray",
    "removal_cost": "30.00",
    "removal_paid_by": "All owners",
}


@pytest.fixture
def people(member: Profile) -> list[Profile]:
    return [member, make_member("Ann"), make_member("Bo")]


@pytest.fixture
def pool(people: list[Profile]) -> Pool:
    return make_yearly_pool(*people, price="3600.00")


def at(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def words(page: HttpResponse) -> str:
    return page.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("what", " ", "Please answer this question."),
        ("what", "x" * 201, None),
        ("value", "-1", None),
        ("value", "lots", None),
        ("place", "", "Please answer this question."),
        ("looked_after_by", "", "Please answer this question."),
        ("removal_paid_by", "", "Please answer this question."),
        ("bought_on_year", "2099", "This day is still to come. Write it down once you have it."),
    ],
)
def test_writing_down_keeps_what_was_typed(
    browse: Browse, pool: Pool, people: list[Profile], field: str, typed: str, told: str | None
) -> None:
    page = browse(people[1]).post(at(pool, "record_thing"), MACHINE | {field: typed})

    form = page.context["form"]
    (errors,) = form.errors.values()
    assert list(form.errors) == [field.removesuffix("_year")]
    assert told is None or errors == [told]
    kept = {name: form[name].value() for name in ("what", "value", "place", "looked_after_by", "removal_cost")}
    assert kept == {name: typed if name == field else MACHINE[name] for name in kept}
    assert not SharedThing.objects.exists()


def test_a_thing_is_written_down(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    assert "Nothing is written down yet" in words(browse(people[1]).get(at(pool, "things")))

    page = browse(people[1]).post(at(pool, "record_thing"), MACHINE, follow=True)

    for shown in (words(page), words(browse(people[2]).get(at(pool, "things"), {"easy": "1"}))):
        assert "A rowing machine" in shown
        assert "33.34%" in shown
        assert "£33.33" in shown


def test_a_part_is_bought_at_the_price_that_stands_there(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    thing, client = make_thing(pool), browse(people[0])
    button = at(pool, "buy_part", thing.pk, people[1].pk, 3333)
    assert button not in words(client.get(at(pool, "things")))
    assert "This part is not for sale." in words(client.post(button, follow=True))
    leaving = tell(pool, people[1], things=ThingsChoice.SELL)
    assert button in words(client.get(at(pool, "things")))
    assert button not in words(browse(people[1]).get(at(pool, "things")))
    page = client.post(at(pool, "buy_part", thing.pk, people[1].pk, 3300), follow=True)
    assert "The price has changed. Please look at it again." in words(page)
    # It stays for sale once they have gone.
    carry_out_leaving(leaving=leaving, by=people[1], now=NOW)
    before = balance_of_member(pool, people[1])

    page = client.post(button, follow=True)

    assert "66.67%" in words(page)
    assert balance_of_member(pool, people[1]) == before + Decimal("33.33")
    assert "There is no such part any more." in words(client.post(button, follow=True))


def test_giving_ones_part_when_leaving(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    thing = make_thing(pool)
    leaving = tell(pool, people[1], things=ThingsChoice.GIVE)
    assert len(owned(thing).parts) == 3

    browse(people[1]).post(at(pool, "carry_out_leaving", leaving.pk))

    assert {part.profile: part.percent for part in owned(thing).parts} == {
        people[0]: Decimal("50.01"),
        people[2]: Decimal("49.99"),
    }


def test_the_end_of_a_thing_keeps_what_was_typed(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    thing = make_thing(pool)
    client, address = browse(people[0]), at(pool, "end_thing", thing.pk)
    assert browse(people[1]).get(address).status_code == 404
    assert browse(people[1]).post(address, {"how": "sold"}).status_code == 404
    sold = {"how": "sold", "amount": "50.00", "removal_cost": "30.00"}

    for wrong, field, told in (
        ({"how": ""}, "how", "Choose what became of it."),
        ({"how": "given_away"}, "amount", "Only something that was sold brings money."),
        ({"amount": "-1"}, "amount", None),
        ({"removal_cost": "much"}, "removal_cost", None),
        # So much is not kept.
        ({"removal_cost": "90.00"}, "removal_cost", None),
    ):
        page = client.post(address, sold | wrong)
        form = page.context["form"]
        assert list(form.errors) == [field]
        assert told is None or form.errors[field] == [told]
        assert {name: form[name].value() for name in sold} == sold | wrong
    assert not owned(thing).is_gone

    page = client.post(address, sold, follow=True)

    assert owned(thing).is_gone
    assert money_held(pool) == Decimal("20.00")
    assert "Sold" in words(page)
    assert address not in words(page)
    assert "This is written down already." in words(client.post(address, sold))


def test_this_was_not_right_for_us(browse: Browse, pool: Pool, people: list[Profile]) -> None:
    assert "Nothing is bought yet" in words(browse(people[1]).get(at(pool, "purchases")))
    purchase = bill(pool, "300.00", what="Drumming")
    button = at(pool, "note_purchase", purchase.pk)

    page = browse(people[1]).post(button, follow=True)

    for shown in (words(page), words(browse(people[2]).get(at(pool, "purchases"), {"easy": "1"}))):
        assert "Left to spend: £3,300.00." in shown
        assert "It was not right for us." in shown
    page = browse(people[1]).post(button, follow=True)
    assert "You have said this already." in words(page)
    assert purchase.notes.count() == 1
    browse(people[2]).post(button)
    assert purchase.notes.count() == 2
