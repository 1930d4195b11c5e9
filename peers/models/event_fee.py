from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class EventFeeState(models.TextChoices):
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Given back")
    KEPT = "kept", _("Kept")


class EventFee(AreaModel):
    """
    One step in the life of a booking fee that the organiser took by hand: paid, and at the end given back or kept.

    Only a note of what happened, for the two of them: groups have no books. Where a pool keeps the money, it plans an
    outing instead, which has them.
    """

    place = AreaForeignKey("peers.EventPlace", on_delete=models.PROTECT, related_name="fees")
    state = models.CharField(max_length=8, choices=EventFeeState)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EventFeeState.values), name="peers_eventfee_state_known"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="peers_eventfee_amount_above_zero"),
            models.UniqueConstraint(
                fields=["place", "state"],
                name="peers_eventfee_each_step_once",
                violation_error_message=_("This is written down already."),
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(state__in=[EventFeeState.RETURNED, EventFeeState.KEPT]),
                name="peers_eventfee_settled_once",
                violation_error_message=_("This booking fee is settled already."),
            ),
            AppendOnly(name="peers_eventfee_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"
