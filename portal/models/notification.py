from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class NotificationState(models.TextChoices):
    PENDING = "pending", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def due(self, *, now: datetime) -> "NotificationQuerySet":
        """Waiting, or taken up by a worker that never came back within five minutes."""
        given_up = models.Q(state=NotificationState.SENDING, claimed_at__lt=now - timedelta(minutes=5))
        return self.filter(models.Q(state=NotificationState.PENDING) | given_up)


class Notification(AreaModel):
    """
    One thing to tell one person, once: a row first, an email after.

    `key` names the occasion, such as "sign-agreement:<id>:2026-11-23"; the same person is told of it only once.
    """

    recipient = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="notifications")
    key = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(state__in=NotificationState.values), name="portal_notification_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NotificationState.SENT) | models.Q(sent_at__isnull=False),
                name="portal_notification_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
