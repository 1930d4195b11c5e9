from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.models.pool import PurchaseKind
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class GateKind(models.TextChoices):
    """Something that comes before somebody uses what the pool bought [003:1501-1505]."""

    INDUCTION = "induction", _("Somebody shows you how to use it")
    DISCLAIMER = "disclaimer", _("You accept the rules of use")
    HEALTH = "health", _("You answer seven questions about your health")
    DOCTOR = "doctor", _("Your doctor says that you can")
    RISK = "risk", _("Your care provider looks at the risks")


# Which gates a pool starts with, by what it buys. The organiser may add others, and take any away.
GATES_FOR = {
    PurchaseKind.EQUIPMENT: [GateKind.INDUCTION, GateKind.DISCLAIMER],
    PurchaseKind.LESSONS: [],
    PurchaseKind.OUTING: [],
    PurchaseKind.SUPPORT: [],
    PurchaseKind.OTHER: [],
}


class GateQuerySet(models.QuerySet["Gate"]):
    def open(self) -> "GateQuerySet":
        """Those that have not been taken away."""
        return self.filter(removed_at__isnull=True)


class Gate(AreaModel):
    """
    One thing that each member of a pool does before they use what it bought.

    `reason` says why it is there. A gate that was taken away stays, with who did it and why.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="gates")
    kind = models.CharField(_("what comes first"), max_length=10, choices=GateKind)
    reason = models.CharField(_("why"), max_length=300)
    added_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(_("why it is taken away"), max_length=300, blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "kind"],
                condition=models.Q(removed_at__isnull=True),
                name="pools_gate_asked_once",
                violation_error_message=_("This is on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=GateKind.values),
                name="pools_gate_kind_known",
                violation_error_message=_("Choose what comes first from the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason__regex=r"^\s*$"),
                name="pools_gate_has_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | (
                    models.Q(removed_at__isnull=False, removed_by__isnull=False)
                    & ~models.Q(removed_reason__regex=r"^\s*$")
                ),
                name="pools_gate_taken_away_with_a_reason",
                violation_error_message=_("Say why you take it away."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
