"""The same work by program: wishes, costs, votes, with the same refusals."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import Pool, PurchaseKind, Wish
from portal.models import Area, InterestCategory, Profile
from tests.factories.pools import make_cooking_wish, make_costed_pool, make_pool, paper
from tests.factories.portal import make_interest, make_member

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def gym(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo, make_member("Ann"), buying=PurchaseKind.EQUIPMENT)


def send(client: Client, method: str, name: str, *, data: object = None, **kwargs: object) -> Any:
    """Ask the API, and give the status and what it says."""
    address = reverse(f"api:{name}", kwargs=kwargs)
    answer = getattr(client, method)(address, data, **({} if method == "get" else {"content_type": "application/json"}))
    return answer.status_code, answer.json() if answer.content else None


def test_a_wish_is_made_changed_and_taken_back(browse: Browse, member: Profile) -> None:
    make_interest("Cooking", InterestCategory.COOKING)
    client = browse(member)

    status, wish = send(
        client, "post", "wish-list", data={"interest": "cooking", "words": "A chef", "people_wanted": 6}
    )
    assert (status, wish["people_wanted"], wish["state"]) == (201, 6, "open")
    status, wish = send(client, "put", "wish-needs", pk=wish["id"], data={"monthly_amount": "20"})
    assert (status, wish["monthly_amount"]) == (200, "20.00")
    status, wish = send(client, "post", "wish-withdraw", pk=wish["id"])
    assert wish["state"] == "withdrawn"
    assert send(client, "post", "wish-withdraw", pk=wish["id"]) == (
        409,
        {"detail": "This wish is closed. You can make a new one."},
    )


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"interest": "cooking", "words": "x" * 20_000}, "words"),
        ({"interest": "flying", "words": "Fly"}, "interest"),
        ({"interest": "cooking", "words": "Cook", "people_wanted": 0}, "people_wanted"),
        ({"interest": "cooking", "words": "Cook", "times": ["midnight"]}, "times"),
    ],
)
def test_a_wish_that_is_none_is_refused(browse: Browse, member: Profile, data: dict[str, object], field: str) -> None:
    make_interest("Cooking", InterestCategory.COOKING)

    status, errors = send(browse(member), "post", "wish-list", data=data)

    assert (status, list(errors)) == (400, [field])
    assert Wish.objects.count() == 0


def test_the_money_of_others_is_not_told(browse: Browse, member: Profile, jo: Profile) -> None:
    wish = make_cooking_wish(jo)

    status, told = send(browse(member), "get", "wish-detail", pk=wish.pk)
    _status, listed = send(browse(member), "get", "wish-others")
    _status, own = send(browse(jo), "get", "wish-detail", pk=wish.pk)

    assert status == 200
    assert told["person"] == "Jo"
    assert listed["results"] == [told]
    assert set(own) - set(told) == {"monthly_amount", "funding_kinds", "barriers"}


def test_the_gym_is_costed_to_the_penny(browse: Browse, member: Profile, gym: Pool) -> None:
    client = browse(member)
    _status, costs = send(client, "get", "pool-costs-list", pool_id=gym.pk)
    lines = {priced["line"]["prompt"]: priced["line"]["id"] for priced in costs["lines"]}
    answers = {"price": "500", "assembly": "200", "induction": "25", "servicing": "170", "insurance": "0"}

    for prompt, amount in answers.items():
        data = {"amount": amount, "period": "yearly" if prompt == "servicing" else "once"}
        status, _line = send(client, "put", "pool-cost-line-detail", pool_id=gym.pk, pk=lines[prompt], data=data)
        assert status == 200

    _status, costs = send(client, "get", "pool-costs-list", pool_id=gym.pk)
    assert (costs["total"], costs["once"], costs["again"]) == ("895.00", "725.00", "170.00")
    assert [share["amount"] for share in costs["shares"]] == ["298.34", "298.33", "298.33"]
    assert [blank["key"] for blank in costs["blanks"]] == ["landlord"]


@pytest.mark.parametrize("amount", ["-5", "€ 50,00", "1e9", "12.345", 1e9, -5])
def test_an_amount_that_is_none_is_refused(browse: Browse, member: Profile, gym: Pool, amount: object) -> None:
    line = gym.cost_lines.get(prompt="price")

    status, errors = send(
        browse(member), "put", "pool-cost-line-detail", pool_id=gym.pk, pk=line.pk, data={"amount": amount}
    )

    assert (status, list(errors)) == (400, ["amount"])
    line.refresh_from_db()
    assert line.is_blank


def test_a_vote_by_program(browse: Browse, member: Profile, jo: Profile) -> None:
    pool = make_costed_pool(member, jo)
    closes = {"closes_at": "2099-01-01T12:00:00Z"}

    _status, vote = send(browse(member), "post", "pool-vote-list", pool_id=pool.pk, data=closes)
    for person in (member, jo):
        send(browse(person), "post", "pool-vote-vote", pool_id=pool.pk, pk=vote["id"], data={"choice": "go_ahead"})
    _status, vote = send(browse(jo), "post", "pool-vote-close", pool_id=pool.pk, pk=vote["id"])

    assert (vote["count"], vote["result"]["outcome"]) == ({"people": 2, "voted": 2}, "agreed")
    assert send(browse(member), "post", "pool-vote-list", pool_id=pool.pk, data=closes)[0] == 409


def test_a_paper_by_program(browse: Browse, member: Profile, gym: Pool) -> None:
    landlord = gym.consents.get(kind="landlord")
    client = browse(member)
    address = reverse("api:pool-consent-file", kwargs={"pool_id": gym.pk, "pk": landlord.pk})

    refused = client.post(address, {"file": paper(b"Yes, says the landlord"), "dated_on": "2026-11-01"})
    assert refused.status_code == 409
    assert "Please send a PDF, or a picture" in refused.json()["detail"]
    kept = client.post(address, {"file": paper(), "dated_on": "2026-11-01"})
    assert (kept.status_code, kept.json()["dated_on"]) == (200, "2026-11-01")


def test_only_candidates_are_invited(browse: Browse, member: Profile, jo: Profile) -> None:
    make_cooking_wish(jo)
    pool = make_pool(member, wish=make_cooking_wish(member))
    stranger = make_member("Stranger")

    _status, found = send(browse(member), "get", "pool-candidates", pk=pool.pk)
    assert [candidate["shown_name"] for candidate in found] == ["Jo"]
    data = {"people": [str(jo.pk), str(stranger.pk)]}
    assert send(browse(member), "post", "pool-invite", pk=pool.pk, data=data)[0] == 400
    assert send(browse(member), "post", "pool-invite", pk=pool.pk, data={"people": [str(jo.pk)]})[0] == 201

    _status, asked = send(browse(jo), "get", "pool-invitation-list")
    assert [invitation["pool_title"] for invitation in asked["results"]] == ["Cooking together"]


def test_shares_are_set_for_everybody_at_once(browse: Browse, member: Profile, gym: Pool) -> None:
    places = [str(place.pk) for place in gym.memberships.open()]
    client = browse(member)

    def share(numbers: dict[str, str]) -> int:
        data = {"rule": "by_hours", "numbers": numbers}
        status, _said = send(client, "put", "pool-costs-sharing", pool_id=gym.pk, data=data)
        return status

    assert share(dict.fromkeys(places, "1")) == 200
    assert share({places[0]: "1"}) == 409
    assert share({"somebody": "1"}) == 400
