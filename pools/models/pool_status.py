from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PoolState(models.TextChoices):
    GATHERING = "gathering", _("Finding people")
    COSTING = "costing", _("Working out the costs")
    PROPOSED = "proposed", _("Voting")
    AGREED = "agreed", _("You have decided to go ahead")
    SIGNED = "signed", _("Everybody has signed")
    BOUGHT = "bought", _("Bought")
    ENDED = "ended", _("Ended")


class PoolStatus(AreaModel):
    """One step in the life of a pool. The newest row says where it stands."""

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=PoolState)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=PoolState.values),
                name="pools_poolstatus_state_known",
                violation_error_message=_("This is not a state that a pool can be in."),
            ),
            AppendOnly(name="pools_poolstatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.state}"
