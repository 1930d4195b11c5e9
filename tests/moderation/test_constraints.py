"""The database itself refuses what must never be, whatever the code does. Each fault is planted with raw SQL."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from moderation.models import ContentVersion, EntryKind, Outcome, Reason, ReviewItem
from moderation.operations.appeal import appeal
from moderation.operations.concern import report_concern
from moderation.operations.decision import decide
from moderation.operations.safeguarding import add_to_case
from moderation.queries import cases_for
from portal.areas.context import safeguarding_lead
from portal.models import Area, Profile
from tests.factories.moderation import make_item
from tests.factories.portal import make_champion, make_safeguarding_lead


@pytest.fixture
def item(member: Profile, now: datetime) -> ReviewItem:
    return make_item(member, now=now)


def refused(sql: str, *values: object, by: str) -> None:
    with pytest.raises(IntegrityError, match=by), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("level = 'none'", "moderation_reviewitem_level_asks_for_reading"),
        ("mentor_asked_id = author_id", "moderation_reviewitem_mentor_is_someone_else"),
        ("promised_by = submitted_at - interval '1 hour'", "moderation_reviewitem_promise_is_ahead"),
        ("closed_at = submitted_at - interval '1 hour'", "moderation_reviewitem_closed_after_sent"),
    ],
)
def test_review_item(item: ReviewItem, change: str, constraint: str) -> None:
    refused(f"UPDATE moderation_reviewitem SET {change}", by=constraint)


def test_one_open_item_for_each_text(item: ReviewItem) -> None:
    again = ReviewItem.objects.get(pk=item.pk)
    again.pk = uuid7()
    with pytest.raises(IntegrityError, match="one_open_for_each_text"), transaction.atomic():
        again.save(force_insert=True)


def test_versions_are_numbered_once_and_from_one(item: ReviewItem) -> None:
    kept = item.version
    for number, constraint in [(1, "number_unique"), (0, "number_from_one")]:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ContentVersion.objects.create(
                content_kind=kept.content_kind,
                content_id=kept.content_id,
                number=number,
                author=kept.author,
                title="Twice",
                text="Twice",
                written_at=kept.written_at,
            )


@pytest.mark.parametrize(
    ("outcome", "reason", "advice", "constraint"),
    [
        ("nonsense", "unclear", "Hm", "moderation_decision_outcome_known"),
        ("publish", "nonsense", "", "moderation_decision_reason_known"),
        ("remove", "may_hurt", "  ", "moderation_decision_gives_advice"),
        ("publish_with_advice", "unclear", "", "moderation_decision_gives_advice"),
        ("ask_change", "all_well", "Hm", "moderation_decision_refusal_has_a_reason"),
    ],
)
def test_decision(item: ReviewItem, outcome: str, reason: str, advice: str, constraint: str, now: datetime) -> None:
    refused(
        "INSERT INTO moderation_decision (id, review_item_id, outcome, reason, advice, by_id, at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        uuid7(),
        item.pk,
        outcome,
        reason,
        advice,
        make_champion("Sam").pk,
        now,
        by=constraint,
    )


@pytest.mark.parametrize("table", ["moderation_decision", "moderation_contentversion"])
def test_what_was_said_and_decided_cannot_be_changed_or_deleted(item: ReviewItem, table: str, now: datetime) -> None:
    decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=make_champion("Sam"), now=now)

    refused(f"UPDATE {table} SET id = id", by="append-only")
    refused(f"DELETE FROM {table}", by="append-only")


def test_one_decision_for_each_item(item: ReviewItem, now: datetime) -> None:
    sam = make_champion("Sam")
    decision = decide(item=item, outcome=Outcome.PUBLISH, reason=Reason.ALL_WELL, by=sam, now=now)
    decision.pk = uuid7()
    with pytest.raises(IntegrityError, match="review_item"), transaction.atomic():
        decision.save(force_insert=True)


@pytest.mark.parametrize(("table", "constraint"), [("moderation_block", "block"), ("moderation_mute", "mute")])
def test_block_and_mute_once_and_of_somebody_else(member: Profile, now: datetime, table: str, constraint: str) -> None:
    jo = make_champion("Jo")
    add = f"INSERT INTO {table} (id, by_id, member_id, at) VALUES (gen_random_uuid(), %s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(add, [member.pk, jo.pk, now])

    refused(add, member.pk, jo.pk, now, by=f"moderation_{constraint}_once")
    refused(add, jo.pk, jo.pk, now, by=f"moderation_{constraint}_somebody_else")


def test_report(item: ReviewItem, now: datetime) -> None:
    sam = make_champion("Sam")
    add = (
        "INSERT INTO moderation_report (id, review_item_id, concern, words, by_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, '', %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(add, [item.pk, "unkind", sam.pk, now])

    refused(add, item.pk, "unkind", sam.pk, now, by="moderation_report_once_for_each_reading")
    # Danger is for the safeguarding lead, never for the champions.
    refused(add, item.pk, "danger", make_champion("Kofi").pk, now, by="moderation_report_concern_known")
    refused("UPDATE moderation_report SET words = 'x'", by="append-only")
    refused("DELETE FROM moderation_report", by="append-only")


def test_safeguarding(member: Profile, now: datetime) -> None:
    lead = make_safeguarding_lead("Ingrid")
    add_case = (
        "INSERT INTO moderation_safeguardingcase (id, reporter_id, may_name_reporter, who, words, opened_at)"
        " VALUES (gen_random_uuid(), %s, false, '', %s, %s)"
    )
    refused(add_case, member.pk, "  ", now, by="moderation_safeguardingcase_says_something")
    report_concern(words="He shouts", by=member, now=now)
    case = cases_for(lead)[0]
    add_entry = (
        "INSERT INTO moderation_safeguardingentry (id, case_id, kind, words, by_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)"
    )
    refused(add_entry, case.pk, "shout", "x", lead.pk, now, by="moderation_safeguardingentry_kind_known")
    refused(add_entry, case.pk, "note", " ", lead.pk, now, by="moderation_safeguardingentry_says_something")
    add_to_case(case_id=case.pk, kind=EntryKind.NOTE, words="I rang.", by=lead, now=now)
    with safeguarding_lead(lead.pk):
        for table in ("moderation_safeguardingcase", "moderation_safeguardingentry"):
            refused(f"UPDATE {table} SET words = 'x'", by="append-only")
            refused(f"DELETE FROM {table}", by="append-only")


def test_claim(item: ReviewItem, now: datetime) -> None:
    update = "UPDATE moderation_reviewitem SET claimed_by_id = %s, claimed_at = %s WHERE id = %s"

    refused(update, make_champion("Sam").pk, None, item.pk, by="moderation_reviewitem_claimed_at_a_time")
    refused(update, None, now, item.pk, by="moderation_reviewitem_claimed_at_a_time")
    refused(update, item.author_id, now, item.pk, by="moderation_reviewitem_claimed_by_someone_else")


def test_stood_aside(item: ReviewItem, now: datetime) -> None:
    sam = make_champion("Sam")
    add = (
        "INSERT INTO moderation_stoodaside (id, content_id, champion_id, why, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s)"
    )
    refused(add, item.content_id, sam.pk, "tired", now, by="moderation_stoodaside_why_known")
    with connection.cursor() as cursor:
        cursor.execute(add, [item.content_id, sam.pk, "knows", now])

    refused(add, item.content_id, sam.pk, "works", now, by="moderation_stoodaside_once")
    refused("UPDATE moderation_stoodaside SET why = 'works'", by="append-only")
    refused("DELETE FROM moderation_stoodaside", by="append-only")


def test_ready_advice(area: Area, now: datetime) -> None:
    sam = make_champion("Sam")
    add = (
        "INSERT INTO moderation_readyadvice (id, reason, text, written_by_id, written_at, retired_at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)"
    )
    refused(add, "nonsense", "Hm", sam.pk, now, None, by="moderation_readyadvice_reason_known")
    refused(add, "unclear", " ", sam.pk, now, None, by="moderation_readyadvice_not_blank")
    early = now - timedelta(days=1)
    refused(add, "unclear", "Hm", sam.pk, now, early, by="moderation_readyadvice_retired_after_written")
    with connection.cursor() as cursor:
        cursor.execute(add, ["unclear", "Say which day.", sam.pk, now, None])
    refused(add, "unclear", "Say which day.", sam.pk, now, None, by="moderation_readyadvice_each_once")


def test_appeal_and_verdict(item: ReviewItem, now: datetime) -> None:
    sam, grace = make_champion("Sam"), make_champion("Grace")
    decision = decide(item=item, outcome=Outcome.REMOVE, reason=Reason.MAY_HURT, advice="No.", by=sam, now=now)
    add_appeal = (
        "INSERT INTO moderation_appeal (id, decision_id, by_id, words, made_at, promised_by)"
        " VALUES (gen_random_uuid(), %s, %s, '', %s, %s)"
    )
    early = now - timedelta(hours=1)
    refused(add_appeal, decision.pk, item.author_id, now, early, by="moderation_appeal_promise_is_ahead")
    asked = appeal(decision=decision, by=item.author, now=now)
    refused(add_appeal, decision.pk, item.author_id, now, now, by="decision_id")
    add_verdict = (
        "INSERT INTO moderation_appealverdict (id, appeal_id, outcome, words, by_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)"
    )
    refused(add_verdict, asked.pk, "perhaps", "x", grace.pk, now, by="moderation_appealverdict_outcome_known")
    refused(add_verdict, asked.pk, "upheld", " ", grace.pk, now, by="moderation_appealverdict_says_why")
    for judge in (sam, item.author):
        refused(add_verdict, asked.pk, "upheld", "x", judge.pk, now, by="moderation_appealverdict_another_judge")
    with connection.cursor() as cursor:
        cursor.execute(add_verdict, [asked.pk, "upheld", "x", grace.pk, now])
    for table in ("moderation_appeal", "moderation_appealverdict"):
        refused(f"UPDATE {table} SET words = 'y'", by="append-only")
        refused(f"DELETE FROM {table}", by="append-only")
