from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.models.gate import GateKind
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class GateOutcome(models.TextChoices):
    """What came of it. Only the health questions have two ends; the answers themselves are kept nowhere."""

    DONE = "done", _("Done")
    DOCTOR_FIRST = "doctor_first", _("See your doctor first")


class GateRecord(AreaModel):
    """
    A member has done what comes before using it. The newest record of each kind counts.

    `given_by` is who gave the induction, the recommendation or the assessment. The outcome of the health questions,
    and a doctor's paper, are for the member alone.
    """

    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="gate_records")
    kind = models.CharField(max_length=10, choices=GateKind)
    outcome = models.CharField(max_length=12, choices=GateOutcome, default=GateOutcome.DONE)
    given_by = models.CharField(_("who gave it"), max_length=120, blank=True)
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    valid_until = models.DateField(_("the last day that it counts"), null=True)
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=GateKind.values),
                name="pools_gaterecord_kind_known",
                violation_error_message=_("Choose what was done from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=GateOutcome.DONE)
                | models.Q(outcome=GateOutcome.DOCTOR_FIRST, kind=GateKind.HEALTH),
                name="pools_gaterecord_outcome_fits_its_kind",
                violation_error_message=_("Only the health questions can say: see your doctor first."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[GateKind.DISCLAIMER, GateKind.HEALTH])
                | ~models.Q(given_by__regex=r"^\s*$"),
                name="pools_gaterecord_says_who_gave_it",
                violation_error_message=_("Say who gave it."),
            ),
            AppendOnly(name="pools_gaterecord_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.membership_id}"
