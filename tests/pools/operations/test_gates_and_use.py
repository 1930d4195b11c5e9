from datetime import datetime, timedelta

import pytest

from pools.models import Gate, GateKind, GateOutcome, GateRecord, Pool, PoolMembership, PoolState, PurchaseKind
from pools.operations.gate import UnableToChangeGates, add_gate, remove_gate
from pools.operations.pool_status import move_pool
from pools.operations.use import (
    UnableToRecordGate,
    UnableToRecordInduction,
    UnableToUse,
    accept_disclaimer,
    answer_health_questions,
    record_doctors_word,
    record_induction,
    record_risk_assessment,
    start_using,
)
from pools.queries.gates import gates_of, use_in, use_of
from pools.queries.pools import membership_of
from portal.models import AuditEvent, Profile
from tests.factories.pools import buy, make_pool, paper
from tests.factories.portal import make_member

ALL_NO = [False] * 7
ONE_YES = [True, *[False] * 6]


@pytest.fixture
def pool(member: Profile) -> Pool:
    """Bought, with an induction and rules of use that come first."""
    pool = make_pool(member, make_member("Jo"), buying=PurchaseKind.EQUIPMENT)
    buy(pool)
    return pool


@pytest.fixture
def place(pool: Pool, member: Profile) -> PoolMembership:
    found = membership_of(pool, member)
    assert found is not None
    return found


def clear(place: PoolMembership, now: datetime) -> PoolMembership:
    record_induction(membership=place, given_by="Ray", by=place.pool.organiser, now=now)
    accept_disclaimer(membership=place, by=place.profile, now=now)
    return start_using(membership=place, by=place.profile, now=now)


def test_equipment_starts_with_induction_and_rules_and_lessons_with_nothing(pool: Pool, member: Profile) -> None:
    assert [gate.kind for gate in gates_of(pool)] == ["induction", "disclaimer"]
    assert gates_of(make_pool(member, title="Lessons")) == []


def test_add_gate_stops_everybody_until_it_is_done(
    pool: Pool, place: PoolMembership, member: Profile, now: datetime
) -> None:
    clear(place, now)

    gate = add_gate(pool=pool, kind=GateKind.HEALTH, reason=" To be safe. ", by=member, now=now)

    place.refresh_from_db()
    assert (gate.reason, place.cleared_for_use_at) == ("To be safe.", None)
    with pytest.raises(UnableToUse, match="You need this first: your answers about your health"):
        start_using(membership=place, by=member, now=now)
    answer_health_questions(membership=place, answers=ALL_NO, by=member, now=now)
    assert start_using(membership=place, by=member, now=now).cleared_for_use_at == now


def test_add_gate_refuses(pool: Pool, member: Profile, now: datetime) -> None:
    with pytest.raises(UnableToChangeGates, match="Say why"):
        add_gate(pool=pool, kind=GateKind.HEALTH, reason=" ", by=member, now=now)
    with pytest.raises(UnableToChangeGates, match="on the list already"):
        add_gate(pool=pool, kind=GateKind.INDUCTION, reason="Again", by=member, now=now)
    move_pool(pool=pool, state=PoolState.ENDED, by=member, now=now)
    with pytest.raises(UnableToChangeGates, match="has ended"):
        add_gate(pool=pool, kind=GateKind.HEALTH, reason="To be safe.", by=member, now=now)


def test_remove_gate_keeps_what_was_there(pool: Pool, place: PoolMembership, member: Profile, now: datetime) -> None:
    gate = pool.gates.get(kind=GateKind.INDUCTION)
    with pytest.raises(UnableToChangeGates, match="Say why you take it away"):
        remove_gate(gate=gate, reason=" ", by=member, now=now)

    remove_gate(gate=gate, reason="We all know it.", by=member, now=now)

    with pytest.raises(UnableToChangeGates, match="taken away already"):
        remove_gate(gate=gate, reason="Again", by=member, now=now)
    assert Gate.objects.filter(pool=pool).count() == 2
    assert [gate.kind for gate in gates_of(pool)] == ["disclaimer"]
    accept_disclaimer(membership=place, by=member, now=now)
    assert start_using(membership=place, by=member, now=now).cleared_for_use_at == now


