"""Deciding by program, with the same refusals."""

from collections.abc import Callable

import pytest
from django.test import Client

from pools.models import Pool
from portal.models import Area, Profile
from tests.factories.decisions import end_without_agreement, make_question, make_tender
from tests.factories.pools import make_costed_pool
from tests.factories.portal import make_member
from tests.pools.api.test_wishes_and_pools import send

Browse = Callable[..., Client]
CLOSES = {"closes_at": "2099-01-01T12:00:00Z"}


@pytest.fixture
def jo(area: Area) -> Profile:
    return make_member("Jo")


@pytest.fixture
def pool(member: Profile, jo: Profile) -> Pool:
    return make_costed_pool(member, jo, price="100.00")


def test_a_question_by_program(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    data = {"question": "When?", "answers": ["Tuesday", "Thursday"], "quorum": 2, **CLOSES}
    status, asked = send(browse(jo), "post", "pool-vote-question", pool_id=pool.pk, data=data)
    assert (status, asked["subject"], asked["quorum"]) == (201, "question", 2)
    tuesday = next(option["id"] for option in asked["options"] if option["words"] == "Tuesday")

    for answer in ({}, {"choice": "no_change", "option": tuesday}, {"choice": "answer"}, {"option": str(pool.pk)}):
        assert send(browse(jo), "post", "pool-vote-vote", pool_id=pool.pk, pk=asked["id"], data=answer)[0] == 400
    for person in (member, jo):
        send(browse(person), "post", "pool-vote-vote", pool_id=pool.pk, pk=asked["id"], data={"option": tuesday})
    _status, closed = send(browse(jo), "post", "pool-vote-close", pool_id=pool.pk, pk=asked["id"])

    assert (closed["result"]["outcome"], closed["result"]["chosen"]) == ("chosen", tuesday)
    assert closed["result"]["tally"][0] == {"words": "Tuesday", "votes": 2}
    send(browse(jo), "post", "pool-vote-follow-up", pool_id=pool.pk, pk=asked["id"], data={"words": "We met."})
    _status, log = send(browse(member), "get", "pool-decision-list", pool_id=pool.pk)
    assert [(entry["asked"], entry["outcome"], entry["then"]) for entry in log] == [
        ("When?", "Tuesday", ["We met. (Jo)"])
    ]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"question": "When?", "answers": ["Tuesday"]}, 409),
        ({"question": "When?", "answers": ["Tuesday", "x" * 101]}, 400),
        ({"question": "When?", "answers": ["Tuesday", "Thursday"], "quorum": 0}, 400),
        ({"question": "When?", "answers": ["Tuesday", "Thursday"], "quorum": 3}, 409),
        ({"question": "When?", "answers": ["Tuesday", "Thursday"], "closes_at": "2020-01-01T12:00:00Z"}, 409),
    ],
)
def test_a_question_that_is_none(
    browse: Browse, member: Profile, pool: Pool, data: dict[str, object], status: int
) -> None:
    answer = send(browse(member), "post", "pool-vote-question", pool_id=pool.pk, data={**CLOSES, **data})

    assert answer[0] == status


