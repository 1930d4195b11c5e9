from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class CallOutcome(models.TextChoices):
    TOLD = "told", _("I told them")
    NO_ANSWER = "no_answer", _("No answer")
    AGAIN = "again", _("Please say it again later")


class CallAttempt(AreaModel):
    """Somebody rang a member to tell them something, and how that went."""

    notification = AreaForeignKey("portal.Notification", on_delete=models.PROTECT, related_name="call_attempts")
    outcome = models.CharField(max_length=9, choices=CallOutcome)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=CallOutcome.values),
                name="portal_callattempt_outcome_known",
                violation_error_message=_("Choose how the call went, from the list."),
            ),
            models.UniqueConstraint(
                fields=["notification"],
                condition=models.Q(outcome=CallOutcome.TOLD),
                name="portal_callattempt_told_once",
                violation_error_message=_("Somebody has told them already."),
            ),
            AppendOnly(name="portal_callattempt_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id}: {self.outcome}"
