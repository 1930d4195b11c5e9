from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class AnswerCheck(AreaModel):
    """Somebody looked again, and an answer is still true."""

    answer = AreaForeignKey("peers.DatedAnswer", on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField(_("checked on"))
    checked_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "checked_by", "checked_on"],
                name="peers_answercheck_once_a_day",
                violation_error_message=_("You have said so already for this day. Thank you."),
            ),
            AppendOnly(name="peers_answercheck_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} still true on {self.checked_on}"
