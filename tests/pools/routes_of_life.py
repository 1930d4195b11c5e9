"""Who may go where in the life of a pool: its members, and to everybody else there is none."""

from functools import partial
from typing import Any

from pools.models import (
    Consent,
    GateKind,
    GateRecord,
    Insurance,
    Pool,
    PoolMembership,
    PoolReview,
    PurchaseKind,
    RiskNote,
    SavingsAssurance,
)
from pools.operations.consent import file_consent
from pools.operations.gate import add_gate
from pools.operations.pause import pause_pool
from pools.operations.pool_review import plan_review
from pools.operations.protection import record_assurance, record_insurance
from pools.operations.risk_note import write_risk_note
from pools.operations.use import record_doctors_word
from pools.queries.pools import membership_of
from pools.queries.risks import RiskWords
from tests.architecture.routes import ApiRoute, Maker, Route, other_member
from tests.architecture.world import World
from tests.factories.pools import NOW, make_pool, paper


def pool(world: World) -> Pool:
    """The member's pool, with two things that come first and a landlord to ask."""
    return make_pool(world.member, title="A gym at home", buying=PurchaseKind.EQUIPMENT)


def place(world: World) -> PoolMembership:
    found = membership_of(world.once(pool), world.member)
    assert found is not None
    return found


def landlord(world: World) -> Consent:
    consent = world.once(pool).consents.get(kind="landlord")
    return file_consent(consent=consent, file=paper(), dated_on=NOW.date(), by=world.member, now=NOW)


def note(world: World) -> RiskNote:
    risk = RiskWords(what="Somebody falls", answer="We lay mats.", carried_by="Each of us")
    return write_risk_note(pool=world.once(pool), wanted="To keep fit.", risks=[risk], by=world.member, now=NOW)


def review(world: World) -> PoolReview:
    return plan_review(pool=world.once(pool), planned_on=NOW.date(), by=world.member, now=NOW)


def doctor(world: World) -> GateRecord:
    return record_doctors_word(membership=world.once(place), given_by="Dr Shah", file=paper(), by=world.member, now=NOW)


def assurance(world: World) -> SavingsAssurance:
    words = {"given_by": "The council", "words": "It stays with you.", "file": paper()}
    return record_assurance(pool=world.once(pool), **words, by=world.member, now=NOW)


def insurance(world: World) -> Insurance:
    policy = {"model": "joint", "insurer": "Safe & Sound", "valid_until": NOW.date(), "file": paper()}
    return record_insurance(pool=world.once(pool), **policy, by=world.member, now=NOW)


def paused(world: World) -> None:
    pause_pool(pool=world.once(pool), about="Benefits", by=world.member, now=NOW)


def asks_about_risk(world: World) -> None:
    add_gate(pool=world.once(pool), kind=GateKind.RISK, reason="To be safe.", by=world.member, now=NOW)


def the_pool(world: World) -> dict[str, Any]:
    return {"pool": world.once(pool).pk}


def the_place(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(place).pk}


def the_gate(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(pool).gates.get(kind="induction").pk}


def the_landlord(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(landlord).pk}


def the_earlier_paper(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(landlord).papers.get().pk}


def the_risk(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(note).risks.get().pk}


def the_note(world: World) -> dict[str, Any]:
    return the_pool(world) | {"version": world.once(note).version}


def the_review(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(review).pk}


def the_doctors_paper(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(doctor).pk}


def the_assurance(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(assurance).pk}


def the_insurance(world: World) -> dict[str, Any]:
    return the_pool(world) | {"pk": world.once(insurance).pk}


def words(**answers: Any) -> Maker:
    """What is sent along, whatever the world."""
    return lambda _world: answers


def in_pool(make: Maker) -> Maker:
    """The same address in the API, where the pool is called `pool_id`."""

    def renamed(world: World) -> dict[str, Any]:
        kwargs = make(world)
        return {"pool_id": kwargs.pop("pool"), **kwargs}

    return renamed


def the_member(world: World) -> dict[str, Any]:
    return {"pool_id": world.once(pool).pk, "member": world.once(place).pk}


Private = partial(Route, without=404, outsider=other_member)
PrivateButton = partial(Private, method="post", allowed=302)
PrivateApi = partial(ApiRoute, without=404, outsider=other_member)
PrivatePost = partial(PrivateApi, method="post")

RISK = {"what": "Somebody falls", "answer": "We lay mats.", "carried_by": "Each of us", "accepted_by": ""}

