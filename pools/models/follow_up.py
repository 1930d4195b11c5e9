from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class FollowUp(AreaModel):
    """What happened after a decision, as a member tells it."""

    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="follow_ups")
    words = models.CharField(_("what happened then"), max_length=500)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_followup_words_not_blank",
                violation_error_message=_("Say what happened then."),
            ),
            AppendOnly(name="pools_followup_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
