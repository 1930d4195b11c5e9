"""Telling people things: a row first; an email, a text, a letter or a telephone call after."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from portal.areas.context import current_area_id
from portal.doorbell import ring
from portal.models import Area, Channel, CommunicationNeeds, Letter, Notification, Profile
from portal.models.notification import NotificationQuerySet, NotificationState
from portal.operations.letters import make_letter
from portal.operations.wording import text_words
from portal.queries import channels_of, needs_of
from portal.text_messages import TextMessage, send_text

MOST_ATTEMPTS = 8


def notify(
    *, recipient: Profile, key: str, template: str, now: datetime, url: str = "", **context: object
) -> Notification:
    """
    Tell a person something, once for each `key`. Telling again with the same key changes nothing.

    It goes out on the channel that the person has chosen, and stands among their notices on the site in any case.

    :param template: folder and name of a text whose first line is the subject, such as "pools/email/sign_agreement"
    :param url: the page on this area's site that the message is about, as a path
    :param context: what the text needs besides `recipient` and `link`
    """
    notice = _draft(recipient, key=key, template=template, now=now, url=url, context={"area": _area(), **context})
    notice.channel = channels_of([recipient]).get(recipient.pk, Channel.EMAIL)
    kept = {name: getattr(notice, name) for name in ("subject", "body", "url", "channel", "code", "created_at")}
    notification, made = Notification.objects.get_or_create(recipient=recipient, key=key, defaults=kept)
    if made:
        ring("portal.tasks.send_notification", notification_id=notification.pk)
    return notification


def notify_by_email_too(
    *, recipient: Profile, key: str, template: str, now: datetime, url: str = "", **context: object
) -> None:
    """
    Tell by email besides, whoever has chosen another channel: for what somebody must hear of whoever carries it.

    A telephone call, say, would go through the hands of a champion, and it may be a champion whom it is about.
    """
    if channels_of([recipient]).get(recipient.pk, Channel.EMAIL) == Channel.EMAIL:
        return
    notice = _draft(
        recipient, key=f"{key}:email", template=template, now=now, url=url, context={"area": _area(), **context}
    )
    notice.channel, notice.keeps_channel = Channel.EMAIL, True
    notice.save()
    ring("portal.tasks.send_notification", notification_id=notice.pk)


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
    channels = channels_of(notice.recipient for notice in notices)
    for notice in notices:
        notice.channel = channels.get(notice.recipient_id, Channel.EMAIL)
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


def short_link(notification: Notification) -> str:
    """The page that a notification is about, as an address for a text message or a paper."""
    return absolute_url(_area(), reverse("portal:open_notice", args=[notification.code]))


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


@transaction.atomic
def send_notification(*, notification: Notification, now: datetime) -> None:
    """
    Send a claimed notification on its reader's channel: the one of this moment, should they have changed it since.

    A letter and a call are not sent by it: they are ready for the people who do the rest.
    """
    needs = needs_of(notification.recipient)
    if not notification.keeps_channel:
        notification.channel = Channel(needs.channel)
    notification.state = _carried(notification, needs, now)
    notification.sent_at = now if notification.state == NotificationState.SENT else None
    notification.save(update_fields=["channel", "state", "sent_at"])


def _carried(notification: Notification, needs: CommunicationNeeds, now: datetime) -> NotificationState:
    """Send it on its way, and say how far it has come."""
    match notification.channel:
        case Channel.TEXT:
            return _handed_over(notification, lambda: send_text(_text(notification, to=needs.telephone)))
        case Channel.LETTER:
            return make_letter(notification=notification, link=short_link(notification), now=now)
        case Channel.PHONE:
            # It stands on the call sheet.
            return NotificationState.READY
        case _:
            return _handed_over(notification, _email(notification).send)


def _email(notification: Notification) -> EmailMessage:
    """
    An email that keeps one Message-ID, so that a mail server drops the second of two, should a worker die between the
    mail server's "yes" and our own note of it.
    """
    return EmailMessage(
        subject=notification.subject,
        body=notification.body,
        to=[notification.recipient.user.email],
        headers={"Message-ID": f"<{notification.pk}@{settings.PORTAL_DOMAIN}>"},
    )


def _text(notification: Notification, *, to: str) -> TextMessage:
    """A text that keeps one reference, for the same reason."""
    words = text_words(notification, link=short_link(notification))
    return TextMessage(to=to, words=words, reference=str(notification.pk))


def _handed_over(notification: Notification, hand_over: Callable[[], object]) -> NotificationState:
    """Try to hand a message to whoever carries it; what went wrong is tried again, up to a point."""
    try:
        hand_over()
    except OSError:
        given_up = notification.attempts >= MOST_ATTEMPTS
        return NotificationState.FAILED if given_up else NotificationState.PENDING
    return NotificationState.SENT


@transaction.atomic
def take_back_notices(*, url: str) -> None:
    """
    Take the words out of every notice about a page that others may not see any more.

    What has not gone out yet never does: no letter is printed of it, and nobody is rung. An email that was sent is
    sent, but the notice on the site says no more what was in it.

    :param url: the page that the notices are about, as a path
    """
    # Lock the notices: a worker may be taking one of them up at this very moment.
    about = Notification.objects.select_for_update().filter(url=url)
    notices = list(about.values_list("pk", flat=True))
    Letter.objects.filter(notification__in=notices, posted_at__isnull=True).delete()
    taken_back = Notification.objects.filter(pk__in=notices)
    taken_back.update(
        subject=gettext("This was taken away"),
        body=gettext("Something that you were told of was taken away again. You need to do nothing."),
        url="",
    )
    taken_back.filter(state__in=[NotificationState.PENDING, NotificationState.READY]).update(
        state=NotificationState.FAILED
    )


def mark_read(*, notifications: NotificationQuerySet, by: Profile, now: datetime) -> int:
    """Note that a person has read these notices of theirs. Other people's among them stay as they are."""
    return notifications.filter(recipient=by).unread().update(read_at=now)