def test_sharing_and_interest_by_program(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    data = {"rules": ["by_use"], **CLOSES}
    status, asked = send(browse(member), "post", "pool-vote-sharing", pool_id=pool.pk, data=data)
    assert status == 201
    assert [share["amount"] for share in asked["figures"]["answers"]["by_use"]] == ["50.00", "50.00"]

    words = {"words": "I use it most."}
    _status, told = send(browse(jo), "post", "pool-vote-interest", pool_id=pool.pk, pk=asked["id"], data=words)

    assert [(interest["person"], interest["words"]) for interest in told["interests"]] == [("Jo", "I use it most.")]
    assert told["count"] == {"people": 1, "voted": 0}
    assert send(browse(member), "post", "pool-vote-sharing", pool_id=pool.pk, data=data)[0] == 409


def test_the_mediator_and_quiet_words_by_program(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    question = end_without_agreement(make_question(pool))
    mediator = {"name": "Sue", "contact": "01295 000000"}
    stuck = {"words": "We are stuck."}
    there = {"pool_id": pool.pk, "pk": question.pk}
    assert send(browse(jo), "post", "pool-vote-mediator", data=stuck, **there)[0] == 409
    assert send(browse(member), "put", "pool-decision-mediator", pool_id=pool.pk, data=mediator) == (200, mediator)
    assert send(browse(jo), "post", "pool-vote-mediator", data=stuck, **there)[0] == 200

    _status, quiet = send(browse(jo), "post", "pool-quiet-word-list", pool_id=pool.pk, data={"words": "Too fast."})
    assert set(quiet) == {"id", "proposal", "words", "shared_at"}
    assert send(browse(jo), "get", "pool-quiet-word-list", pool_id=pool.pk) == (200, [])
    assert len(send(browse(member), "get", "pool-quiet-word-list", pool_id=pool.pk)[1]) == 1
    assert send(browse(member), "post", "pool-quiet-word-share", pool_id=pool.pk, pk=quiet["id"])[0] == 200
    assert len(send(browse(jo), "get", "pool-quiet-word-list", pool_id=pool.pk)[1]) == 1


def test_a_tender_and_its_panel_by_program(browse: Browse, member: Profile, jo: Profile, pool: Pool) -> None:
    organiser = browse(member)

    def do(client: Client, act: str, **data: object) -> tuple[int, dict[str, object]]:
        method = "put" if act == "presentation" else "post"
        return send(client, method, f"pool-tender-{act}", pool_id=pool.pk, pk=tender["id"], data=data)

    _status, tender = send(organiser, "post", "pool-tender-list", pool_id=pool.pk, data={"title": "Night support"})
    do(browse(jo), "qualities", words="Kind")
    _status, told = do(organiser, "presentation", presents_on="2026-12-03")
    (quality,) = told["qualities"]
    _status, told = do(organiser, "support", quality=quality["id"])
    assert told["qualities"][0]["supported_by"] == 1
    for name in ("Ash", "Birch"):
        _status, told = do(organiser, "candidates", name=name)
    for candidate in told["candidates"]:
        do(organiser, "stages", candidate=candidate["id"], stage="shortlist")
    assert do(browse(jo), "scores", scores=[])[0] == 404
    groups = [{"name": "Residents", "weight": "15", "is_ours": True}, {"name": "Commissioners", "weight": "85"}]
    _status, told = do(organiser, "panel", groups=groups)
    outside = next(group["id"] for group in told["panel"]["groups"] if not group["is_ours"])

    def scores(*points: str) -> list[dict[str, object]]:
        return [
            {"candidate": candidate["id"], "points": given}
            for candidate, given in zip(told["candidates"], points, strict=True)
        ]

    assert do(browse(jo), "scores", scores=scores("90", "101"))[0] == 400
    assert do(browse(jo), "scores", scores=scores("90", "80"))[0] == 200
    assert do(organiser, "publish")[0] == 409
    do(organiser, "group-scores", group=outside, scores=scores("70", "75"))
    status, told = do(organiser, "publish")

    assert status == 200
    assert [row["total"] for row in told["panel"]["result"]["totals"]] == ["73.00", "75.75"]
    assert told["chosen"] == told["candidates"][1]["id"]
    assert "that counts 15%" in told["why"]


def test_what_belongs_to_another_tender_is_not_found(browse: Browse, member: Profile, pool: Pool) -> None:
    tender, other = make_tender(pool, "Ash", "Birch"), make_tender(pool, "Cedar", title="Another")
    data = {"candidate": str(other.candidates.get().pk), "stage": "presented"}

    assert send(browse(member), "post", "pool-tender-stages", pool_id=pool.pk, pk=tender.pk, data=data)[0] == 404
