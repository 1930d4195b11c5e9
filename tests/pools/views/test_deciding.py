"""Voting, buying and using."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import Pool, Proposal, PurchaseKind
from pools.queries.pools import membership_of, state_of
from portal.models import Area, Profile
from tests.factories.pools import make_agreed_pool, make_costed_pool, make_pool, make_proposal, sign
from tests.factories.portal import make_member

Browse = Callable[..., Client]
NEXT_CENTURY = {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2099"}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_costed_pool(member, jo, price="895.01")


def address(proposal: Proposal, name: str) -> str:
    return reverse(f"pools:{name}", args=[proposal.pool_id, proposal.pk])


def test_a_vote_from_beginning_to_end(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    page = browse(member).post(reverse("pools:propose", args=[pool.pk]), NEXT_CENTURY)
    proposal = Proposal.objects.get()
    assert page.url == proposal.get_absolute_url()

    page = browse(jo).get(address(proposal, "cast_vote")).content.decode()
    assert "£895.01" in page
    assert "£447.50" in page
    assert "No change" in page
    page = browse(jo).post(address(proposal, "cast_vote"), {"private_words": "I am shy."})
    assert page.context["form"].errors == {"choice": ["Choose yes, or no change."]}
    assert "I am shy." in page.content.decode()
    browse(jo).post(address(proposal, "cast_vote"), {"choice": "no_change", "private_words": "I am shy."})

    page = browse(member).post(address(proposal, "close_vote"), follow=True)
    assert "Not everybody has voted, and there is still time." in page.content.decode()
    browse(member).post(address(proposal, "cast_vote"), {"choice": "go_ahead"})
    page = browse(member).post(address(proposal, "close_vote"), follow=True)
    assert "1 of 2 said yes, and 1 said no change. Your rule is that everybody says yes." in page.content.decode()
    assert state_of(pool) == "costing"


def test_private_words_are_shown_to_the_organiser_alone(
    browse: Browse, member: Profile, jo: Profile, pool: Pool
) -> None:
    proposal = make_proposal(pool, days=10_000)

    browse(jo).post(address(proposal, "cast_vote"), {"choice": "go_ahead", "private_words": "I am shy."})

    assert "I am shy." in browse(member).get(proposal.get_absolute_url()).content.decode()
    assert "I am shy." not in browse(jo).get(proposal.get_absolute_url()).content.decode()


def test_a_vote_does_not_end_in_the_past(browse: Browse, member: Profile, pool: Pool) -> None:
    page = browse(member).post(
        reverse("pools:propose", args=[pool.pk]),
        {"closes_on_day": "1", "closes_on_month": "1", "closes_on_year": "2020"},
    )

    assert page.context["form"].errors == {"closes_on": ["Choose a day that is still to come."]}
    assert page.context["form"]["closes_on"].value() == "2020-1-1"


def test_a_vote_on_the_costs_may_need_so_many(browse: Browse, member: Profile, pool: Pool) -> None:
    there = reverse("pools:propose", args=[pool.pk])
    page = browse(member).post(there, {**NEXT_CENTURY, "quorum": "3"})
    assert page.context["form"].errors == {"quorum": ["You are 2. Ask for that many votes at most."]}
    assert page.context["form"]["quorum"].value() == "3"

    page = browse(member).post(there, {**NEXT_CENTURY, "quorum": "2"}, follow=True)

    assert "It counts if 2 people vote or more." in page.content.decode()


def test_record_purchase(browse: Browse, member: Profile) -> None:
    pool = make_agreed_pool(member)
    there = reverse("pools:record_purchase", args=[pool.pk])
    answers = {"what": "Lessons", "seller": "Marco", "amount": "840", "bought_on_day": "20"}
    answers |= {"bought_on_month": "11", "bought_on_year": "2026"}

    page = browse(member).post(there, answers)
    assert "First everybody signs the agreement." in page.content.decode()
    assert page.context["form"]["seller"].value() == "Marco"
    sign(pool)
    page = browse(member).post(there, {**answers, "amount": "12.345"})
    assert list(page.context["form"].errors) == ["amount"]
    browse(member).post(there, answers)
    assert state_of(pool) == "bought"


def test_using_it_safely(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo, buying=PurchaseKind.EQUIPMENT)
    place = membership_of(pool, jo)
    using = reverse("pools:using", args=[pool.pk])

    page = browse(jo).post(reverse("pools:start_using", args=[pool.pk]), follow=True)
    assert "It is not bought yet." in page.content.decode()
    browse(jo).post(reverse("pools:accept_disclaimer", args=[pool.pk]))
    there = reverse("pools:record_induction", args=[pool.pk, place.pk])
    assert browse(jo).get(there).status_code == 404
    page = browse(member).post(there, {"given_by": ""})
    assert page.context["form"].errors == {"given_by": ["Say who showed them how to use it."]}
    browse(member).post(there, {"given_by": "Ray, instructor"})

    page = browse(jo).get(using).content.decode()
    assert "Ray, instructor" in page
    assert "You have done everything that comes first." in page
