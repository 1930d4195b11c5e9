"""Starting a pool, its page, its people, and the way out."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pools.models import Invitation, Pool, PurchaseKind, Rhythm
from pools.operations.invitation import invite
from pools.queries.pools import membership_of
from portal.models import Area, Profile
from tests.factories import money
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import make_agreed_pool, make_cooking_wish, make_costed_pool, make_pool, make_proposal, sign
from tests.factories.portal import make_member
from tests.factories.providers import make_offer

Browse = Callable[..., Client]
PLAN = {"title": "Chef", "purpose": "To learn to cook.", "buying": "lessons", "decision_rule": "consent"}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


def test_start_pool_from_wish_proposes_what_the_wish_says(browse: Browse, member: Profile) -> None:
    wish = make_cooking_wish(member, people_wanted=6)
    address = reverse("pools:start_pool_from_wish", args=[wish.pk])

    form = browse(member).get(address).context["form"]
    assert form.initial == {"title": "Cooking", "purpose": "Cooking lessons with a chef", "most_people": 7}

    page = browse(member).post(address, PLAN)
    pool = Pool.objects.get()
    assert page.url == pool.get_absolute_url()
    assert (pool.wish, pool.decision_rule, pool.buying) == (wish, "consent", PurchaseKind.LESSONS)


def test_start_pool_from_offer_and_from_group(browse: Browse, member: Profile) -> None:
    offer, group = make_offer(), make_group(organiser=member)

    browse(member).post(reverse("pools:start_pool_from_offer", args=[offer.pk]), PLAN)
    browse(member).post(reverse("pools:start_pool_from_group", args=[group.pk]), {**PLAN, "title": "Ours"})

    assert {(pool.offer, pool.group) for pool in Pool.objects.all()} == {(offer, None), (None, group)}


def test_start_pool_refuses_beside_the_field_and_loses_nothing(browse: Browse, member: Profile) -> None:
    wish = make_cooking_wish(member)
    typed = {"title": " ", "purpose": "To learn to cook.", "buying": "", "most_people": "1"}

    page = browse(member).post(reverse("pools:start_pool_from_wish", args=[wish.pk]), typed)

    assert page.context["form"].errors == {
        "title": ["Give your pool a name."],
        "buying": ["Choose what you will buy."],
        "most_people": ["A pool needs places for two people or more."],
        "decision_rule": ["Choose how you will decide."],
    }
    assert "To learn to cook." in page.content.decode()
    assert Pool.objects.count() == 0


@pytest.mark.parametrize(
    ("make", "step"),
    [
        (make_pool, "Find people"),
        (lambda *people: make_pool(*people, make_member("Ann")), "Work out the costs"),
        (lambda *people: make_costed_pool(*people, make_member("Ann")), "Decide together"),
    ],
)
def test_pool_says_what_is_next(browse: Browse, member: Profile, make: Callable[..., Pool], step: str) -> None:
    pool = make(member)

    page = browse(member).get(pool.get_absolute_url())

    assert page.context["next_step"].label == step


def test_pool_does_not_let_buy_before_signatures_and_papers(browse: Browse, member: Profile) -> None:
    pool = make_agreed_pool(member)

    def buying() -> str:
        steps = browse(member).get(pool.get_absolute_url()).context["steps"]
        return next(f"{step.status}: {step.hint}" for step in steps if step.label == "Buy it")

    assert buying() == "Not yet: First everybody signs the agreement."
    sign(pool)
    assert buying() == "Ready: "
    pool.consents.create(kind="council", need="needed")
    assert buying() == "Not yet: First each yes must be here in writing."


def test_pool_leads_voters_to_the_vote(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo)
    assert browse(jo).get(pool.get_absolute_url()).context["next_step"] is None

    proposal = make_proposal(pool)

    assert browse(jo).get(pool.get_absolute_url()).context["next_step"].url == proposal.get_absolute_url()


def test_pool_says_what_there_is_to_pay(
    browse: Browse, member: Profile, jo: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: money.NOW)
    pool = make_agreed_pool(member, jo)

    def paying() -> list[tuple[str, str, bool]]:
        steps = browse(jo).get(pool.get_absolute_url()).context["steps"]
        return [(step.status, step.hint, step.is_next) for step in steps if step.label == "Pay your part"]

    assert paying() == []
    sign(pool)
    assert paying() == [("Nothing is due", "£420.00 is still to come. No day is agreed yet.", False)]
    money.plan(pool, Rhythm.ONCE, first_due_on=money.TODAY)
    assert paying() == [("Please pay", "£420.00 is due today.", True)]
    money.pay(pool, jo, "420.00")
    assert paying() == [("Paid", "All of it is paid. Thank you.", False)]


def test_invite_people(browse: Browse, member: Profile, jo: Profile) -> None:
    make_cooking_wish(jo, words="Proper sauces")
    pool = make_pool(member, wish=make_cooking_wish(member))
    address = reverse("pools:invite_people", args=[pool.pk])

    assert "Proper sauces" in browse(member).get(address).content.decode()
    page = browse(member).post(address, {"people": []})
    assert page.context["form"].errors == {"people": ["Tick the people that you would like to ask."]}
    page = browse(member).post(address, {"people": [str(make_member("Stranger").pk)]})
    assert page.context["form"].errors == {
        "people": ["Somebody on your list cannot be asked any more. Please look again."]
    }

    browse(member).post(address, {"people": [str(jo.pk)]})
    assert [invitation.profile for invitation in Invitation.objects.all()] == [jo]


def test_invitation_shows_ones_share_before_anything_else(
    browse: Browse, member: Profile, jo: Profile, now: datetime
) -> None:
    pool = make_costed_pool(member, price="101.00")
    invitation = invite(pool=pool, profile=jo, by=member, now=now)

    page = browse(jo).get(invitation.get_absolute_url())
    assert "£50.50" in page.content.decode()

    page = browse(jo).post(reverse("pools:accept_invitation", args=[invitation.pk]))
    assert page.url == pool.get_absolute_url()
    assert "You said yes" in browse(jo).get(invitation.get_absolute_url()).content.decode()


def test_a_full_pool_says_so_on_the_invitation(browse: Browse, member: Profile, jo: Profile, now: datetime) -> None:
    pool = make_pool(member, most_people=2)
    invitation = invite(pool=pool, profile=jo, by=member, now=now)
    pool.memberships.create(profile=make_member("Ann"), joined_at=now)

    page = browse(jo).post(reverse("pools:accept_invitation", args=[invitation.pk]), follow=True)

    assert "This pool is full." in page.content.decode()
    assert membership_of(pool, jo) is None


def test_the_way_out_shows_first_and_tells_second(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo, price="100.00")
    client = browse(jo)
    leaving = reverse("pools:leaving", args=[pool.pk])

    page = client.get(leaving).content.decode()
    assert "£50.00" in page
    assert "£100.00" in page
    page = client.post(reverse("pools:leave_pool", args=[pool.pk]), follow=True)
    assert "First look at what changes for the others." in page.content.decode()

    client.post(reverse("pools:warn_of_leaving", args=[pool.pk]))
    assert "We have told the others" in client.get(leaving).content.decode()
    page = client.post(reverse("pools:leave_pool", args=[pool.pk]))
    assert page.url == reverse("pools:pools")
    assert membership_of(pool, jo) is None
    assert client.get(pool.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pools_queries(
    browse: Browse, member: Profile, jo: Profile, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    group = make_group(organiser=member)
    make_membership(group, jo)
    for number in range(rows):
        make_pool(member, jo, title=f"In {number}")
        make_pool(jo, title=f"Of my group {number}", group=group)
        invite(pool=make_pool(jo, title=f"Asked {number}"), profile=member, by=jo, now=group.created_at)
    client = browse(member)
    client.get(reverse("pools:pools"))

    with django_assert_num_queries(14):
        client.get(reverse("pools:pools"))


@pytest.mark.parametrize("people", [1, 3])
def test_pool_queries(
    browse: Browse, member: Profile, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    pool = make_pool(member, *(make_member(f"Person {number}") for number in range(people)), offer=make_offer())
    client = browse(member)
    client.get(pool.get_absolute_url())

    with django_assert_num_queries(33):
        client.get(pool.get_absolute_url())
