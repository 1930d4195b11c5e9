from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class CandidateStage(models.TextChoices):
    ASKED = "asked", _("Asked")
    SHORT_LISTED = "shortlist", _("On the short list")
    PRESENTED = "presented", _("Has shown you what they do")
    CHOSEN = "chosen", _("Chosen")
    NOT_CHOSEN = "not_chosen", _("Not chosen")


class CandidateStatus(AreaModel):
    """One step on the way of a provider through a tender. The newest row says where it stands."""

    candidate = AreaForeignKey("pools.TenderCandidate", on_delete=models.PROTECT, related_name="statuses")
    stage = models.CharField(max_length=10, choices=CandidateStage)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=CandidateStage.values),
                name="pools_candidatestatus_stage_known",
                violation_error_message=_("Choose a step from the list."),
            ),
            models.UniqueConstraint(
                fields=["candidate", "stage"],
                name="pools_candidatestatus_each_step_once",
                violation_error_message=_("This provider has been there already."),
            ),
            AppendOnly(name="pools_candidatestatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.stage}"