def test_what_is_out_of_date_stops_the_use_and_can_be_done_again(
    pool: Pool, place: PoolMembership, member: Profile, now: datetime
) -> None:
    last_day = now.date() + timedelta(days=30)
    record_induction(membership=place, given_by="Ray", valid_until=last_day, by=member, now=now)
    accept_disclaimer(membership=place, by=member, now=now)
    start_using(membership=place, by=member, now=now)
    place.refresh_from_db()
    assert use_of(place, on=last_day).may_use

    later = now + timedelta(days=31)
    assert not use_of(place, on=later.date()).may_use
    record_induction(membership=place, given_by="Ray", by=member, now=later)

    assert use_of(place, on=later.date()).may_use


def test_one_yes_sends_to_the_doctor_and_nobody_else_is_told(
    pool: Pool, place: PoolMembership, member: Profile, now: datetime
) -> None:
    add_gate(pool=pool, kind=GateKind.HEALTH, reason="To be safe.", by=member, now=now)
    clear_but_for_health = {"membership": place, "by": member}
    record_induction(**clear_but_for_health, given_by="Ray", now=now)
    accept_disclaimer(**clear_but_for_health, now=now)
    record_doctors_word(**clear_but_for_health, given_by="Dr Old", now=now)

    record = answer_health_questions(**clear_but_for_health, answers=ONE_YES, now=now + timedelta(hours=1))

    own = use_of(place, on=now.date())
    assert [check.kind for check in own.missing] == ["health", "doctor"]
    # The others see that something is not done, as with everybody who has not answered yet.
    assert [(check.kind, check.is_done) for check in use_in(pool, on=now.date())[0].shown_to_all] == [
        ("induction", True),
        ("disclaimer", True),
        ("health", False),
    ]
    assert (record.outcome, record.given_by, record.file) == (GateOutcome.DOCTOR_FIRST, "", None)
    assert AuditEvent.objects.get(action="answer_health_questions").detail == {}
    with pytest.raises(UnableToUse, match="your doctor's word"):
        start_using(membership=place, by=member, now=now + timedelta(hours=2))

    record_doctors_word(membership=place, given_by="Dr Shah", file=paper(), by=member, now=now + timedelta(hours=3))
    assert start_using(membership=place, by=member, now=now + timedelta(hours=4)).cleared_for_use_at is not None


def test_a_later_yes_takes_the_clearance_back(
    pool: Pool, place: PoolMembership, member: Profile, now: datetime
) -> None:
    clear(place, now)

    answer_health_questions(membership=place, answers=ONE_YES, by=member, now=now)

    place.refresh_from_db()
    assert place.cleared_for_use_at is None


def test_what_is_ones_own_is_for_nobody_else_to_do(place: PoolMembership, now: datetime) -> None:
    jo = Profile.objects.get(shown_name="Jo")

    with pytest.raises(UnableToRecordGate, match="Only the person themselves"):
        answer_health_questions(membership=place, answers=ALL_NO, by=jo, now=now)
    with pytest.raises(UnableToRecordGate, match="Only the person themselves"):
        record_doctors_word(membership=place, given_by="Dr Shah", by=jo, now=now)


def test_recording_refuses(place: PoolMembership, member: Profile, now: datetime) -> None:
    yesterday = now.date() - timedelta(days=1)
    own = {"membership": place, "by": member, "now": now}

    with pytest.raises(UnableToRecordGate, match="each of the seven"):
        answer_health_questions(**own, answers=[False])
    with pytest.raises(UnableToRecordGate, match="name of your doctor"):
        record_doctors_word(**own, given_by=" ")
    with pytest.raises(UnableToRecordGate, match="Say who has looked at the risks"):
        record_risk_assessment(**own, given_by=" ")
    for record, refusal in [
        (record_induction, UnableToRecordInduction),
        (record_doctors_word, UnableToRecordGate),
        (record_risk_assessment, UnableToRecordGate),
    ]:
        with pytest.raises(refusal, match="This day is over") as refused:
            record(**own, given_by="Ray", valid_until=yesterday)
        assert refused.value.field == "valid_until"
    record_risk_assessment(**own, given_by="Richmond House", file=paper())
    with pytest.raises(UnableToRecordGate, match="written down already"):
        record_risk_assessment(**own, given_by="Richmond House")


def test_recording_leaves_nothing_behind_when_it_stops_half_way(
    place: PoolMembership, member: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_details: object) -> None:
        raise RuntimeError

    clear(place, now)
    before = GateRecord.objects.count()
    monkeypatch.setattr("pools.operations.use.record", broken)
    with pytest.raises(RuntimeError):
        answer_health_questions(membership=place, answers=ONE_YES, by=member, now=now)

    place.refresh_from_db()
    assert (GateRecord.objects.count(), place.cleared_for_use_at) == (before, now)
