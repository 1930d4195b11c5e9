"""Telling people things: a row first, an email after."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine
from django.utils.text import Truncator

from portal.areas.context import current_area_id
from portal.doorbell import ring
from portal.models import Area, Notification, Profile
from portal.models.notification import NotificationQuerySet, NotificationState

MOST_ATTEMPTS = 8


def notify(
    *, recipient: Profile, key: str, template: str, now: datetime, url: str = "", **context: object
) -> Notification:
    """
    Tell a person something, once for each `key`. Telling again with the same key changes nothing.

    :param template: folder and name of a text whose first line is the subject, such as "pools/email/sign_agreement"
    :param url: the page on this area's site that the message is about, as a path
    :param context: what the text needs besides `recipient` and `link`
    """
    notice = _draft(recipient, key=key, template=template, now=now, url=url, context={"area": _area(), **context})
    kept = {name: getattr(notice, name) for name in ("subject", "body", "url", "created_at")}
    notification, made = Notification.objects.get_or_create(recipient=recipient, key=key, defaults=kept)
    if made:
        ring("portal.tasks.send_notification", notification_id=notification.pk)
    return notification


def notify_all(
    *, recipients: Iterable[Profile], key: str, template: str, now: datetime, url: str = "", **context: object
) -> None:
    """
    Tell many people the same thing, each once for each `key`, in a few statements.

    Rings no doorbell, since thousands at once would drown everybody else's: the sweep sends these within minutes.

    :param template: see `notify`
    """
    context = {"area": _area(), **context}
    notices = [
        _draft(recipient, key=key, template=template, now=now, url=url, context=context) for recipient in recipients
    ]
    Notification.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)


def _area() -> Area:
    """The area of the request in hand, not of the row: notices may be written before the row is read back."""
    return Area.objects.get(pk=current_area_id())


def _draft(
    recipient: Profile, *, key: str, template: str, now: datetime, url: str, context: dict[str, Any]
) -> Notification:
    link = absolute_url(context["area"], url) if url else ""
    values = Context({"recipient": recipient, "link": link, **context}, autoescape=False)
    # Plain text: escaping it as for a page would turn O’Brien's apostrophe into a code.
    words = Engine.get_default().get_template(f"{template}.txt").render(values)
    subject, _, body = words.strip().partition("\n")
    # A subject is one line, whatever somebody typed into a title.
    subject = Truncator(" ".join(subject.split())).chars(200)
    return Notification(recipient=recipient, key=key, subject=subject, body=body.strip(), url=url, created_at=now)


def absolute_url(area: Area, path: str) -> str:
    """The full web address of a page of an area, for messages and documents."""
    scheme = settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL
    # In production a balancer answers on the scheme's own port; elsewhere the server's port is the address's.
    port = "" if scheme == "https" else f":{settings.PORT}"
    return f"{scheme}://{area.slug}.{settings.PORTAL_DOMAIN}{port}{path}"


@transaction.atomic
def claim_notification(*, notification_id: str, now: datetime) -> Notification | None:
    """Take one due notification, so that no other worker sends it at the same time. None: not due, or taken."""
    due = Notification.objects.due(now=now).select_for_update(skip_locked=True, of=("self",))
    notification = due.select_related("recipient__user").filter(pk=notification_id).first()
    if notification is not None:
        notification.state, notification.claimed_at = NotificationState.SENDING, now
        notification.attempts += 1
        notification.save(update_fields=["state", "claimed_at", "attempts"])
    return notification


def send_notification(*, notification: Notification, now: datetime) -> None:
    """
    Send a claimed notification by email.

    The message keeps one Message-ID, so that a mail server drops the second of two, should a worker die between the
    mail server's "yes" and our own note of it.
    """
    message = EmailMessage(
        subject=notification.subject,
        body=notification.body,
        to=[notification.recipient.user.email],
        headers={"Message-ID": f"<{notification.pk}@{settings.PORTAL_DOMAIN}>"},
    )
    try:
        message.send()
    except OSError:
        given_up = notification.attempts >= MOST_ATTEMPTS
        notification.state = NotificationState.FAILED if given_up else NotificationState.PENDING
    else:
        notification.state, notification.sent_at = NotificationState.SENT, now
    notification.save(update_fields=["state", "sent_at"])


def mark_read(*, notifications: NotificationQuerySet, by: Profile, now: datetime) -> int:
    """Note that a person has read these notices of theirs. Other people's among them stay as they are."""
    return notifications.filter(recipient=by).unread().update(read_at=now)
