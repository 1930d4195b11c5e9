"""What PostgreSQL itself refuses about votes, tenders and panels, asked in raw SQL."""

from datetime import datetime

import pytest
from django.db import IntegrityError
from uuid_utils.compat import uuid7

from pools.models import Panel, Pool, PoolMembership, Proposal, Tender
from pools.operations.decision import close_vote, declare_interest
from pools.operations.mediation import ask_mediator, follow_up, name_mediator
from pools.operations.panel import publish_panel
from pools.operations.quiet_words import raise_quietly
from pools.operations.tender import add_quality, support_quality
from portal.models import Area
from tests.factories.decisions import (
    end_without_agreement,
    make_panel,
    make_question,
    make_tender,
    score,
    score_outside,
)
from tests.factories.pools import make_costed_pool, make_proposal
from tests.factories.portal import make_member
from tests.pools.test_constraints import execute, refused

OPTION = (
    "INSERT INTO pools_option (id, proposal_id, kind, words, place, sharing_rule)"
    " VALUES (gen_random_uuid(), %s, %s, %s, 9, %s)"
)
VOTE = (
    "INSERT INTO pools_vote (id, proposal_id, membership_id, option_id, private_words, at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, '', now())"
)
INTEREST = (
    "INSERT INTO pools_declaredinterest (id, proposal_id, membership_id, words, at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, now())"
)
GROUP = (
    "INSERT INTO pools_panelgroup (id, panel_id, name, weight, is_ours, place)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, 7)"
)
SCORE = (
    "INSERT INTO pools_panelscore (id, group_id, candidate_id, membership_id, points, by_id, at)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, now())"
)
STATUS = "INSERT INTO pools_candidatestatus (id, candidate_id, stage, at, note) VALUES (%s, %s, %s, now(), '')"


@pytest.fixture
def pool(area: Area) -> Pool:
    return make_costed_pool(make_member("Alan"), make_member("Barry"))


@pytest.fixture
def question(pool: Pool) -> Proposal:
    return make_question(pool)


@pytest.fixture
def tender(pool: Pool) -> Tender:
    return make_tender(pool, "Ash", "Birch")


@pytest.fixture
def panel(tender: Tender) -> Panel:
    return make_panel(tender)


def place(pool: Pool, name: str = "Barry") -> PoolMembership:
    return pool.memberships.get(profile__shown_name=name)


def copy_of_proposal(**columns: str) -> str:
    """The newest proposal once more, with its columns as given."""
    given = {
        "subject": "subject",
        "question": "question",
        "quorum": "quorum",
        "tender_id": "tender_id",
        **columns,
    }
    names = ", ".join(given)
    return (
        f"INSERT INTO pools_proposal (id, pool_id, number, {names}, figures, decision_rule, opened_by_id, opens_at,"
        f" closes_at) SELECT gen_random_uuid(), pool_id, 99, {', '.join(given.values())}, figures, decision_rule,"
        " opened_by_id, opens_at, closes_at FROM pools_proposal"
    )


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"subject": "'weather'"}, "subject_known"),
        ({"question": "' '"}, "question_not_blank"),
        ({"subject": "'costs'"}, "question_not_blank"),
        ({"quorum": "0"}, "quorum_at_least_one"),
        ({"subject": "'tender'"}, "about_a_tender_has_one"),
        ({}, "offers_no_change"),
    ],
)
def test_proposal(question: Proposal, columns: dict[str, str], constraint: str) -> None:
    assert refused(copy_of_proposal(**columns)) == f"pools_proposal_{constraint}"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        (("answer", "TUESDAY", ""), "pools_option_words_unique"),
        (("answer", " ", ""), "pools_option_answer_has_words"),
        (("go_ahead", "Yes", ""), "pools_option_answer_has_words"),
        (("answer", "Dice", "dice"), "pools_option_sharing_rule_known"),
        (("no_change", "", ""), "pools_option_kind_unique"),
    ],
)
def test_option(question: Proposal, values: tuple[str, ...], constraint: str) -> None:
    assert refused(OPTION, question.pk, *values) == constraint


def test_a_question_has_two_to_eight_answers(pool: Pool, question: Proposal) -> None:
    costs = make_proposal(pool)
    for number in range(6):
        execute(OPTION, question.pk, "answer", f"Answer {number}", "")

    assert refused(OPTION, question.pk, "answer", "A ninth", "") == "pools_proposal_offers_enough_answers"
    assert refused(OPTION, costs.pk, "answer", "Perhaps", "") == "pools_proposal_offers_enough_answers"


