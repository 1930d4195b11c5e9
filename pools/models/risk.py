from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Risk(AreaModel):
    """One thing that could go wrong, what is done about it, who carries it, and who has accepted that."""

    note = AreaForeignKey("pools.RiskNote", on_delete=models.PROTECT, related_name="risks")
    place = models.PositiveSmallIntegerField()
    what = models.CharField(_("what could go wrong"), max_length=300)
    answer = models.CharField(_("what you do about it"), max_length=500)
    carried_by = models.CharField(_("who carries this risk"), max_length=120)
    accepted_by = models.CharField(_("who has accepted it"), max_length=120, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "place"],
                name="pools_risk_place_unique",
                violation_error_message=_("Two risks cannot be in the same place."),
            ),
            models.CheckConstraint(
                condition=~models.Q(what__regex=r"^\s*$")
                & ~models.Q(answer__regex=r"^\s*$")
                & ~models.Q(carried_by__regex=r"^\s*$"),
                name="pools_risk_is_whole",
                violation_error_message=_("Say what could go wrong, what you do about it, and who carries the risk."),
            ),
            AppendOnly(name="pools_risk_append_only"),
        ]

    def __str__(self) -> str:
        return self.what
