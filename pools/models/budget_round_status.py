from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class BudgetRoundState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Choose now")
    AGAIN = "again", _("Choose again")
    SETTLED = "settled", _("Everybody knows what they do")


class BudgetRoundStatus(AreaModel):
    """One step in the life of a round. The newest row says where it stands."""

    round = AreaForeignKey("pools.BudgetRound", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=7, choices=BudgetRoundState)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BudgetRoundState.values),
                name="pools_budgetroundstatus_state_known",
                violation_error_message=_("This is not a state that a round can be in."),
            ),
            AppendOnly(name="pools_budgetroundstatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state}"
