"""What PostgreSQL itself refuses about the life of a pool, asked in raw SQL."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError

from pools.models import GateKind, InsuranceModel, Pool, PurchaseKind
from pools.operations.consent import file_consent
from pools.operations.pause import pause_pool
from pools.operations.pool_review import Scores, answer_review, choose_outcomes, note_review, plan_review
from pools.operations.protection import record_assurance, record_insurance
from pools.operations.risk_note import read_risk_note, write_risk_note
from pools.operations.use import record_doctors_word, record_induction
from pools.queries.pools import membership_of
from pools.queries.risks import RiskWords
from portal.models import Area, Profile
from tests.factories import agreements
from tests.factories.pools import buy, make_agreed_pool, make_pool, paper
from tests.factories.portal import make_member
from tests.pools.test_constraints import execute, refused


@pytest.fixture
def pool(area: Area) -> Pool:
    return make_pool(make_member("Alan"), make_member("Barry"), buying=PurchaseKind.EQUIPMENT)


@pytest.fixture
def full(pool: Pool, now: datetime) -> Pool:
    """A pool with a row of everything."""
    alan, last_day = pool.organiser, now.date() + timedelta(days=9)
    file_consent(consent=pool.consents.get(), file=paper(), dated_on=now.date(), by=alan, now=now)
    record_doctors_word(membership=membership_of(pool, alan), given_by="Dr Shah", by=alan, now=now)
    risk = RiskWords(what="A fall", answer="Mats", carried_by="Each of us")
    note = write_risk_note(pool=pool, wanted="To keep fit.", risks=[risk], by=alan, now=now)
    read_risk_note(note=note, by=alan, now=now)
    outcomes = choose_outcomes(pool=pool, words=["We laugh"], by=alan, now=now)
    review = plan_review(pool=pool, planned_on=now.date(), by=alan, now=now)
    answer_review(review=review, scores=Scores(life=4, outcomes={outcomes[0]: 5}), by=alan, now=now)
    note_review(review=review, working="All", by=alan, now=now)
    record_assurance(pool=pool, given_by="The council", words="Yes.", by=alan, now=now)
    record_insurance(pool=pool, model=InsuranceModel.JOINT, insurer="Safe", valid_until=last_day, by=alan, now=now)
    pause_pool(pool=pool, about="Benefits", by=alan, now=now)
    return pool


@pytest.mark.parametrize(
    "table",
    [
        "consentpaper",
        "gaterecord",
        "risknote",
        "risk",
        "risknotereading",
        "poolreview",
        "poolreviewanswer",
        "poolreviewnote",
        "savingsassurance",
        "insurance",
        "poolpause",
    ],
)
def test_history_is_never_changed(full: Pool, table: str) -> None:
    with pytest.raises((IntegrityError, ProgrammingError), match="append-only"):
        execute(f"DELETE FROM pools_{table}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("kind = 'magic'", "kind_known"),
        ("reason = ' '", "has_a_reason"),
        ("kind = 'disclaimer'", "asked_once"),
        ("removed_at = now()", "taken_away_with_a_reason"),
        ("removed_at = now(), removed_by_id = added_by_id", "taken_away_with_a_reason"),
        ("removed_reason = 'No'", "taken_away_with_a_reason"),
    ],
)
def test_gate(pool: Pool, change: str, constraint: str) -> None:
    refusal = refused(f"UPDATE pools_gate SET {change} WHERE pool_id = %s AND kind = 'induction'", pool.pk)

    assert refusal == f"pools_gate_{constraint}"


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("kind", "magic", "kind_known"),
        ("outcome", "doctor_first", "outcome_fits_its_kind"),
        ("given_by", " ", "says_who_gave_it"),
    ],
)
def test_gate_record(full: Pool, column: str, value: str, constraint: str) -> None:
    columns = {"kind": "kind", "outcome": "outcome", "given_by": "given_by"} | {column: "%s"}
    insert = (
        "INSERT INTO pools_gaterecord (id, membership_id, kind, outcome, given_by, recorded_by_id, recorded_at)"
        f" SELECT uuidv7(), membership_id, {columns['kind']}, {columns['outcome']}, {columns['given_by']},"
        " recorded_by_id, now() FROM pools_gaterecord"
    )

    assert refused(insert, value) == f"pools_gaterecord_{constraint}"


@pytest.mark.parametrize(
    ("insert", "constraint"),
    [
        (
            (
                "pools_consentpaper (id, consent_id, file_id, dated_on, valid_until, filed_by_id, filed_at)"
                " SELECT uuidv7(), consent_id, file_id, dated_on, dated_on - 1, filed_by_id, now()"
                " FROM pools_consentpaper"
            ),
            "pools_consentpaper_valid_after_its_date",
        ),
        (
            (
                "pools_risknote (id, pool_id, version, wanted, written_by_id, written_at)"
                " SELECT uuidv7(), pool_id, version, wanted, written_by_id, now() FROM pools_risknote"
            ),
            "pools_risknote_version_unique",
        ),
        (
            (
                "pools_risk (id, note_id, place, what, answer, carried_by, accepted_by)"
                " SELECT uuidv7(), note_id, 2, what, ' ', carried_by, '' FROM pools_risk"
            ),
            "pools_risk_is_whole",
        ),
        (
            (
                "pools_risk (id, note_id, place, what, answer, carried_by, accepted_by)"
                " SELECT uuidv7(), note_id, 1, what, answer, carried_by, '' FROM pools_risk"
            ),
            "pools_risk_place_unique",
        ),
        (
            (
                "pools_risknotereading (id, note_id, profile_id, at)"
                " SELECT uuidv7(), note_id, profile_id, now() FROM pools_risknotereading"
            ),
            "pools_risknotereading_once_for_each_person",
        ),
        (
            "pools_pooloutcome (id, pool_id, place, words) SELECT uuidv7(), pool_id, 6, words FROM pools_pooloutcome",
            "pools_pooloutcome_at_most_five",
        ),
        (
            "pools_pooloutcome (id, pool_id, place, words) SELECT uuidv7(), pool_id, 1, words FROM pools_pooloutcome",
            "pools_pooloutcome_place_unique",
        ),
        (
            "pools_pooloutcome (id, pool_id, place, words) SELECT uuidv7(), pool_id, 2, ' ' FROM pools_pooloutcome",
            "pools_pooloutcome_words_not_blank",
        ),
        (
            (
                "pools_poolreview (id, pool_id, kind, planned_on, planned_by_id, planned_at)"
                " SELECT uuidv7(), pool_id, 'party', planned_on, planned_by_id, now() FROM pools_poolreview"
            ),
            "pools_poolreview_kind_known",
        ),
        (
            (
                "pools_poolreview (id, pool_id, kind, planned_on, planned_by_id, planned_at)"
                " SELECT uuidv7(), pool_id, 'baseline', planned_on, planned_by_id, now()"
                " FROM pools_poolreview, generate_series(1, 2)"
            ),
            "pools_poolreview_one_baseline",
        ),
        (
            (
                "pools_poolreviewanswer (id, review_id, membership_id, score, at)"
                " SELECT uuidv7(), review_id, membership_id, 11, now() FROM pools_poolreviewanswer LIMIT 1"
            ),
            "pools_poolreviewanswer_from_0_to_10",
        ),
        (
            (
                "pools_poolreviewnote (id, review_id, working, not_working, change, by_id, at)"
                " SELECT uuidv7(), review_id, ' ', '', '', by_id, now() FROM pools_poolreviewnote"
            ),
            "pools_poolreviewnote_says_something",
        ),
        (
            (
                "pools_savingsassurance (id, pool_id, given_by, words, recorded_by_id, recorded_at)"
                " SELECT uuidv7(), pool_id, ' ', words, recorded_by_id, now() FROM pools_savingsassurance"
            ),
            "pools_savingsassurance_says_who_and_what",
        ),
        (
            (
                "pools_insurance (id, pool_id, model, insurer, number, valid_until, recorded_by_id, recorded_at)"
                " SELECT uuidv7(), pool_id, 'luck', insurer, '', valid_until, recorded_by_id, now()"
                " FROM pools_insurance"
            ),
            "pools_insurance_model_known",
        ),
        (
            (
                "pools_poolpause (id, pool_id, about, by_id, at)"
                " SELECT uuidv7(), pool_id, about, by_id, now() FROM pools_poolpause"
            ),
            "pools_poolpause_one_at_a_time",
        ),
    ],
)
def test_a_row_that_breaks_a_rule(full: Pool, insert: str, constraint: str) -> None:
    assert refused(f"INSERT INTO {insert}") == constraint


def test_only_members_answer_and_only_their_own_pools_questions(full: Pool, now: datetime) -> None:
    other = make_pool(make_member("Eve"), title="Another")
    foreign = choose_outcomes(pool=other, words=["We sing"], by=other.organiser, now=now)[0]
    insert = (
        "INSERT INTO pools_poolreviewanswer (id, review_id, membership_id, outcome_id, score, at)"
        " SELECT uuidv7(), review.id, %s, %s, 5, now() FROM pools_poolreview AS review"
    )
    outsider, own = membership_of(other, other.organiser).pk, membership_of(full, full.organiser).pk

    assert refused(insert, outsider, None) == "pools_poolreviewanswer_by_a_member"
    assert refused(insert, own, foreign.pk) == "pools_poolreviewanswer_by_a_member"


def test_the_paper_of_a_consent_was_filed(full: Pool) -> None:
    change = "UPDATE pools_consent SET dated_on = dated_on - 1 WHERE pool_id = %s"

    assert refused(change, full.pk) == "pools_consent_paper_was_filed"


def test_nobody_is_cleared_by_what_has_run_out(pool: Pool, now: datetime) -> None:
    buy(pool)
    place, alan = membership_of(pool, pool.organiser), pool.organiser
    pool.gates.filter(kind=GateKind.DISCLAIMER).update(removed_at=now, removed_by=alan, removed_reason="Too much.")
    record_induction(membership=place, given_by="Ray", valid_until=now.date(), by=alan, now=now)
    clear = "UPDATE pools_poolmembership SET cleared_for_use_at = %s WHERE id = %s"

    assert refused(clear, now + timedelta(days=1), place.pk) == "pools_poolmembership_use_needs_every_gate"
    execute(clear, now, place.pk)


def test_while_paused_nothing_binds_the_members(area: Area, now: datetime) -> None:
    alan = make_member("Alan")
    pool = make_agreed_pool(alan)
    agreement = agreements.freeze(pool)
    proposal = pool.proposals.get()
    pause_pool(pool=pool, about="Benefits", by=alan, now=now)

    for table, columns in [
        ("proposal", "pool_id, 99, figures, decision_rule, opened_by_id, opens_at, closes_at"),
        (
            "agreement",
            (
                "pool_id, 99, proposal_id, title, figures, money_holder, money_kept_apart, notice_days, things_owned,"
                " clauses, canonical_text, sha256, frozen_by_id, frozen_at"
            ),
        ),
    ]:
        into = columns.replace("99", "number" if table == "proposal" else "version")
        insert = f"INSERT INTO pools_{table} (id, {into}) SELECT uuidv7(), {columns} FROM pools_{table}"
        assert refused(insert) == f"pools_{table}_not_while_paused"
    purchase = (
        "INSERT INTO pools_purchase (id, pool_id, what, seller, amount, bought_on, recorded_by_id, recorded_at)"
        " VALUES (uuidv7(), %s, 'Lessons', 'Marco', 1, now(), %s, now())"
    )
    assert refused(purchase, pool.pk, alan.pk) == "pools_purchase_not_while_paused"
    signature = (
        "INSERT INTO pools_signature (id, agreement_id, profile_id, typed_name, agrees_to_pool, agrees_to_cost,"
        " knows_liability, share, supporter_name, signed_at)"
        " VALUES (uuidv7(), %s, %s, 'Alan', true, true, true, 840, '', now())"
    )
    assert refused(signature, agreement.pk, alan.pk) == "pools_signature_not_while_paused"
    assert proposal.number == 1


def test_another_pools_pause_stops_nobody(area: Area, now: datetime) -> None:
    alan: Profile = make_member("Alan")
    pause_pool(pool=make_pool(alan, title="Paused"), about="Benefits", by=alan, now=now)

    assert make_agreed_pool(alan).proposals.count() == 1
