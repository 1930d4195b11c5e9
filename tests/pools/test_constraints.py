"""What PostgreSQL itself refuses, asked in raw SQL."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from pools.models import LateJoinRequest, OptInChoice, OptionKind, Pool, PoolMembership, PurchaseKind, Wish
from pools.operations.decision import cast_vote
from pools.operations.invitation import invite
from pools.operations.opt_in import ask_who_goes_on, opt_in
from portal.models import Area
from tests.factories.peers import make_group
from tests.factories.pools import agree, make_cooking_wish, make_costed_pool, make_pool, make_proposal, sign
from tests.factories.portal import make_member

LONGER = "repeat('x', 2001)"


def execute(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(sql: str, *values: object) -> str:
    """The constraint that refuses a statement."""
    with pytest.raises(IntegrityError) as refusal:
        execute(sql, *values)
    return refusal.value.__cause__.diag.constraint_name


@pytest.fixture
def wish(area: Area) -> Wish:
    return make_cooking_wish(make_member("Peter"))


@pytest.fixture
def pool(area: Area) -> Pool:
    return make_pool(make_member("Alan"), make_member("Barry"), buying=PurchaseKind.EQUIPMENT)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("words = ' '", "words_not_blank"),
        (f"words = {LONGER}", "words_not_too_long"),
        ("people_wanted = 0", "people_wanted_in_range"),
        ("people_wanted = 201", "people_wanted_in_range"),
        ("monthly_amount = -0.01", "monthly_amount_not_below_zero"),
        ("times = '{midnight}'", "times_known"),
        ("funding_kinds = '{lottery}'", "funding_kinds_known"),
        ("funding_kinds = '{none,own_money}'", "funding_answer_on_its_own"),
        ("barriers = '{weather}'", "barriers_known"),
        ("state = 'lost', closed_at = now()", "state_known"),
        ("state = 'met'", "closed_has_a_time"),
        ("closed_at = now()", "closed_has_a_time"),
    ],
)
def test_wish(wish: Wish, change: str, constraint: str) -> None:
    refusal = refused(f"UPDATE pools_wish SET {change} WHERE id = %s", wish.pk)

    assert refusal == f"pools_wish_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("title = ' '", "title_not_blank"),
        ("purpose = ' '", "purpose_not_blank"),
        ("buying = 'a boat'", "buying_known"),
        ("sharing_rule = 'dice'", "sharing_rule_known"),
        ("decision_rule = 'king'", "decision_rule_known"),
        ("most_people = 1", "most_people_at_least_two"),
        ("money_path = 'pigeon'", "money_path_known"),
        ("by_days = true", "by_days_has_a_first_day"),
    ],
)
def test_pool(pool: Pool, change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_pool SET {change} WHERE id = %s", pool.pk) == f"pools_pool_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("left_at = joined_at - interval '1 day'", "left_after_joining"),
        ("share_weight = -1", "share_weight_not_below_zero"),
        ("fixed_share = -1", "fixed_share_not_below_zero"),
        ("previewed_share = 5", "preview_has_a_time"),
        ("funding_kind = 'lottery'", "funding_kind_known"),
        ("pooled_part = 'twice'", "pooled_part_known"),
        ("cleared_for_use_at = now()", "use_needs_every_gate"),
    ],
)
def test_membership(pool: Pool, change: str, constraint: str) -> None:
    refusal = refused(f"UPDATE pools_poolmembership SET {change} WHERE pool_id = %s", pool.pk)

    assert refusal == f"pools_poolmembership_{constraint}"


def test_nobody_is_in_a_pool_twice(pool: Pool) -> None:
    again = (
        "INSERT INTO pools_poolmembership (id, pool_id, profile_id, joined_at, share_weight,"
        " funding_kind, pooled_part, must_haves, names_funding) SELECT gen_random_uuid(), pool_id, profile_id, now(),"
        " 1, 'not_said', 'part', '', false FROM pools_poolmembership WHERE pool_id = %s"
    )

    assert refused(again, pool.pk) == "pools_poolmembership_one_open_for_each_person"

    execute("UPDATE pools_poolmembership SET left_at = now() WHERE pool_id = %s", pool.pk)
    execute(again, pool.pk)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("label = ' '", "label_not_blank"),
        ("amount = -5, state = 'answered'", "amount_not_below_zero"),
        ("prompt = 'bribes'", "prompt_known"),
        ("period = 'hourly'", "period_known"),
        ("state = 'lost'", "state_known"),
        ("amount = 5", "blank_has_no_answer"),
        ("paid_by = 'Ann'", "blank_has_no_answer"),
        ("state = 'answered'", "answered_has_one_price"),
        ("state = 'answered', amount = 5, from_offer = true", "answered_has_one_price"),
        ("percent = 5", "blank_has_no_answer"),
        ("state = 'answered', amount = 5, percent = 5", "answered_has_one_price"),
        ("state = 'answered', percent = 5", "percent_is_put_aside"),
        ("state = 'answered', amount = 5, paid_part = 2", "part_of_the_amount"),
        ("state = 'answered', amount = 5, paid_by = 'Ann', paid_part = 5", "part_of_the_amount"),
        ("state = 'answered', amount = 5, paid_by = 'Ann', paid_part = 0", "part_of_the_amount"),
        ("state = 'answered', amount = 5, promised_on = now()", "promise_is_somebodys"),
        ("state = 'waived'", "waived_has_a_reason"),
        ("state = 'waived', waived_reason = 'No need', amount = 5", "waived_has_a_reason"),
    ],
)
def test_cost_line(pool: Pool, change: str, constraint: str) -> None:
    line = pool.cost_lines.get(prompt="insurance")

    refusal = refused(f"UPDATE pools_costline SET {change} WHERE id = %s", line.pk)

    assert refusal == f"pools_costline_{constraint}"


def test_a_cost_is_asked_once(pool: Pool) -> None:
    change = "UPDATE pools_costline SET prompt = 'price' WHERE pool_id = %s AND prompt = 'insurance'"

    assert refused(change, pool.pk) == "pools_costline_asked_once"


def test_what_happens_with_a_shortfall_is_known(pool: Pool) -> None:
    change = "UPDATE pools_costsheet SET shortfall = 'prayer' WHERE pool_id = %s"

    assert refused(change, pool.pk) == "pools_costsheet_shortfall_known"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("kind = 'neighbour'", "kind_known"),
        ("need = 'perhaps'", "need_known"),
        ("need = 'not_needed'", "not_needed_has_a_reason"),
        # Somebody says that the landlord said yes.
        ("need = 'needed', given_at = now()", "given_in_writing"),
        ("need = 'needed', dated_on = now()", "given_in_writing"),
        ("need = 'needed', valid_until = now()", "given_in_writing"),
    ],
)
def test_consent(pool: Pool, change: str, constraint: str) -> None:
    assert refused(f"UPDATE pools_consent SET {change} WHERE pool_id = %s", pool.pk) == f"pools_consent_{constraint}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("answer = 'perhaps', answered_at = now()", "answer_known"),
        ("answer = 'accepted'", "answer_has_a_time"),
        ("answered_at = now()", "answer_has_a_time"),
        ("invited_by_id = profile_id", "for_somebody_else"),
    ],
)
def test_invitation(pool: Pool, change: str, constraint: str, now: datetime) -> None:
    invite(pool=pool, profile=make_member("Colin"), by=pool.organiser, now=now)

    refusal = refused(f"UPDATE pools_invitation SET {change} WHERE pool_id = %s", pool.pk)

    assert refusal == f"pools_invitation_{constraint}"


def test_one_open_invitation_for_each_person(pool: Pool, now: datetime) -> None:
    invite(pool=pool, profile=make_member("Colin"), by=pool.organiser, now=now)
    again = (
        "INSERT INTO pools_invitation (id, pool_id, profile_id, invited_by_id, invited_at, answer)"
        " SELECT gen_random_uuid(), pool_id, profile_id, invited_by_id, now(), '' FROM pools_invitation"
    )

    assert refused(again) == "pools_invitation_one_open_for_each_person"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("answer = 'perhaps', answered_at = now(), answered_by_id = profile_id", "answer_known"),
        ("answer = 'let_in'", "answer_is_somebodys"),
        ("answer = 'let_in', answered_at = now()", "answer_is_somebodys"),
        ("answered_at = now()", "answer_is_somebodys"),
    ],
)
def test_late_join_request(pool: Pool, change: str, constraint: str, now: datetime) -> None:
    LateJoinRequest.objects.create(pool=pool, profile=make_member("Colin"), asked_at=now)

    refusal = refused(f"UPDATE pools_latejoinrequest SET {change}")

    assert refusal == f"pools_latejoinrequest_{constraint}"


def test_one_waits_once_to_join_late(pool: Pool, now: datetime) -> None:
    LateJoinRequest.objects.create(pool=pool, profile=make_member("Colin"), asked_at=now)
    again = (
        "INSERT INTO pools_latejoinrequest (id, pool_id, profile_id, asked_at, answer)"
        " SELECT gen_random_uuid(), pool_id, profile_id, now(), '' FROM pools_latejoinrequest"
    )

    assert refused(again) == "pools_latejoinrequest_one_waiting_for_each_person"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("words = ' '", "words_not_blank"),
        ("supporters = 51", "supporters_in_range"),
        ("people = 13", "pool_has_a_count"),
    ],
)
def test_opt_in_call(area: Area, change: str, constraint: str, now: datetime) -> None:
    grace = make_member("Grace")
    group = make_group(organiser=grace)
    ask_who_goes_on(group=group, words="Go on?", supporters=2, closes_on=now.date(), by=grace, now=now)

    assert refused(f"UPDATE pools_optincall SET {change}") == f"pools_optincall_{constraint}"


def test_opt_in_answer(area: Area, now: datetime) -> None:
    grace = make_member("Grace")
    group = make_group(organiser=grace)
    call = ask_who_goes_on(group=group, words="Go on?", supporters=2, closes_on=now.date(), by=grace, now=now)
    opt_in(call=call, choice=OptInChoice.YES, by=grace, now=now)
    again = (
        "INSERT INTO pools_optinanswer (id, call_id, profile_id, choice, answered_at)"
        " SELECT gen_random_uuid(), call_id, profile_id, choice, now() FROM pools_optinanswer"
    )

    assert refused("UPDATE pools_optinanswer SET choice = 'maybe'") == "pools_optinanswer_choice_known"
    assert refused(again) == "pools_optinanswer_one_for_each_person"


def test_statuses_stay_as_they_are(pool: Pool) -> None:
    for change in ("UPDATE pools_poolstatus SET state = 'ended'", "DELETE FROM pools_poolstatus"):
        with pytest.raises(IntegrityError, match="append-only"):
            execute(change)


def test_a_ballot_offers_no_change(area: Area) -> None:
    pool = make_costed_pool(make_member("Alan"))
    proposal = (
        "INSERT INTO pools_proposal (id, pool_id, number, figures, decision_rule, opened_by_id, opens_at, closes_at)"
        " VALUES (%s, %s, 1, '{}', 'consensus', %s, now(), now() + interval '1 day')"
    )

    assert refused(proposal, uuid7(), pool.pk, pool.organiser_id) == "pools_proposal_offers_no_change"


def test_proposal(area: Area) -> None:
    proposal = make_proposal(make_costed_pool(make_member("Alan")))
    again = (
        "INSERT INTO pools_proposal (id, pool_id, number, figures, decision_rule, opened_by_id, opens_at, closes_at)"
        " SELECT gen_random_uuid(), pool_id, {}, figures, decision_rule, opened_by_id, opens_at, {} FROM pools_proposal"
    )

    assert refused(again.format("number", "closes_at")) == "pools_proposal_number_unique"
    assert refused(again.format("2", "opens_at")) == "pools_proposal_closes_after_opening"
    option = "INSERT INTO pools_option (id, proposal_id, kind) VALUES (gen_random_uuid(), %s, %s)"
    assert refused(option, proposal.pk, "no_change") == "pools_option_kind_unique"
    assert refused(option, proposal.pk, "perhaps") == "pools_option_kind_known"
    with pytest.raises(IntegrityError, match="append-only"):
        execute("UPDATE pools_proposal SET figures = '{}'")
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM pools_option")


def test_only_members_vote_and_only_while_the_vote_is_open(area: Area, now: datetime) -> None:
    alan, barry = make_member("Alan"), make_member("Barry")
    pool = make_costed_pool(alan, barry)
    other = make_costed_pool(make_member("Colin"))
    proposal, elsewhere = make_proposal(pool), make_proposal(other)
    vote = (
        "INSERT INTO pools_vote (id, proposal_id, membership_id, option_id, private_words, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, '', now())"
    )
    place = PoolMembership.objects.get(pool=pool, profile=barry)
    stranger = PoolMembership.objects.get(pool=other)
    yes = proposal.options.get(kind=OptionKind.GO_AHEAD)

    assert refused(vote, proposal.pk, stranger.pk, yes.pk) == "pools_vote_by_a_member"
    assert refused(vote, proposal.pk, place.pk, elsewhere.options.first().pk) == "pools_vote_by_a_member"
    cast_vote(proposal=proposal, choice=OptionKind.GO_AHEAD, by=barry, now=proposal.opens_at)
    with pytest.raises(IntegrityError, match="append-only"):
        execute("UPDATE pools_vote SET private_words = 'I said something else'")

    execute(
        "INSERT INTO pools_proposalresult (id, proposal_id, outcome, people, yes_votes, no_votes, words, closed_by_id,"
        " closed_at) VALUES (gen_random_uuid(), %s, 'not_agreed', 2, 1, 0, 'Over', %s, now())",
        proposal.pk,
        alan.pk,
    )
    assert refused(vote, proposal.pk, place.pk, yes.pk) == "pools_vote_while_open"


@pytest.mark.parametrize(
    ("outcome", "votes", "constraint"),
    [("perhaps", (2, 1, 1), "outcome_known"), ("agreed", (2, 2, 1), "votes_fit_the_people")],
)
def test_result(area: Area, outcome: str, votes: tuple[int, int, int], constraint: str) -> None:
    proposal = make_proposal(make_costed_pool(make_member("Alan")))
    result = (
        "INSERT INTO pools_proposalresult (id, proposal_id, outcome, people, yes_votes, no_votes, words, closed_by_id,"
        " closed_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, '', %s, now())"
    )

    refusal = refused(result, proposal.pk, outcome, *votes, proposal.opened_by_id)

    assert refusal == f"pools_proposalresult_{constraint}"


def test_purchase(area: Area) -> None:
    pool = make_costed_pool(make_member("Alan"))
    agree(pool)
    sign(pool)
    purchase = (
        "INSERT INTO pools_purchase (id, pool_id, what, seller, amount, paid_how, paid_by, bought_on,"
        " recorded_by_id, recorded_at) VALUES (gen_random_uuid(), %s, %s, 'Shop', %s, 'later', '', now(), %s, now())"
    )

    assert refused(purchase, pool.pk, " ", 5, pool.organiser_id) == "pools_purchase_what_not_blank"
    assert refused(purchase, pool.pk, "Bike", -5, pool.organiser_id) == "pools_purchase_amount_not_below_zero"
    execute(purchase, pool.pk, "Bike", Decimal(5), pool.organiser_id)
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM pools_purchase")


@pytest.mark.parametrize("need", ["unanswered", "needed"])
def test_nothing_is_bought_while_a_yes_is_missing_in_writing(pool: Pool, need: str) -> None:
    execute("UPDATE pools_consent SET need = %s WHERE pool_id = %s", need, pool.pk)
    purchase = (
        "INSERT INTO pools_purchase (id, pool_id, what, seller, amount, paid_how, paid_by, bought_on,"
        " recorded_by_id, recorded_at) VALUES (gen_random_uuid(), %s, 'Bike', 'Shop', 5, 'later', '', now(), %s, now())"
    )

    assert refused(purchase, pool.pk, pool.organiser_id) == "pools_purchase_allowed"

    execute("UPDATE pools_consent SET blocks_purchase = false WHERE pool_id = %s", pool.pk)
    execute(purchase, pool.pk, pool.organiser_id)
