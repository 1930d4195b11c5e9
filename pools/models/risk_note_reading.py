from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class RiskNoteReading(AreaModel):
    """A member says of one version: I have read it."""

    note = AreaForeignKey("pools.RiskNote", on_delete=models.PROTECT, related_name="readings")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "profile"],
                name="pools_risknotereading_once_for_each_person",
                violation_error_message=_("You have said this already."),
            ),
            AppendOnly(name="pools_risknotereading_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} has read {self.note_id}"
