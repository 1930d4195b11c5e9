from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class TenderChoice(AreaModel):
    """The provider that a pool chose, and why: by a vote or by a panel, and once for each tender."""

    tender = AreaOneToOneField("pools.Tender", on_delete=models.PROTECT, related_name="choice")
    candidate = AreaForeignKey("pools.TenderCandidate", on_delete=models.PROTECT, related_name="+")
    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    panel = AreaForeignKey("pools.Panel", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(max_length=4000)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason__regex=r"^\s*$"),
                name="pools_tenderchoice_reason_not_blank",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=models.Q(proposal__isnull=False, panel__isnull=True)
                | models.Q(proposal__isnull=True, panel__isnull=False),
                name="pools_tenderchoice_by_a_vote_or_a_panel",
                violation_error_message=_("A provider is chosen by a vote or by a panel."),
            ),
            AppendOnly(name="pools_tenderchoice_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} for {self.tender_id}"
