"""Choosing activities, page by page."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pools.models import BudgetChoice, BudgetRound, BudgetRoundState, Pool
from pools.operations.budget_round import choose_activity, review_round
from pools.queries.budget_rounds import allowance_left, round_state
from portal.models import Profile
from tests.factories.budget_rounds import make_open_round
from tests.factories.pools import make_pool
from tests.factories.portal import make_member

Browse = Callable[..., Client]
ROUND = {"title": "Ten Tuesdays", "allowance": "50", "period": "ten weeks", "funder": "A fund"}
NEXT_CENTURY = {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2099"}


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo)


def to(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def test_a_round_from_beginning_to_end(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    organiser, other = browse(member), browse(jo)
    assert "Let each person choose" in organiser.get(to(pool, "budget_rounds")).content.decode()
    assert "The organiser makes a list" in other.get(to(pool, "budget_rounds")).content.decode()

    page = organiser.post(to(pool, "start_round"), ROUND | NEXT_CENTURY)
    budget_round = BudgetRound.objects.get()
    assert page.url == budget_round.get_absolute_url()
    for title, price, left_out in (("A boat", "20", "Travel"), ("Bingo", "0", "")):
        activity = {"title": title, "price": price, "not_included": left_out, "minimum_people": "2"}
        organiser.post(to(pool, "add_activity", budget_round.pk), activity)
    assert "Nobody can choose yet" in other.get(page.url).content.decode()
    organiser.post(to(pool, "open_round", budget_round.pk))

    boat = budget_round.activities.get(title="A boat")
    words = other.post(to(pool, "choose_activity", boat.pk), follow=True).content.decode()
    assert "You have £30.00 left of £50.00." in words
    assert "It needs 1 more person." in words
    words = other.post(to(pool, "take_back_choice", BudgetChoice.objects.get().pk), follow=True).content.decode()
    assert "You have £50.00 left of £50.00." in words
    other.post(to(pool, "choose_activity", boat.pk))
    organiser.post(to(pool, "choose_activity", budget_round.activities.get(title="Bingo").pk))
    assert "A boat: Jo" in organiser.get(page.url).content.decode()
    assert "A boat: Jo" not in other.get(page.url).content.decode()

    again = {"again_until_day_day": "1", "again_until_day_month": "1", "again_until_day_year": "2099"}
    organiser.post(to(pool, "review_round", budget_round.pk), again)
    assert round_state(budget_round) == BudgetRoundState.AGAIN
    words = other.get(page.url).content.decode()
    assert "Too few people chose it, so it does not take place. Your money is back." in words
    assert allowance_left(budget_round, jo) == Decimal("50.00")


def test_what_was_typed_is_not_lost(browse: Browse, member: Profile, pool: Pool) -> None:
    page = browse(member).post(to(pool, "start_round"), ROUND | {"allowance": "fifty", "closes_on_day": "1"})

    words = page.content.decode()
    assert page.context["form"].errors == {
        "allowance": ["Please give the amount in figures, like 12.50."],
        "closes_on": ["Give a real date, such as 20 11 2026."],
    }
    assert 'value="fifty"' in words
    assert 'value="A fund"' in words


def test_a_refusal_stands_beside_its_field(browse: Browse, member: Profile, pool: Pool) -> None:
    browse(member).post(to(pool, "start_round"), ROUND | NEXT_CENTURY)
    budget_round = BudgetRound.objects.get()

    page = browse(member).post(
        to(pool, "add_activity", budget_round.pk), {"title": "A cruise", "price": "51", "minimum_people": "1"}
    )

    assert page.context["form"].errors == {"price": ["Nobody could choose this: each person has £50.00."]}


def test_a_button_that_comes_too_late_is_told(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    budget_round, (boat, *_others) = make_open_round(pool, now=timezone.now())
    for person in (member, jo):
        choose_activity(activity=boat, by=person, now=timezone.now())
    review_round(budget_round=budget_round, again_until=None, by=member, now=timezone.now())

    page = browse(jo).post(to(pool, "choose_activity", budget_round.activities.last().pk), follow=True)

    assert "It is not the time to choose." in page.content.decode()
    assert budget_round.lot in page.content.decode()


def test_the_lot_is_not_shown_before_the_end(browse: Browse, member: Profile, pool: Pool) -> None:
    budget_round, _activities = make_open_round(pool, now=timezone.now() - timedelta(days=1))

    for address in (budget_round.get_absolute_url(), budget_round.get_absolute_url() + "?easy=1"):
        assert budget_round.lot not in browse(member).get(address).content.decode()
