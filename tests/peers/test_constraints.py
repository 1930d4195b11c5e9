"""The database itself refuses what must never be. Each fault is planted with raw SQL."""

from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from peers.models import AnswerCheck, CalendarFeed, EventFee, EventPlace, Group
from portal.models import InterestCategory, Profile
from tests.factories.peers import (
    LONG_AGO,
    make_announcement,
    make_comment,
    make_dated_answer,
    make_event,
    make_event_place,
    make_group,
    make_membership,
    make_paper,
    make_passing,
    make_post,
    make_question,
    make_request,
)
from tests.factories.portal import make_interest, make_member


@pytest.fixture
def group(member: Profile) -> Group:
    """A group with one of everything, and a second one to make doubles with."""
    group = make_group("Banbury cooks", organiser=make_member("Rosa"))
    make_group("Walkers")
    make_membership(group, member)
    make_request(group, make_member("Jo"))
    make_comment(make_post(group, member), member)
    make_announcement(group, member)
    make_paper(group, member)
    make_event_place(make_event(group, member), member)
    fee = {"place": EventPlace.objects.get(), "amount": 5, "by": member, "at": LONG_AGO}
    for state in ("paid", "kept"):
        EventFee.objects.create(state=state, **fee)
    CalendarFeed.objects.create(profile=member, digest="d", made_at=LONG_AGO)
    group.interest_links.create(interest=make_interest("Cooking", InterestCategory.COOKING))
    question, rosa = make_question(member), make_member("Jon")
    answer = make_dated_answer(question, rosa)
    make_dated_answer(question, member)
    AnswerCheck.objects.create(answer=answer, checked_by=member, checked_on=LONG_AGO.date(), noted_at=LONG_AGO)
    make_passing(question, rosa, by=member)
    return group


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        ("UPDATE peers_group SET name = ' '", "peers_group_name_not_blank"),
        ("UPDATE peers_group SET name = 'WALKERS' WHERE name = 'Banbury cooks'", "peers_group_name_unique"),
        ("UPDATE peers_group SET purpose = E'\\n'", "peers_group_purpose_not_blank"),
        ("UPDATE peers_membership SET role = 'king'", "peers_membership_role_known"),
        ("UPDATE peers_membership SET left_at = joined_at - interval '1 day'", "peers_membership_left_after_joining"),
        (
            "UPDATE peers_membership SET profile_id = (SELECT profile_id FROM peers_membership LIMIT 1)",
            "peers_membership_once_at_a_time",
        ),
        ("UPDATE peers_joinrequest SET kind = 'ordered'", "peers_joinrequest_kind_known"),
        ("UPDATE peers_joinrequest SET answer = 'yes'", "peers_joinrequest_answered_by_somebody_or_waiting"),
        ("UPDATE peers_joinrequest SET answered_at = now()", "peers_joinrequest_answered_by_somebody_or_waiting"),
        (
            "UPDATE peers_joinrequest SET made_by_id = (SELECT id FROM portal_profile WHERE shown_name = 'Rosa')",
            "peers_joinrequest_asked_for_oneself",
        ),
        (
            (
                "INSERT INTO peers_joinrequest (id, group_id, profile_id, kind, made_by_id, made_at, answer) "
                "SELECT gen_random_uuid(), group_id, profile_id, kind, made_by_id, made_at, '' FROM peers_joinrequest"
            ),
            "peers_joinrequest_one_waiting",
        ),
        ("UPDATE peers_post SET text = '  '", "peers_post_text_not_blank"),
        ("UPDATE peers_post SET state = 'loud'", "peers_post_state_known"),
        ("UPDATE peers_post SET published_at = NULL", "peers_post_published_has_a_time"),
        ("UPDATE peers_comment SET text = '  '", "peers_comment_text_not_blank"),
        ("UPDATE peers_comment SET state = 'loud'", "peers_comment_state_known"),
        ("UPDATE peers_comment SET published_at = NULL", "peers_comment_published_has_a_time"),
        ("UPDATE peers_announcement SET title = ' '", "peers_announcement_title_not_blank"),
        ("UPDATE peers_announcement SET text = ' '", "peers_announcement_text_not_blank"),
        ("UPDATE peers_announcement SET audience = 'world'", "peers_announcement_audience_known"),
        ("UPDATE peers_announcement SET state = 'loud'", "peers_announcement_state_known"),
        ("UPDATE peers_announcement SET published_at = NULL", "peers_announcement_published_has_a_time"),
        ("UPDATE peers_paper SET title = ' '", "peers_paper_title_not_blank"),
        ("UPDATE peers_paper SET kind = 'leaflet'", "peers_paper_kind_known"),
        ("UPDATE peers_event SET title = ' '", "peers_event_title_not_blank"),
        ("UPDATE peers_event SET text = ' '", "peers_event_text_not_blank"),
        ("UPDATE peers_event SET place = ' '", "peers_event_place_not_blank"),
        ("UPDATE peers_event SET state = 'loud'", "peers_event_state_known"),
        ("UPDATE peers_event SET published_at = NULL", "peers_event_published_has_a_time"),
        ("UPDATE peers_event SET ends_at = starts_at", "peers_event_ends_after_it_starts"),
        ("UPDATE peers_event SET sign_up_by = ends_at", "peers_event_sign_up_before_it_starts"),
        ("UPDATE peers_event SET cost = -1", "peers_event_amounts_not_below_zero"),
        ("UPDATE peers_event SET booking_fee = -1", "peers_event_amounts_not_below_zero"),
        ("UPDATE peers_event SET fewest_people = 0", "peers_event_numbers_fit"),
        ("UPDATE peers_event SET fewest_people = 3, most_people = 2", "peers_event_numbers_fit"),
        ("UPDATE peers_event SET cancelled_at = now()", "peers_event_cancelled_has_a_reason"),
        ("UPDATE peers_event SET cancelled_reason = 'Snow'", "peers_event_cancelled_has_a_reason"),
        (
            ("UPDATE peers_eventplace SET attendance = 'late', attendance_at = now(), attendance_by_id = profile_id"),
            "peers_eventplace_attendance_known",
        ),
        ("UPDATE peers_eventplace SET attendance = 'came'", "peers_eventplace_attendance_by_somebody"),
        (
            (
                "UPDATE peers_eventplace SET attendance = 'came', given_at = NULL, attendance_at = now(),"
                " attendance_by_id = profile_id"
            ),
            "peers_eventplace_only_places_are_used",
        ),
        (
            (
                "INSERT INTO peers_eventplace (id, event_id, profile_id, asked_at, attendance)"
                " SELECT gen_random_uuid(), event_id, profile_id, asked_at, '' FROM peers_eventplace"
            ),
            "peers_eventplace_one_for_each_person",
        ),
        (
            (
                "INSERT INTO peers_eventfee (id, place_id, state, amount, by_id, at)"
                " SELECT gen_random_uuid(), place_id, 'lost', amount, by_id, at FROM peers_eventfee"
                " WHERE state = 'paid'"
            ),
            "peers_eventfee_state_known",
        ),
        (
            (
                "INSERT INTO peers_eventfee (id, place_id, state, amount, by_id, at)"
                " SELECT gen_random_uuid(), place_id, 'returned', 0, by_id, at FROM peers_eventfee"
                " WHERE state = 'paid'"
            ),
            "peers_eventfee_amount_above_zero",
        ),
        (
            (
                "INSERT INTO peers_eventfee (id, place_id, state, amount, by_id, at)"
                " SELECT gen_random_uuid(), place_id, 'paid', amount, by_id, at FROM peers_eventfee"
                " WHERE state = 'paid'"
            ),
            "peers_eventfee_each_step_once",
        ),
        (
            (
                "INSERT INTO peers_eventfee (id, place_id, state, amount, by_id, at)"
                " SELECT gen_random_uuid(), place_id, 'returned', amount, by_id, at FROM peers_eventfee"
                " WHERE state = 'paid'"
            ),
            "peers_eventfee_settled_once",
        ),
        (
            "UPDATE peers_calendarfeed SET revoked_at = made_at - interval '1 day'",
            "peers_calendarfeed_revoked_after_made",
        ),
        (
            (
                "INSERT INTO peers_calendarfeed (id, profile_id, digest, made_at)"
                " SELECT gen_random_uuid(), profile_id, 'e', made_at FROM peers_calendarfeed"
            ),
            "peers_calendarfeed_one_of_each",
        ),
        (
            (
                "INSERT INTO peers_calendarfeed (id, profile_id, digest, made_at, revoked_at)"
                " SELECT gen_random_uuid(), profile_id, digest, made_at, made_at FROM peers_calendarfeed"
            ),
            "peers_calendarfeed_digest_unique",
        ),
        (
            (
                "INSERT INTO peers_groupinterest (id, group_id, interest_id)"
                " SELECT gen_random_uuid(), group_id, interest_id FROM peers_groupinterest"
            ),
            "peers_groupinterest_unique",
        ),
        ("UPDATE peers_question SET title = ' '", "peers_question_title_not_blank"),
        ("UPDATE peers_question SET text = ' '", "peers_question_text_not_blank"),
        ("UPDATE peers_question SET state = 'loud'", "peers_question_state_known"),
        ("UPDATE peers_question SET published_at = NULL", "peers_question_published_has_a_time"),
        ("UPDATE peers_datedanswer SET text = ' '", "peers_datedanswer_text_not_blank"),
        ("UPDATE peers_datedanswer SET source = ' '", "peers_datedanswer_source_not_blank"),
        ("UPDATE peers_datedanswer SET state = 'loud'", "peers_datedanswer_state_known"),
        ("UPDATE peers_datedanswer SET published_at = NULL", "peers_datedanswer_published_has_a_time"),
        ("UPDATE peers_datedanswer SET accepted_at = now()", "peers_datedanswer_one_accepted"),
        (
            (
                "INSERT INTO peers_answercheck (id, answer_id, checked_on, checked_by_id, noted_at)"
                " SELECT gen_random_uuid(), answer_id, checked_on, checked_by_id, noted_at FROM peers_answercheck"
            ),
            "peers_answercheck_once_a_day",
        ),
        ("UPDATE peers_questionpassing SET state = 'lost'", "peers_questionpassing_state_known"),
        (
            "UPDATE peers_questionpassing SET changed_at = passed_at - interval '1 day'",
            "peers_questionpassing_changed_after_passing",
        ),
        ("UPDATE peers_questionpassing SET to_id = passed_by_id", "peers_questionpassing_to_somebody_else"),
        (
            (
                "INSERT INTO peers_questionpassing"
                " (id, question_id, to_id, note, state, passed_by_id, passed_at, changed_at)"
                " SELECT gen_random_uuid(), question_id, to_id, note, 'taken', passed_by_id, passed_at, changed_at"
                " FROM peers_questionpassing"
            ),
            "peers_questionpassing_one_at_a_time",
        ),
        (
            "UPDATE portal_area SET check_again_months = 0",
            "portal_area_check_again_months_in_range",
        ),
    ],
)
def test_the_database_refuses(group: Group, sql: str, constraint: str, now: datetime) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_step_of_a_booking_fee_is_never_changed(group: Group) -> None:
    for sql in ("UPDATE peers_eventfee SET amount = 9", "DELETE FROM peers_eventfee"):
        with pytest.raises(DatabaseError, match="peers_eventfee"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    assert sorted(EventFee.objects.values_list("state", "amount")) == [("kept", 5), ("paid", 5)]


@pytest.mark.parametrize("sql", ["UPDATE peers_answercheck SET checked_on = now()", "DELETE FROM peers_answercheck"])
def test_a_check_stays_as_it_was_noted(group: Group, sql: str) -> None:
    with pytest.raises(DatabaseError, match="peers_answercheck"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
