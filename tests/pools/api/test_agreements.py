from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pools.models import Agreement, DocumentState, Pool, PoolDocument, Signature
from pools.operations.documents import claim_document, make_document
from portal.models import Area, Profile
from tests.factories.agreements import NOW, TERMS, freeze, make_gym, make_signed_agreement, sign_all
from tests.factories.portal import make_member

Browse = Callable[..., Client]

FULL = {"typed_name": "Barry", "agrees_to_pool": True, "agrees_to_cost": True, "knows_liability": True}


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def barry(gym: Pool) -> Profile:
    return Profile.objects.get(shown_name="Barry")


def address(pool: Pool, rest: str = "") -> str:
    return f"/api/v1/pools/{pool.pk}/agreements/{rest}"


def post(client: Client, place: str, **data: Any) -> Any:
    return client.post(place, data, content_type="application/json")


def test_the_organiser_makes_a_version(gym: Pool, browse: Browse) -> None:
    answer = post(browse(gym.organiser), address(gym), **TERMS)

    made = answer.json()
    assert answer.status_code == 201
    assert (made["version"], made["state"], made["total"]) == (1, "frozen", "895.00")
    assert made["sha256"] == Agreement.objects.get().sha256
    assert made["clauses"][4]["table"]["rows"][0] == ["Alan", "£298.34"]
    assert made["terms"]["money_holder"] == "Lakeside Credit Union"
    assert made["signers"][0] == {
        "name": "Alan",
        "share": "298.34",
        "signed_at": None,
        "supporter_name": "",
        "witness_name": "",
        "had_it_in": [],
    }


def test_terms_that_are_none(gym: Pool, browse: Browse) -> None:
    answer = post(browse(gym.organiser), address(gym), **{**TERMS, "notice_days": 400, "money_holder": " "})

    assert answer.status_code == 400
    assert set(answer.json()) == {"notice_days", "money_holder"}
    assert not Agreement.objects.exists()


def test_signing(gym: Pool, barry: Profile, browse: Browse) -> None:
    freeze(gym)

    answer = post(browse(barry), address(gym, "1/sign/"), **FULL)
    again = post(browse(barry), address(gym, "1/sign/"), **FULL)

    assert (answer.status_code, again.status_code) == (200, 200)
    assert answer.json()["share"] == "298.33"
    assert again.json() == answer.json()
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"agrees_to_cost": False}, "Tick the box if you agree to this cost. If you do not, do not sign."),
        ({"typed_name": "Bob"}, "Please type your name as it is in the agreement: Barry."),
    ],
)
def test_words_that_do_not_sign(
    gym: Pool, barry: Profile, browse: Browse, change: dict[str, object], sentence: str
) -> None:
    freeze(gym)

    answer = post(browse(barry), address(gym, "1/sign/"), **{**FULL, **change})

    assert (answer.status_code, answer.json()) == (409, {"detail": sentence})
    assert not Signature.objects.exists()


def test_an_older_version(gym: Pool, barry: Profile, browse: Browse) -> None:
    freeze(gym)
    freeze(gym, notice_days=3)

    answer = post(browse(barry), address(gym, "1/sign/"), **FULL)

    assert answer.status_code == 409
    assert answer.json() == {"detail": "The agreement has changed. Please read the new one first."}
    versions = [(found["version"], found["state"]) for found in browse(barry).get(address(gym)).json()]
    assert versions == [(2, "frozen"), (1, "replaced")]


@pytest.mark.parametrize("versions", [1, 3])
def test_more_versions_take_no_more_queries(
    gym: Pool, barry: Profile, browse: Browse, django_assert_num_queries: DjangoAssertNumQueries, versions: int
) -> None:
    for days in range(versions):
        sign_all(freeze(gym, notice_days=days), but=gym.organiser)
    client = browse(barry)

    with django_assert_num_queries(12):
        assert len(client.get(address(gym)).json()) == versions


def test_the_paper(gym: Pool, barry: Profile, browse: Browse, now: datetime) -> None:
    client = browse(barry)
    agreement = freeze(gym)
    assert client.get(address(gym, "1/pdf/")).status_code == 404
    assert post(client, address(gym, "1/pdf/make/")).status_code == 409
    sign_all(agreement)

    assert client.get(address(gym, "1/pdf/")).json()["state"] == "pending"
    assert client.get(address(gym, "1/download/")).status_code == 404
    document = agreement.documents.get(kind="signed")
    made = make_document(document=claim_document(document_id=str(document.pk), now=NOW), now=NOW)

    assert client.get(address(gym, "1/pdf/")).json()["state"] == "made"
    download = client.get(address(gym, "1/download/"))
    assert (download.content, download["Content-Type"]) == (bytes(made.file.content), "application/pdf")


def test_a_paper_that_failed_can_be_asked_for_again(gym: Pool, barry: Profile, browse: Browse) -> None:
    make_signed_agreement(gym)
    PoolDocument.objects.update(state=DocumentState.FAILED)

    assert post(browse(barry), address(gym, "1/pdf/make/")).json()["state"] == "pending"


def test_terms_of_every_kind_are_given_back_as_they_were_sent(gym: Pool, browse: Browse) -> None:
    sent = {
        "hmrc_reserve": "250.00",
        "employers": "Alan and Barry",
        "employed_until": "2027-08-31",
        "insurance_model": "joint",
        "review_dates": ["2027-03-01", "2027-09-01"],
        "annexes": ["employment"],
        "contribution_due_day": 5,
    }

    made = post(browse(gym.organiser), address(gym), **TERMS, **sent).json()

    assert {name: made["terms"][name] for name in sent} == sent


def test_a_draft_may_have_gaps(gym: Pool, barry: Profile, browse: Browse) -> None:
    client, place = browse(gym.organiser), address(gym, "draft/")
    assert client.get(place).json()["annexes"] == ["goods"]

    kept = client.patch(place, {"mediator": "Ms Grey", "notice_days": 14}, content_type="application/json")
    refused = client.patch(place, {"cooling_off_days": 15}, content_type="application/json")

    assert (kept.status_code, refused.status_code) == (200, 400)
    found = client.get(place).json()
    assert (found["mediator"], found["notice_days"], found["money_holder"]) == ("Ms Grey", 14, "")
    assert browse(barry).get(place).status_code == 404


def test_what_changed_and_taking_a_signature_back(gym: Pool, barry: Profile, browse: Browse) -> None:
    freeze(gym)
    client = browse(barry)
    assert client.get(address(gym, "1/changes/")).json() == []
    newer = freeze(gym, mediator="Ms Grey")

    changes = client.get(address(gym, "2/changes/")).json()
    assert [(change["key"], change["kind"], change["old"]) for change in changes] == [("disagreement", "new", [])]
    assert "Ms Grey" in changes[0]["new"][0]

    assert post(client, address(gym, "2/withdraw/")).status_code == 409
    post(client, address(gym, "2/sign/"), **FULL, had_it_in=["bsl"])
    answer = post(client, address(gym, "2/withdraw/"))
    assert answer.status_code == 200
    assert client.get(address(gym, "2/")).json()["signers"][1]["signed_at"] is None
    assert newer.signatures.count() == 1


def test_outsiders_find_nothing(gym: Pool, browse: Browse) -> None:
    make_signed_agreement(gym)
    client = browse(make_member("Zoe"))

    for rest in ("", "1/", "1/pdf/", "1/download/"):
        assert client.get(address(gym, rest)).status_code == 404
    assert post(client, address(gym, "1/sign/"), **FULL).status_code == 404
