from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from peers.models.join_request import Answer
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ChatRequestQuerySet(models.QuerySet["ChatRequest"]):
    def waiting(self) -> "ChatRequestQuerySet":
        return self.filter(answered_at__isnull=True)


class ChatRequest(AreaModel):
    """Somebody would like to chat with one other member. That one may say no, and nobody is told."""

    asked_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    asked = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = ChatRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "area",
                Least("asked_by", "asked"),
                Greatest("asked_by", "asked"),
                condition=models.Q(answered_at__isnull=True),
                name="peers_chatrequest_one_waiting",
                violation_error_message=_("One of you has asked already, and waits for an answer."),
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("asked")),
                name="peers_chatrequest_of_somebody_else",
                violation_error_message=_("Choose somebody else to chat with."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | models.Q(answer__in=Answer.values, answered_at__isnull=False, answered_at__gte=models.F("made_at")),
                name="peers_chatrequest_answered_or_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} asks {self.asked_id}"
