"""Everybody is told once, whatever happens on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from portal.areas.context import area_context
from portal.models import Area, Notification, Profile
from portal.models.notification import NotificationState
from portal.operations import notifications
from portal.operations.notifications import (
    MOST_ATTEMPTS,
    claim_notification,
    notify,
    notify_all,
    send_notification,
)
from portal.tasks import answer_send_notification, sweep_notifications
from tests.factories.portal import MONDAY_AFTERNOON, make_area, make_member, make_notification

LATER = MONDAY_AFTERNOON + timedelta(minutes=6)


@pytest.fixture(autouse=True)
def letter(settings: object, tmp_path: Path) -> None:
    """A text to send."""
    (tmp_path / "letter.txt").write_text("Please read this, {{ recipient.shown_name }}\n\n{{ words }}\n{{ link }}\n")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]


def tell(recipient: Profile, key: str = "occasion", **context: object) -> Notification:
    return notify(recipient=recipient, key=key, template="letter", now=MONDAY_AFTERNOON, url="/help/", **context)


def test_notify_writes_a_row_and_sends_nothing_yet(area: Area, member: Profile) -> None:
    notice = tell(member, words="The agreement is ready.")

    assert (notice.subject, notice.state) == ("Please read this, Peter", NotificationState.PENDING)
    assert notice.body == "The agreement is ready.\nhttp://oxfordshire.localhost:8000/help/"
    assert mail.outbox == []


def test_notify_twice_for_the_same_occasion_is_once(area: Area, member: Profile) -> None:
    first, second = tell(member), tell(member)

    assert first == second
    assert Notification.objects.count() == 1


def test_notify_for_another_occasion_or_person_is_another(area: Area, member: Profile) -> None:
    tell(member, "one")
    tell(member, "two")
    tell(make_member("Jo"), "one")

    assert Notification.objects.count() == 3


def test_notify_writes_plain_text(area: Area) -> None:
    notice = tell(make_member("Pat O'Brien & son"), words="<b>5 > 3</b>")

    assert notice.subject == "Please read this, Pat O'Brien & son"
    assert "<b>5 > 3</b>" in notice.body


def test_notify_rings_after_the_commit_with_the_area(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
) -> None:
    rung: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr("portal.doorbell.app.send_task", lambda name, kwargs: rung.append((name, kwargs)))

    with django_capture_on_commit_callbacks() as callbacks:
        notice = tell(member)
        assert rung == []
    for callback in callbacks:
        callback()

    arguments = {"area_id": str(area.id), "notification_id": str(notice.pk)}
    assert rung == [("portal.tasks.send_notification", arguments)]


def test_notify_all_tells_each_once(area: Area, member: Profile) -> None:
    people = [member, make_member("Jo")]
    tell(member)

    notify_all(recipients=people, key="occasion", template="letter", now=MONDAY_AFTERNOON)

    assert sorted(Notification.objects.values_list("recipient__shown_name", flat=True)) == ["Jo", "Peter"]


def test_claim_is_given_to_one_only(area: Area, member: Profile) -> None:
    notice = make_notification(member)

    first = claim_notification(notification_id=str(notice.pk), now=MONDAY_AFTERNOON)
    second = claim_notification(notification_id=str(notice.pk), now=MONDAY_AFTERNOON)

    assert first == notice
    assert (first.state, first.attempts, first.claimed_at) == (NotificationState.SENDING, 1, MONDAY_AFTERNOON)
    assert second is None


def test_two_workers_at_the_same_moment_send_one_email(committed: None) -> None:
    area = make_area("oxfordshire", "Oxfordshire")
    with area_context(area.id):
        notice = make_notification(make_member("Peter"))

    def answer(_: int) -> None:
        try:
            answer_send_notification(area_id=str(area.id), notification_id=str(notice.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(answer, range(4)))

    assert len(mail.outbox) == 1


def test_a_sent_notification_is_not_sent_again(area: Area, member: Profile) -> None:
    notice = make_notification(member)

    for _ in range(2):
        answer_send_notification(area_id=str(area.id), notification_id=str(notice.pk))

    notice.refresh_from_db()
    assert notice.state == NotificationState.SENT
    assert notice.sent_at
    assert [(message.subject, message.to) for message in mail.outbox] == [("Please sign", [member.user.email])]


def test_a_worker_that_died_with_it_is_followed_by_another(area: Area, member: Profile) -> None:
    notice = make_notification(member)
    claim_notification(notification_id=str(notice.pk), now=MONDAY_AFTERNOON)

    assert list(Notification.objects.due(now=MONDAY_AFTERNOON + timedelta(minutes=4))) == []
    assert list(Notification.objects.due(now=LATER)) == [notice]
    assert claim_notification(notification_id=str(notice.pk), now=LATER).attempts == 2


def test_a_second_sending_has_the_same_message_id(area: Area, member: Profile) -> None:
    """A worker died between the mail server's yes and its own note: the mail server knows the second for the first."""
    notice = make_notification(member)

    for moment in (MONDAY_AFTERNOON, LATER):
        claimed = claim_notification(notification_id=str(notice.pk), now=moment)
        send_notification(notification=claimed, now=moment)
        Notification.objects.update(state=NotificationState.SENDING)

    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second == f"<{notice.pk}@localhost>"


def test_a_mail_server_that_does_not_answer_is_asked_again_until_we_give_up(
    area: Area, member: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_there(_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(notifications.EmailMessage, "send", nobody_there)
    notice = make_notification(member)
    states = []
    for _ in range(MOST_ATTEMPTS + 1):
        answer_send_notification(area_id=str(area.id), notification_id=str(notice.pk))
        notice.refresh_from_db()
        states.append(notice.state)

    assert states == [NotificationState.PENDING] * (MOST_ATTEMPTS - 1) + [NotificationState.FAILED] * 2
    assert notice.attempts == MOST_ATTEMPTS


def test_the_sweep_sends_what_no_doorbell_told_of_in_every_area(oxfordshire: Area, knowsley: Area) -> None:
    for area in (oxfordshire, knowsley):
        with area_context(area.id):
            make_notification(make_member("Peter"), f"For {area.name}")

    sweep_notifications()
    sweep_notifications()

    assert sorted(message.subject for message in mail.outbox) == ["For Knowsley", "For Oxfordshire"]


def test_a_task_of_one_area_cannot_send_anothers(oxfordshire: Area, knowsley: Area) -> None:
    with area_context(oxfordshire.id):
        notice = make_notification(make_member("Peter"))

    answer_send_notification(area_id=str(knowsley.id), notification_id=str(notice.pk))

    assert mail.outbox == []