ROUTES: list[Route] = [
    # Consents that run out
    Private(name="pools:renew_consent", make=the_landlord),
    Private(name="pools:earlier_consent_paper", make=the_earlier_paper),
    # What comes first
    Private(name="pools:add_gate", make=the_pool),
    Private(name="pools:remove_gate", make=the_gate),
    Private(name="pools:record_risk_assessment", make=the_place),
    Private(name="pools:answer_health_questions", make=the_pool),
    Private(name="pools:record_doctors_word", make=the_pool),
    Private(name="pools:gate_paper", make=the_doctors_paper),
    # What could go wrong
    Private(name="pools:risks", make=the_pool, given=lambda world: world.once(note)),
    Private(name="pools:describe_risks", make=the_pool),
    Private(name="pools:add_risk", make=the_pool),
    PrivateButton(name="pools:remove_risk", make=the_risk),
    PrivateButton(name="pools:read_risks", make=the_note),
    # Insurance, and a word about savings
    Private(name="pools:protection", make=the_pool),
    Private(name="pools:record_assurance", make=the_pool),
    Private(name="pools:assurance_paper", make=the_assurance),
    Private(name="pools:record_insurance", make=the_pool),
    Private(name="pools:insurance_paper", make=the_insurance),
    # The life of a pool
    Private(name="pools:timeline", make=the_pool),
    Private(name="pools:choose_facilitator", make=the_pool),
    Private(name="pools:pause_pool", make=the_pool),
    Private(name="pools:resume_pool", make=the_pool, given=paused),
    # Before the start, and afterwards
    Private(name="pools:pool_reviews", make=the_pool),
    Private(name="pools:choose_outcomes", make=the_pool),
    Private(name="pools:record_baseline", make=the_pool),
    Private(name="pools:plan_review", make=the_pool),
    Private(name="pools:pool_review", make=the_review),
    Private(name="pools:answer_review", make=the_review),
    Private(name="pools:note_review", make=the_review),
    # The same in the API. A renewal takes a form with a file, and here comes JSON.
    PrivatePost(name="api:pool-consent-renew", make=in_pool(the_landlord), allowed=415),
    PrivateApi(name="api:pool-consent-papers", make=in_pool(the_landlord)),
    PrivateApi(name="api:pool-gate-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-gate-list", make=in_pool(the_pool), data=words(kind="health", reason="To be safe."), allowed=201
    ),
    PrivatePost(name="api:pool-gate-remove", make=in_pool(the_gate), data=words(reason="We all know it."), allowed=204),
    PrivateApi(name="api:pool-gate-people", make=in_pool(the_pool)),
    PrivateApi(name="api:pool-gate-mine", make=in_pool(the_pool)),
    PrivatePost(name="api:pool-gate-health", make=in_pool(the_pool), data=words(answers=[False] * 7)),
    PrivatePost(name="api:pool-gate-doctor", make=in_pool(the_pool), data=words(given_by="Dr Shah")),
    PrivatePost(
        name="api:pool-gate-risk-assessment",
        make=the_member,
        given=asks_about_risk,
        data=words(given_by="Richmond House"),
    ),
    PrivateApi(name="api:pool-risk-note-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-risk-note-list", make=in_pool(the_pool), data=words(wanted="Fit", risks=[RISK]), allowed=201
    ),
    PrivatePost(name="api:pool-risk-note-read", make=in_pool(the_note), allowed=204),
    PrivateApi(name="api:pool-pause-list", make=in_pool(the_pool)),
    PrivatePost(name="api:pool-pause-list", make=in_pool(the_pool), data=words(about="Benefits"), allowed=201),
    PrivatePost(name="api:pool-pause-resume", make=in_pool(the_pool), given=paused, allowed=204),
    PrivateApi(name="api:pool-life-dates", make=in_pool(the_pool)),
    PrivateApi(name="api:pool-life-facilitator", method="put", make=in_pool(the_pool), data=words(facilitator=None)),
    PrivateApi(name="api:pool-review-list", make=in_pool(the_pool)),
    PrivatePost(name="api:pool-review-list", make=in_pool(the_pool), data=words(planned_on="2099-01-01"), allowed=201),
    PrivateApi(name="api:pool-review-outcomes", make=in_pool(the_pool)),
    PrivateApi(name="api:pool-review-outcomes", method="put", make=in_pool(the_pool), data=words(words=["We laugh"])),
    PrivateApi(name="api:pool-review-baseline", make=in_pool(the_pool)),
    PrivatePost(name="api:pool-review-baseline", make=in_pool(the_pool), data=words(life=7), allowed=204),
    PrivatePost(name="api:pool-review-answer", make=in_pool(the_review), data=words(life=8)),
    PrivatePost(name="api:pool-review-note", make=in_pool(the_review), data=words(working="All of it"), allowed=201),
    PrivateApi(name="api:pool-assurance-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-assurance-list",
        make=in_pool(the_pool),
        data=words(given_by="The council", words="It stays with you."),
        allowed=201,
    ),
    PrivateApi(name="api:pool-insurance-list", make=in_pool(the_pool)),
    PrivatePost(
        name="api:pool-insurance-list",
        make=in_pool(the_pool),
        data=words(model="joint", insurer="Safe & Sound", valid_until="2099-01-01"),
        allowed=201,
    ),
]
