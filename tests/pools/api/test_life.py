"""Gates, risks, pauses, reviews and insurance by program, with the same refusals and the same privacy."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pools.models import Pool, PurchaseKind
from pools.queries.pools import membership_of
from portal.models import Profile
from tests.factories.pools import make_pool, paper
from tests.factories.portal import make_champion, make_member
from tests.pools.api.test_wishes_and_pools import send

Browse = Callable[..., Client]


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


@pytest.fixture
def gym(member: Profile, jo: Profile) -> Pool:
    return make_pool(member, jo, buying=PurchaseKind.EQUIPMENT)


def test_what_comes_first_is_asked_and_done(browse: Browse, member: Profile, jo: Profile, gym: Pool) -> None:
    organiser, client = browse(member), browse(jo)
    for kind in ("health", "risk"):
        asked = {"kind": kind, "reason": "To be safe."}
        status, gate = send(organiser, "post", "pool-gate-list", pool_id=gym.pk, data=asked)
        assert (status, gate["kind"]) == (201, kind)
    assert send(client, "post", "pool-gate-list", pool_id=gym.pk, data=asked)[0] == 404
    assert send(organiser, "post", "pool-gate-list", pool_id=gym.pk, data=asked) == (
        409,
        {"detail": "This is on the list already."},
    )

    answers = {"answers": [True, *[False] * 6]}
    own = send(client, "post", "pool-gate-health", pool_id=gym.pk, data=answers)[1]
    assert [check["kind"] for check in own["checks"] if not check["is_done"]] == [
        "induction",
        "disclaimer",
        "health",
        "risk",
        "doctor",
    ]
    # What only Jo may know is in nobody else's answer.
    told = next(use for use in send(organiser, "get", "pool-gate-people", pool_id=gym.pk)[1] if use["person"] == "Jo")
    assert [check["kind"] for check in told["checks"]] == ["induction", "disclaimer", "health", "risk"]
    own = send(client, "post", "pool-gate-doctor", pool_id=gym.pk, data={"given_by": "Dr Shah"})[1]
    assert {"kind": "doctor", "is_done": True} in own["checks"]
    member_of = {"pool_id": gym.pk, "member": membership_of(gym, jo).pk}
    told = send(organiser, "post", "pool-gate-risk-assessment", **member_of, data={"given_by": "Richmond House"})[1]
    assert {"kind": "risk", "is_done": True} in told["checks"]
    assert not told["may_use"]


def test_a_paper_is_renewed_and_the_first_one_stays(browse: Browse, member: Profile, gym: Pool) -> None:
    client, landlord = browse(member), gym.consents.get()
    kwargs = {"pool_id": gym.pk, "pk": landlord.pk}
    letter = {"file": paper(), "dated_on": "2026-11-01", "valid_until": "2099-01-01"}

    assert client.post(reverse("api:pool-consent-renew", kwargs=kwargs), letter).status_code == 409
    client.post(reverse("api:pool-consent-file", kwargs=kwargs), {**letter, "file": paper()})
    renewed = client.post(
        reverse("api:pool-consent-renew", kwargs=kwargs), {**letter, "file": paper(), "valid_until": "2099-02-02"}
    )

    assert (renewed.status_code, renewed.json()["valid_until"]) == (200, "2099-02-02")
    papers = send(client, "get", "pool-consent-papers", **kwargs)[1]
    assert [each["valid_until"] for each in papers] == ["2099-02-02", "2099-01-01"]


def test_a_risk_note_is_written_and_read(browse: Browse, jo: Profile, gym: Pool) -> None:
    client = browse(jo)
    risk = {"what": "A fall", "answer": "Mats", "carried_by": "Each of us", "accepted_by": ""}
    written = {"wanted": "To keep fit.", "risks": [risk]}

    status, note = send(client, "post", "pool-risk-note-list", pool_id=gym.pk, data=written)
    assert (status, note["version"], note["risks"], note["written_by"]) == (201, 1, [risk], "Jo")
    stale = written | {"replaces": 0}
    assert send(client, "post", "pool-risk-note-list", pool_id=gym.pk, data=stale)[0] == 409
    assert send(client, "post", "pool-risk-note-read", pool_id=gym.pk, version=1) == (204, None)
    assert send(client, "post", "pool-risk-note-read", pool_id=gym.pk, version=7)[0] == 404
    assert len(send(client, "get", "pool-risk-note-list", pool_id=gym.pk)[1]) == 1


def test_a_pause_and_its_end(browse: Browse, member: Profile, jo: Profile, gym: Pool) -> None:
    client = browse(jo)

    status, pause = send(client, "post", "pool-pause-list", pool_id=gym.pk, data={"about": "Benefits"})
    assert (status, pause["by"], pause["ended_at"]) == (201, "Jo", None)
    assert send(client, "post", "pool-pause-list", pool_id=gym.pk, data={"about": "More"})[0] == 409
    assert send(browse(member), "post", "pool-pause-resume", pool_id=gym.pk, data={"learned": "Fine"}) == (204, None)

    ended = send(client, "get", "pool-pause-list", pool_id=gym.pk)[1]
    assert [(each["learned"], each["ended_at"] is None) for each in ended] == [("Fine", False)]
    timeline = send(client, "get", "pool-timeline", pk=gym.pk)[1]
    assert [(each["kind"], each["who"]) for each in timeline][-2:] == [("paused", "Jo"), ("resumed", "Peter")]


def test_baseline_and_review(browse: Browse, member: Profile, jo: Profile, gym: Pool) -> None:
    client, pool_id = browse(jo), {"pool_id": gym.pk}
    assert send(client, "get", "pool-review-baseline", **pool_id)[1] == []
    chosen = send(client, "put", "pool-review-outcomes", **pool_id, data={"words": ["We laugh"]})[1]
    assert send(client, "get", "pool-review-outcomes", **pool_id)[1] == chosen
    foreign = {"outcomes": [{"outcome": str(gym.pk), "score": 3}]}
    assert send(client, "post", "pool-review-baseline", **pool_id, data=foreign)[0] == 400
    scores = {"life": 4, "outcomes": [{"outcome": chosen[0]["id"], "score": 3}]}
    assert send(client, "post", "pool-review-baseline", **pool_id, data=scores) == (204, None)
    few = {"score": None, "people": None}
    assert send(client, "get", "pool-review-baseline", **pool_id)[1] == [
        {"question": "How good is your life?", "average": few},
        {"question": "We laugh", "average": few},
    ]

    planned = {"planned_on": timezone.localdate().isoformat()}
    status, review = send(client, "post", "pool-review-list", **pool_id, data=planned)
    assert status == 201
    answered = send(client, "post", "pool-review-answer", **pool_id, pk=review["id"], data=scores)[1]
    assert answered["comparisons"][0]["now"] == few
    assert send(client, "post", "pool-review-answer", **pool_id, pk=review["id"], data={})[0] == 409
    status, note = send(client, "post", "pool-review-note", **pool_id, pk=review["id"], data={"working": "All"})
    assert (status, note["working"]) == (201, "All")
    assert len(send(client, "get", "pool-review-list", **pool_id)[1]) == 1


def test_insurance_savings_dates_and_who_is_told(browse: Browse, member: Profile, jo: Profile, gym: Pool) -> None:
    client, pool_id = browse(member), {"pool_id": gym.pk}
    policy = {"model": "each", "insurer": "Safe & Sound", "valid_until": "2099-01-01"}
    assert send(client, "post", "pool-insurance-list", **pool_id, data=policy)[0] == 201
    word = {"given_by": "The council", "words": "It stays with you.", "valid_until": "2099-02-02"}
    assert send(client, "post", "pool-assurance-list", **pool_id, data=word)[0] == 201

    assert [each["on"] for each in send(client, "get", "pool-life-dates", **pool_id)[1]] == ["2099-01-01", "2099-02-02"]
    assert len(send(client, "get", "pool-insurance-list", **pool_id)[1]) == 1
    assert len(send(client, "get", "pool-assurance-list", **pool_id)[1]) == 1
    chosen = {"facilitator": str(make_champion("Grace").pk)}
    assert send(client, "put", "pool-life-facilitator", **pool_id, data=chosen) == (200, chosen)
    assert send(client, "put", "pool-life-facilitator", **pool_id, data={"facilitator": str(jo.pk)})[0] == 404
    assert send(browse(jo), "put", "pool-life-facilitator", **pool_id, data=chosen)[0] == 404