def test_whoever_has_an_interest_does_not_vote(pool: Pool, question: Proposal, now: datetime) -> None:
    barry = place(pool)
    declare_interest(proposal=question, words="Mine", by=barry.profile, now=question.opens_at)

    tuesday = question.options.get(words="Tuesday")

    assert refused(VOTE, question.pk, barry.pk, tuesday.pk) == "pools_vote_without_an_interest"
    execute(VOTE, question.pk, place(pool, "Alan").pk, tuesday.pk)
    assert refused(INTEREST, question.pk, barry.pk, "Again") == "pools_declaredinterest_once"
    assert refused(INTEREST, question.pk, place(pool, "Alan").pk, " ") == "pools_declaredinterest_words_not_blank"
    stranger = make_costed_pool(make_member("Colin")).memberships.get()
    assert refused(INTEREST, question.pk, stranger.pk, "Mine") == "pools_declaredinterest_by_a_member"
    close_vote(proposal=question, by=None, now=question.closes_at)
    assert refused(INTEREST, question.pk, place(pool, "Alan").pk, "Late") == "pools_declaredinterest_while_open"


@pytest.mark.parametrize(
    ("outcome", "chosen", "constraint"),
    [
        ("chosen", None, "chosen_has_an_answer"),
        ("not_agreed", "Tuesday", "chosen_has_an_answer"),
        ("perhaps", None, "outcome_known"),
    ],
)
def test_result(question: Proposal, outcome: str, chosen: str | None, constraint: str) -> None:
    option = question.options.get(words=chosen).pk if chosen else None
    result = (
        "INSERT INTO pools_proposalresult (id, proposal_id, outcome, chosen_id, people, yes_votes, no_votes, words,"
        " closed_at) VALUES (%s, %s, %s, %s, 2, 1, 0, 'Over', now())"
    )

    assert refused(result, uuid7(), question.pk, outcome, option) == f"pools_proposalresult_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE pools_pool SET mediator_name = 'Sue'", "pools_pool_mediator_can_be_reached"),
        ("UPDATE pools_pool SET mediator_name = ' ', mediator_contact = '1'", "pools_pool_mediator_can_be_reached"),
        ("UPDATE pools_quietword SET words = ' '", "pools_quietword_words_not_blank"),
        (
            "UPDATE pools_quietword SET shared_at = raised_at - interval '1 day'",
            "pools_quietword_shared_after_raised",
        ),
        ("UPDATE pools_tender SET title = ' '", "pools_tender_title_not_blank"),
        ("UPDATE pools_tendercandidate SET name = ' '", "pools_tendercandidate_name_not_blank"),
        ("UPDATE pools_tendercandidate SET name = 'ASH'", "pools_tendercandidate_name_unique"),
        ("UPDATE pools_tendercandidate SET place = 26", "pools_tendercandidate_place_has_a_letter"),
        ("UPDATE pools_tendercandidate SET place = 3", "pools_tendercandidate_place_unique"),
    ],
)
def test_rows_that_change(pool: Pool, tender: Tender, now: datetime, change: str, constraint: str) -> None:
    raise_quietly(pool=pool, words="It is too dear.", by=pool.organiser, now=now)

    assert refused(change) == constraint


def test_a_mediator_is_asked_once_and_by_name(pool: Pool, question: Proposal, now: datetime) -> None:
    request = (
        "INSERT INTO pools_mediatorrequest (id, proposal_id, words, mediator_name, mediator_contact, asked_by_id,"
        " asked_at) VALUES (gen_random_uuid(), %s, %s, %s, '1', %s, now())"
    )
    told = (
        "INSERT INTO pools_followup (id, proposal_id, words, by_id, at) VALUES (gen_random_uuid(), %s, ' ', %s, now())"
    )
    alan = pool.organiser_id

    assert refused(request, question.pk, " ", "Sue", alan) == "pools_mediatorrequest_words_not_blank"
    assert refused(request, question.pk, "Stuck", " ", alan) == "pools_mediatorrequest_mediator_named"
    assert refused(told, question.pk, alan) == "pools_followup_words_not_blank"


def test_qualities_are_there_once(pool: Pool, tender: Tender, now: datetime) -> None:
    quality = add_quality(tender=tender, words="Kind", by=pool.organiser, now=now)
    support_quality(quality=quality, by=place(pool).profile, now=now)
    again = (
        "INSERT INTO pools_tenderquality (id, tender_id, words, added_by_id, added_at)"
        " SELECT gen_random_uuid(), tender_id, %s, added_by_id, now() FROM pools_tenderquality"
    )
    support = (
        "INSERT INTO pools_qualitysupport (id, quality_id, membership_id, at)"
        " SELECT gen_random_uuid(), quality_id, membership_id, now() FROM pools_qualitysupport"
    )

    assert refused(again, "KIND") == "pools_tenderquality_once"
    assert refused(again, " ") == "pools_tenderquality_words_not_blank"
    assert refused(support) == "pools_qualitysupport_once"


