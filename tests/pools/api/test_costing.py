"""Own parts, money paths, promises, late joiners and the question of a group, by program."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from pools.models import Pool, PurchaseKind
from portal.models import Area, Profile
from tests.factories.peers import make_group, make_membership
from tests.factories.pools import cost, make_agreed_pool, make_pool, paper, waive_the_rest
from tests.factories.portal import make_member
from tests.pools.api.test_wishes_and_pools import send

Browse = Callable[..., Client]


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    pool = make_pool(member, jo, buying=PurchaseKind.OUTING)
    cost(pool, "100.00")
    waive_the_rest(pool)
    return pool


def test_parts_keep_the_kind_of_the_funding_to_oneself(
    browse: Browse, member: Profile, jo: Profile, pool: Pool
) -> None:
    own = {"pooled_part": "waiting", "funding_kind": "waiting", "year_end": "2027-03-31"}

    status, said = send(browse(jo), "put", "pool-part-own", pool_id=pool.pk, data=own)
    assert (status, said["year_end"], said["names_funding"]) == (200, "2027-03-31", False)
    assert send(browse(jo), "get", "pool-part-own", pool_id=pool.pk)[1] == said

    _status, parts = send(browse(member), "get", "pool-part-list", pool_id=pool.pk)
    assert [(part["person"], part["pooled_part"], part["funding_kind"]) for part in parts] == [
        ("Peter", "part", None),
        ("Jo", "waiting", None),
    ]
    _status, costs = send(browse(member), "get", "pool-costs-list", pool_id=pool.pk)
    assert (costs["waiting"], costs["people"]) == (1, 2)
    assert [(share["amount"], share["when_all_pay"]) for share in costs["shares"]] == [
        ("100.00", "50.00"),
        ("0.00", "50.00"),
    ]

    send(browse(jo), "put", "pool-part-own", pool_id=pool.pk, data=own | {"names_funding": True})
    _status, parts = send(browse(member), "get", "pool-part-list", pool_id=pool.pk)
    assert parts[1]["funding_kind"] == "waiting"


def test_costs_tell_of_risks_and_shortages(browse: Browse, member: Profile, pool: Pool) -> None:
    client = browse(member)
    travel, reserve = pool.cost_lines.get(prompt="travel"), pool.cost_lines.get(prompt="contingency")
    answer = {"amount": "40", "paid_by": "Richmond House", "paid_part": "10"}

    status, line = send(client, "put", "pool-cost-line-detail", pool_id=pool.pk, pk=travel.pk, data=answer)
    assert (status, line["paid_part"], line["promised_on"]) == (200, "10.00", None)
    status, line = send(
        client, "put", "pool-cost-line-put-aside", pool_id=pool.pk, pk=reserve.pk, data={"percent": "10"}
    )
    assert (status, line["percent"], line["amount"]) == (200, "10.00", None)
    send(client, "put", "pool-costs-details", pool_id=pool.pk, data={"shortfall": "reserve"})

    _status, costs = send(client, "get", "pool-costs-list", pool_id=pool.pk)
    assert (costs["total"], costs["paid_by_others"], costs["put_aside"]) == ("143.00", "10.00", "13.00")
    assert costs["risks"] == [
        "Richmond House has only said that they pay £10.00 (Getting there and back). If they do not, you share it."
    ]
    shortage = costs["shortage"]
    assert (shortage["extra"], shortage["from_put_aside"], shortage["shared"]) == ("13.00", "13.00", "0.00")
    assert send(client, "put", "pool-cost-line-put-aside", pool_id=pool.pk, pk=reserve.pk, data={})[0] == 409


def test_a_promise_comes_with_its_paper(browse: Browse, member: Profile, pool: Pool) -> None:
    client, travel = browse(member), cost(pool, "40.00", prompt="travel", paid_by="Richmond House")
    where = {"pool_id": pool.pk, "pk": travel.pk}

    assert send(client, "get", "pool-cost-line-promise-paper", **where)[0] == 404
    status, line = send(client, "put", "pool-cost-line-promise", **where, data={"promised_on": "2026-11-02"})
    assert (status, line["promised_on"]) == (200, "2026-11-02")
    travel.refresh_from_db()
    assert travel.promise is None
    assert send(client, "put", "pool-cost-line-promise", **where, data={"promised_on": "2099-11-02"})[0] == 409

    letter = client.generic(
        "PUT",
        reverse("api:pool-cost-line-promise", kwargs=where),
        *_multipart({"promised_on": "2026-11-02", "file": paper()}),
    )
    assert letter.status_code == 200
    assert client.get(reverse("api:pool-cost-line-promise-paper", kwargs=where)).status_code == 200


def _multipart(data: dict[str, object]) -> tuple[bytes, str]:
    return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT


def test_money_path_days_and_price(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    client = browse(member)

    status, costs = send(client, "put", "pool-costs-money-path", pool_id=pool.pk, data={"money_path": "venue"})
    assert (status, costs["money_path"]) == (200, "venue")
    status, costs = send(
        client, "put", "pool-costs-days", pool_id=pool.pk, data={"by_days": True, "first_day": "2027-01-01"}
    )
    assert (costs["by_days"], costs["first_day"]) == (True, "2027-01-01")
    assert send(client, "put", "pool-costs-days", pool_id=pool.pk, data={"by_days": True})[0] == 409
    status, costs = send(client, "put", "pool-costs-price", pool_id=pool.pk, data={"holds_until": "2099-01-01"})
    assert (costs["details"]["price_holds_until"], costs["price_warning"]) == ("2099-01-01", "")
    assert send(browse(jo), "put", "pool-costs-days", pool_id=pool.pk, data={"by_days": False})[0] == 404


def test_joining_late(browse: Browse, member: Profile, jo: Profile) -> None:
    group = make_group(organiser=member)
    make_membership(group, jo)
    pool = make_agreed_pool(member, group=group)
    newcomer, organiser, where = browse(jo), browse(member), {"pool_id": pool.pk}

    status, asked = send(newcomer, "post", "pool-late-joiner-list", **where)
    assert (status, asked["person"], asked["answer"]) == (201, "Jo", "")
    assert send(newcomer, "post", "pool-late-joiner-list", **where)[0] == 409
    assert send(newcomer, "post", "pool-late-joiner-take-back", **where)[1]["answer"] == "taken_back"
    _status, asked = send(newcomer, "post", "pool-late-joiner-list", **where)
    assert send(organiser, "post", "pool-late-joiner-turn-down", **where, pk=asked["id"])[1]["answer"] == "not_now"
    _status, asked = send(newcomer, "post", "pool-late-joiner-list", **where)

    _status, preview = send(organiser, "get", "pool-late-joiner-preview", **where, pk=asked["id"])
    assert [(change["before"], change["after"]) for change in preview["changes"]] == [
        ("840.00", "420.00"),
        (None, "420.00"),
    ]
    assert [one["person"] for one in send(organiser, "get", "pool-late-joiner-list", **where)[1]] == ["Jo"]
    assert send(newcomer, "post", "pool-late-joiner-let-in", **where, pk=asked["id"])[0] == 404
    assert send(organiser, "post", "pool-late-joiner-let-in", **where, pk=asked["id"])[1]["answer"] == "let_in"
    assert send(newcomer, "get", "pool-costs-list", **where)[1]["people"] == 2


def test_who_goes_on(browse: Browse, member: Profile, jo: Profile) -> None:
    group = make_group(organiser=member)
    make_membership(group, jo)
    question = {"group": str(group.pk), "words": "Go on?", "supporters": 1, "closes_on": "2099-01-01"}

    assert send(browse(make_member("Ann")), "post", "opt-in-call-list", data=question)[0] == 409
    status, call = send(browse(member), "post", "opt-in-call-list", data=question)
    assert (status, call["asked_by"], call["own_answer"]) == (201, "Peter", None)
    for profile in (member, jo):
        send(browse(profile), "post", "opt-in-call-answer", pk=call["id"], data={"choice": "yes"})
    _status, call = send(browse(jo), "get", "opt-in-call-detail", pk=call["id"])
    assert (call["yes_sayers"], call["own_answer"]) == (["Peter", "Jo"], "yes")
    assert (call["count"]["percent"], call["count"]["people_for_each_supporter"]) == ("100.0", "2.0")
    assert [one["id"] for one in send(browse(jo), "get", "opt-in-call-list")[1]["results"]] == [call["id"]]

    plan = {"title": "Going on", "purpose": "We go on together."}
    status, started = send(browse(jo), "post", "opt-in-call-start-pool", pk=call["id"], data=plan)
    assert (status, started["title"]) == (201, "Going on")
    assert Pool.objects.get(pk=started["id"]).group == group
    assert send(browse(jo), "post", "opt-in-call-start-pool", pk=call["id"], data=plan)[0] == 409
