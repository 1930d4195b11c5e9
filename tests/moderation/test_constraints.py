"""The database itself refuses what must never be, whatever the code does. Each fault is planted with raw SQL."""

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from uuid_utils.compat import uuid7

from moderation.models import ContentVersion, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from portal.models import Profile
from tests.factories.moderation import make_item
from tests.factories.portal import make_champion


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