def test_stages(tender: Tender) -> None:
    ash = tender.candidates.first()

    assert refused(STATUS, uuid7(), ash.pk, "dreaming") == "pools_candidatestatus_stage_known"
    assert refused(STATUS, uuid7(), ash.pk, "asked") == "pools_candidatestatus_each_step_once"
    assert refused(STATUS, uuid7(), ash.pk, "chosen") == "pools_candidatestatus_chosen_by_a_choice"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        (("Others", 1, False), "weights_add_up"),
        (("Others", 0, False), "weight_in_range"),
        (("Others", 101, False), "weight_in_range"),
        ((" ", 5, False), "name_not_blank"),
        (("RESIDENTS", 5, False), "name_unique"),
        (("Others", 5, True), "one_is_ours"),
    ],
)
def test_panel_groups(panel: Panel, values: tuple[object, ...], constraint: str) -> None:
    assert refused(GROUP, panel.pk, *values) == f"pools_panelgroup_{constraint}"


def test_a_panel_without_groups(pool: Pool, tender: Tender) -> None:
    empty = (
        "INSERT INTO pools_panel (id, tender_id, started_by_id, started_at) VALUES (gen_random_uuid(), %s, %s, now())"
    )

    assert refused(empty, tender.pk, pool.organiser_id) == "pools_panelgroup_weights_add_up"


def test_points(pool: Pool, tender: Tender, panel: Panel, now: datetime) -> None:
    ours, outside = panel.groups.get(is_ours=True), panel.groups.get(is_ours=False)
    ash, barry, alan = tender.candidates.first(), place(pool), pool.organiser_id
    elsewhere = make_costed_pool(make_member("Colin"))
    stranger, other = elsewhere.memberships.get(), make_tender(elsewhere, "Cedar", "Dogwood").candidates.first()

    assert refused(SCORE, ours.pk, ash.pk, barry.pk, 101, alan) == "pools_panelscore_points_in_range"
    assert refused(SCORE, ours.pk, ash.pk, barry.pk, -1, alan) == "pools_panelscore_points_in_range"
    assert refused(SCORE, ours.pk, ash.pk, stranger.pk, 50, alan) == "pools_panelscore_allowed"
    assert refused(SCORE, ours.pk, ash.pk, None, 50, alan) == "pools_panelscore_allowed"
    assert refused(SCORE, outside.pk, ash.pk, barry.pk, 50, alan) == "pools_panelscore_allowed"
    assert refused(SCORE, ours.pk, other.pk, barry.pk, 50, alan) == "pools_panelscore_allowed"
    score(panel, barry.profile, 90, 80)
    score_outside(panel, 70, 75)
    publish_panel(panel=panel, by=pool.organiser, now=now)
    assert refused(SCORE, ours.pk, ash.pk, barry.pk, 50, alan) == "pools_panelscore_before_the_result"


def test_a_choice_is_made_once_among_its_candidates_and_says_how(
    pool: Pool, tender: Tender, panel: Panel, question: Proposal
) -> None:
    other = make_tender(pool, "Cedar", "Dogwood", title="Another").candidates.first()
    ash = tender.candidates.first()
    choice = (
        "INSERT INTO pools_tenderchoice (id, tender_id, candidate_id, proposal_id, panel_id, reason, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, now())"
    )
    result = (
        "INSERT INTO pools_panelresult (id, panel_id, totals, words, published_by_id, published_at)"
        " VALUES (gen_random_uuid(), %s, '[]', ' ', %s, now())"
    )

    by_both, by_neither = (question.pk, panel.pk), (None, None)
    for how in (by_both, by_neither):
        assert refused(choice, tender.pk, ash.pk, *how, "Why") == "pools_tenderchoice_by_a_vote_or_a_panel"
    assert refused(choice, tender.pk, ash.pk, None, panel.pk, " ") == "pools_tenderchoice_reason_not_blank"
    assert refused(choice, tender.pk, other.pk, None, panel.pk, "Why") == "pools_tenderchoice_among_its_candidates"
    assert refused(result, panel.pk, pool.organiser_id) == "pools_panelresult_words_not_blank"


@pytest.mark.parametrize(
    "table",
    [
        "declaredinterest",
        "mediatorrequest",
        "followup",
        "tenderquality",
        "qualitysupport",
        "candidatestatus",
        "panel",
        "panelgroup",
        "panelscore",
        "panelresult",
        "tenderchoice",
    ],
)
def test_what_happened_stays(pool: Pool, tender: Tender, now: datetime, table: str) -> None:
    """Each of these tables has a row, and lets nobody take it away."""
    alan, barry = pool.organiser, place(pool).profile
    name_mediator(pool=pool, name="Sue", contact="1", by=alan, now=now)
    question = make_question(pool)
    declare_interest(proposal=question, words="Mine", by=barry, now=question.opens_at)
    end_without_agreement(question)
    ask_mediator(proposal=question, words="Stuck", by=alan, now=now)
    follow_up(proposal=question, words="We met", by=alan, now=now)
    support_quality(quality=add_quality(tender=tender, words="Kind", by=alan, now=now), by=barry, now=now)
    panel = make_panel(tender)
    score(panel, barry, 90, 80)
    score_outside(panel, 70, 75)
    publish_panel(panel=panel, by=alan, now=now)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(f"DELETE FROM pools_{table}")
