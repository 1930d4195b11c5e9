from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pools.models import Wish, WishState
from portal.models import Area, Interest, InterestCategory, Profile
from tests.factories.pools import make_cooking_wish
from tests.factories.portal import make_district, make_interest, make_member

Browse = Callable[..., Client]


@pytest.fixture
def cooking(area: Area) -> Interest:
    return make_interest("Cooking", InterestCategory.COOKING)


def test_make_wish_in_two_steps(browse: Browse, member: Profile, cooking: Interest) -> None:
    client = browse(member)
    answers = {"words": "Lessons with a chef", "interest": cooking.pk, "people_wanted": "6"}

    page = client.post(reverse("pools:make_wish"), answers)
    wish = Wish.objects.get()
    assert page.url == reverse("pools:change_wish_needs", args=[wish.pk]) + "?new=1"

    page = client.post(page.url, {"monthly_amount": "£20", "barriers": ["cost"]})
    wish.refresh_from_db()
    assert page.url == wish.get_absolute_url()
    assert (wish.people_wanted, wish.monthly_amount, wish.barriers) == (6, Decimal("20.00"), ["cost"])


def test_make_wish_has_chosen_the_interest_of_a_wish_that_somebody_likes(browse: Browse, member: Profile) -> None:
    others = make_cooking_wish(make_member("Ann"))

    page = browse(member).get(others.get_absolute_url())
    link = reverse("pools:make_wish") + "?interest=cooking"
    assert link in page.content.decode()

    assert browse(member).get(link).context["form"]["interest"].value() == others.interest_id


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"words": "x" * 20_000}, "Please use 2000 letters at most. You wrote 20000."),
        ({"words": "   "}, "Tell us what you would like to do."),
        ({"interest": ""}, "Choose an interest, so that others can find you."),
        ({"people_wanted": "six"}, "Give a whole number, such as 6."),
        ({"people_wanted": "0"}, "Give a number from 1 to 200."),
        ({"times": ["midnight"]}, "Choose times from the list."),
    ],
)
def test_make_wish_refuses_beside_the_field_and_loses_nothing(
    browse: Browse, member: Profile, cooking: Interest, answers: dict[str, str], sentence: str
) -> None:
    typed = {"words": "Lessons with a chef", "interest": str(cooking.pk), "people_wanted": "6", **answers}

    page = browse(member).post(reverse("pools:make_wish"), typed)

    field = next(iter(answers))
    assert page.status_code == 200
    assert page.context["form"].errors == {field: [sentence]}
    assert sentence in page.content.decode()
    assert page.context["form"]["words"].value() == typed["words"]
    assert page.context["form"]["people_wanted"].value() == typed["people_wanted"]
    assert Wish.objects.count() == 0


@pytest.mark.parametrize("typed", ["-5", "€ 50,00", "1e9", "12.345"])
def test_monthly_amount_is_in_pounds(browse: Browse, member: Profile, typed: str) -> None:
    wish = make_cooking_wish(member)

    page = browse(member).post(
        reverse("pools:change_wish_needs", args=[wish.pk]), {"monthly_amount": typed, "barriers": ["cost"]}
    )

    assert list(page.context["form"].errors) == ["monthly_amount"]
    assert typed in page.content.decode()
    wish.refresh_from_db()
    assert (wish.monthly_amount, wish.barriers) == (None, [])


def test_no_money_and_some_money_exclude_each_other(browse: Browse, member: Profile) -> None:
    wish = make_cooking_wish(member)

    page = browse(member).post(
        reverse("pools:change_wish_needs", args=[wish.pk]), {"funding_kinds": ["none", "own_money"]}
    )

    assert "“None” is an answer on its own." in page.content.decode()


def test_others_see_words_and_never_money(browse: Browse, member: Profile) -> None:
    jo = make_member("Jo", district=make_district("Banbury"))
    wish = make_cooking_wish(jo, words="Proper sauces", people_wanted=5)
    Wish.objects.update(monthly_amount=Decimal("77.77"), funding_kinds=["direct_payment"], barriers=["cost"])

    for address in (reverse("pools:others_wishes"), wish.get_absolute_url()):
        page = browse(member).get(address).content.decode()
        assert "Proper sauces" in page
        assert "Jo" in page
        for private in ("77.77", "direct payment", "costs too much"):
            assert private not in page


def test_withdraw_wish(browse: Browse, member: Profile) -> None:
    wish = make_cooking_wish(member)

    page = browse(member).post(reverse("pools:withdraw_wish", args=[wish.pk]))

    wish.refresh_from_db()
    assert (page.url, wish.state) == (reverse("pools:wishes"), WishState.WITHDRAWN)
    again = browse(member).post(reverse("pools:withdraw_wish", args=[wish.pk]), follow=True)
    assert "This wish is closed" in again.content.decode()


def test_wishes_alike_looks_further_when_asked(browse: Browse, member: Profile) -> None:
    banbury, didcot = make_district("Banbury"), make_district("Didcot")
    wish = make_cooking_wish(member, district=banbury)
    make_cooking_wish(make_member("Jo"), district=didcot, words="Far away")
    address = reverse("pools:wishes_alike", args=[wish.pk])

    assert "Far away" not in browse(member).get(address).content.decode()
    assert "Far away" in browse(member).get(address, {"anywhere": "1"}).content.decode()


@pytest.mark.parametrize("wishes", [1, 3])
def test_others_wishes_queries(
    browse: Browse, member: Profile, django_assert_num_queries: DjangoAssertNumQueries, wishes: int
) -> None:
    for number in range(wishes):
        make_cooking_wish(make_member(f"Person {number}"))
    client = browse(member)
    client.get(reverse("pools:others_wishes"))

    with django_assert_num_queries(10):
        client.get(reverse("pools:others_wishes"))
