import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models.communication_needs import Channel

# No letter and no figure that looks like another: somebody may have to type it from a paper.
CODE_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH: Final = 8


def new_code() -> str:
    """What makes a notification's address short enough for a text message."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class NotificationState(models.TextChoices):
    PENDING = "pending", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    READY = "ready", _("Ready to be posted or told")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def due(self, *, now: datetime) -> "NotificationQuerySet":
        """Waiting, or taken up by a worker that never came back within five minutes."""
        given_up = models.Q(state=NotificationState.SENDING, claimed_at__lt=now - timedelta(minutes=5))
        return self.filter(models.Q(state=NotificationState.PENDING) | given_up)

    def to_tell_by_telephone(self) -> "NotificationQuerySet":
        """On the call sheet: somebody has to ring."""
        return self.filter(channel=Channel.PHONE, state=NotificationState.READY)


class Notification(AreaModel):
    """
    One thing to tell one person, once: a row first; an email, a text, a letter or a call after.

    `key` names the occasion, such as "sign-agreement:<id>:2026-11-23"; the same person is told of it only once.
    `channel` is what the person had chosen when it was written, and follows them when they choose another, unless it
    `keeps_channel`. A letter is "ready" when it can be printed, a call when it stands on the call sheet: people do the
    rest. `code` is the short address under which its reader finds the page that it is about.
    """

    recipient = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="notifications")
    key = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.EMAIL)
    keeps_channel = models.BooleanField(db_default=False, default=False)
    code = models.CharField(max_length=CODE_LENGTH, blank=True, default=new_code, editable=False)
    state = models.CharField(max_length=8, choices=NotificationState, default=NotificationState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["area", "created_at"],
                condition=~models.Q(state=NotificationState.SENT),
                name="portal_notification_unsent",
            ),
            models.Index(
                fields=["area", "recipient"],
                condition=models.Q(read_at__isnull=True),
                name="portal_notification_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="portal_notification_once"),
            models.UniqueConstraint(
                fields=["area", "code"], condition=~models.Q(code=""), name="portal_notification_code_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="portal_notification_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=NotificationState.values), name="portal_notification_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NotificationState.READY)
                | models.Q(channel__in=[Channel.LETTER, Channel.PHONE]),
                name="portal_notification_only_people_are_waited_for",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NotificationState.SENT) | models.Q(sent_at__isnull=False),
                name="portal_notification_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
