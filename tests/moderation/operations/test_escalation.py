from datetime import datetime, timedelta

import pytest
from django.conf import settings

from moderation.operations import escalation
from moderation.operations.escalation import escalate_overdue
from moderation.tasks import escalate_overdue_items
from portal.areas.context import area_context
from portal.models import Area, ModerationLevel, Notification, Profile
from tests.factories.moderation import make_item
from tests.factories.portal import make_champion, make_member


@pytest.fixture
def sam(area: Area) -> Profile:
    return make_champion("Sam")


def told_of_lateness() -> list[tuple[str, str]]:
    late = Notification.objects.filter(key__startswith="overdue:").order_by("recipient__shown_name")
    return list(late.values_list("recipient__shown_name", "subject"))


def test_every_champion_is_told_once_of_all_that_is_late(sam: Profile, now: datetime) -> None:
    make_champion("Grace")
    for name in ("A", "B"):
        make_item(make_member(name, mentor=sam), now=now - timedelta(days=3))

    escalated = escalate_overdue(now=now)

    assert len(escalated) == 2
    assert told_of_lateness() == [
        ("Grace", "People are waiting for an answer"),
        ("Sam", "People are waiting for an answer"),
    ]
    assert escalate_overdue(now=now) == []
    assert len(told_of_lateness()) == 2


def test_what_is_in_time_or_published_or_decided_is_let_be(sam: Profile, now: datetime) -> None:
    make_item(make_member("In time"), now=now)
    make_item(make_member("Published"), level=ModerationLevel.POST, now=now - timedelta(days=3))
    decided = make_item(make_member("Decided"), now=now - timedelta(days=3))
    decided.closed_at = now
    decided.save()

    assert escalate_overdue(now=now) == []
    assert told_of_lateness() == []


def test_nobody_is_told_of_their_own(sam: Profile, now: datetime) -> None:
    make_item(sam, now=now - timedelta(days=3))

    assert len(escalate_overdue(now=now)) == 1
    assert told_of_lateness() == []


def test_a_sabotaged_escalation_tells_them_next_time(
    sam: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**kwargs: object) -> None:
        raise OSError("sabotage")

    make_item(make_member("A"), now=now - timedelta(days=3))
    with monkeypatch.context() as sabotage:
        sabotage.setattr(escalation, "notify", break_down)
        with pytest.raises(OSError, match="sabotage"):
            escalate_overdue(now=now)

    assert len(escalate_overdue(now=now)) == 1
    assert told_of_lateness() == [("Sam", "People are waiting for an answer")]


def test_the_beat_looks_into_each_area(oxfordshire: Area, knowsley: Area, now: datetime) -> None:
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            make_champion("Sam")
            make_item(make_member("A"), now=now - timedelta(days=300))

    escalate_overdue_items()

    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            assert told_of_lateness() == [("Sam", "People are waiting for an answer")]
    assert "moderation.tasks.escalate_overdue_items" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
