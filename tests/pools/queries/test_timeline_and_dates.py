from datetime import UTC, date, datetime, timedelta

import pytest

from pools.models import GateKind, InsuranceModel, Pool, PurchaseKind, Shortfall
from pools.operations.consent import file_consent
from pools.operations.costing import describe_sheet
from pools.operations.gate import add_gate, remove_gate
from pools.operations.membership import leave_pool, warn_of_leaving
from pools.operations.pause import pause_pool, resume_pool
from pools.operations.pool_review import Scores, answer_review, note_review, plan_review
from pools.operations.protection import record_assurance, record_insurance
from pools.operations.risk_note import write_risk_note
from pools.operations.use import answer_health_questions, record_doctors_word, record_induction
from pools.queries.pool_dates import dates_for, pool_dates
from pools.queries.pools import membership_of
from pools.queries.timeline import newest_of, timeline_of
from portal.models import Profile
from tests.factories import agreements
from tests.factories.pools import NOW, make_costed_pool, make_pool, make_proposal, paper
from tests.factories.portal import make_member


@pytest.fixture
def jo(member: Profile) -> Profile:
    return make_member("Jo")


def told(pool: Pool) -> list[tuple[str, str | None]]:
    return [(entry.kind, entry.who.shown_name if entry.who else None) for entry in timeline_of(pool)]


def test_the_timeline_of_a_signed_pool(member: Profile, jo: Profile) -> None:
    gym = agreements.make_gym("Ann", "Bo")
    agreements.sign_all(agreements.freeze(gym))

    assert [kind for kind, _who in told(gym)] == [
        "gathering",
        "costing",
        "proposed",
        "agreed",
        "agreement",
        "signature",
        "signature",
        "signed",
    ]


def test_everything_else_that_happens_is_told_with_who_and_when(member: Profile, jo: Profile) -> None:
    pool = make_pool(member, buying=PurchaseKind.EQUIPMENT)
    hours = iter(NOW + timedelta(hours=hour) for hour in range(1, 99))
    pool.memberships.create(profile=jo, joined_at=next(hours))
    file_consent(consent=pool.consents.get(), file=paper(), dated_on=NOW.date(), by=member, now=next(hours))
    pause_pool(pool=pool, about="Benefits", by=jo, now=next(hours))
    resume_pool(pool=pool, learned="All is well.", by=jo, now=next(hours))
    gate = add_gate(pool=pool, kind=GateKind.HEALTH, reason="To be safe.", by=member, now=next(hours))
    remove_gate(gate=gate, reason="Too much.", by=member, now=next(hours))
    write_risk_note(pool=pool, wanted="To keep fit.", risks=[], by=jo, now=next(hours))
    record_insurance(
        pool=pool,
        model=InsuranceModel.JOINT,
        insurer="Safe",
        valid_until=date(2027, 1, 1),
        by=member,
        now=next(hours),
    )
    record_assurance(pool=pool, given_by="The council", words="Yes.", by=member, now=next(hours))
    review = plan_review(pool=pool, planned_on=NOW.date(), by=member, now=NOW + timedelta(hours=9, minutes=30))
    note_review(review=review, working="All", by=jo, now=next(hours))
    # Private: nobody reads of these.
    answer_review(review=review, scores=Scores(life=3), by=jo, now=next(hours))
    place = membership_of(pool, jo)
    answer_health_questions(membership=place, answers=[True] * 7, by=jo, now=next(hours))
    record_doctors_word(membership=place, given_by="Dr Shah", by=jo, now=next(hours))
    warn_of_leaving(membership=place, by=jo, now=next(hours))
    leave_pool(membership=place, by=jo, now=next(hours))

    assert told(pool) == [
        ("gathering", "Peter"),
        ("joined", "Jo"),
        ("consent", "Peter"),
        ("paused", "Jo"),
        ("resumed", "Jo"),
        ("gate_added", "Peter"),
        ("gate_removed", "Peter"),
        ("risk_note", "Jo"),
        ("insurance", "Peter"),
        ("assurance", "Peter"),
        ("review_planned", "Peter"),
        ("review", "Jo"),
        ("left", "Jo"),
    ]
    assert [entry.kind for entry in newest_of(pool)] == ["left", "review", "review_planned", "assurance", "insurance"]
    assert timeline_of(pool)[3].note == "Benefits"


def test_another_pool_has_a_timeline_of_its_own(member: Profile, jo: Profile) -> None:
    make_pool(jo, title="Another")

    assert told(make_pool(member)) == [("gathering", "Peter")]


def test_the_dates_of_a_pool(member: Profile, jo: Profile) -> None:
    pool = make_pool(member, jo, buying=PurchaseKind.EQUIPMENT)
    last = {"valid_until": date(2027, 2, 1), "by": member, "now": NOW}
    assert pool_dates(pool) == []
    file_consent(consent=pool.consents.get(), file=paper(), dated_on=NOW.date(), **last)
    record_insurance(pool=pool, model=InsuranceModel.EACH, insurer="Old", **last | {"valid_until": date(2027, 1, 1)})
    record_insurance(pool=pool, model=InsuranceModel.EACH, insurer="New", **last | {"now": NOW + timedelta(days=1)})
    record_assurance(pool=pool, given_by="The council", words="Yes.", **last)
    record_induction(membership=membership_of(pool, jo), given_by="Ray", **last)
    plan_review(pool=pool, planned_on=date(2027, 3, 1), by=member, now=NOW)
    describe_sheet(
        pool=pool,
        price_holds_until=date(2026, 12, 1),
        shortfall=Shortfall.SHARE,
        not_included="",
        by=member,
        now=NOW,
    )

    assert [(entry.kind, entry.on, entry.only_for) for entry in pool_dates(pool)] == [
        ("price", date(2026, 12, 1), None),
        ("assurance", date(2027, 2, 1), None),
        ("consent", date(2027, 2, 1), None),
        ("gate", date(2027, 2, 1), jo),
        ("insurance", date(2027, 2, 1), None),
        ("review", date(2027, 3, 1), None),
    ]
    assert [entry.kind for entry in dates_for(pool, member, since=date(2027, 2, 1))] == [
        "assurance",
        "consent",
        "insurance",
        "review",
    ]
    assert "gate" in [entry.kind for entry in dates_for(pool, jo, since=date(2027, 2, 1))]


def test_a_vote_and_an_assurance_without_an_end(member: Profile) -> None:
    pool = make_costed_pool(member)
    record_assurance(pool=pool, given_by="The council", words="Yes.", by=member, now=NOW)
    # Eleven at night in London is another day than in UTC only in summer; the day is London's.
    make_proposal(pool, now=datetime(2026, 11, 16, 23, 30, tzinfo=UTC))

    assert [(entry.kind, entry.on) for entry in pool_dates(pool)] == [("vote", date(2026, 11, 23))]
