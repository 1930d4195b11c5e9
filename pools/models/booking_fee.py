from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class BookingFeeState(models.TextChoices):
    ASKED = "asked", _("Not paid yet")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Given back")
    KEPT = "kept", _("Kept by the pool")


SETTLED = [BookingFeeState.RETURNED, BookingFeeState.KEPT]


class BookingFee(AreaModel):
    """
    One step in the life of a booking fee: asked for, paid, and at the end given back or kept. The newest row tells.

    The amount is the outing's, on every row. PostgreSQL holds the order, and that only who came gets it back, unless
    the whole outing was called off.
    """

    place = AreaForeignKey("pools.OutingPlace", on_delete=models.PROTECT, related_name="fees")
    state = models.CharField(max_length=8, choices=BookingFeeState)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=BookingFeeState.values),
                name="pools_bookingfee_state_known",
                violation_error_message=_("This is not a state that a booking fee can be in."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="pools_bookingfee_amount_above_zero",
                violation_error_message=_("A booking fee is more than nothing."),
            ),
            models.UniqueConstraint(
                fields=["place", "state"],
                name="pools_bookingfee_each_step_once",
                violation_error_message=_("This is written down already."),
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(state__in=SETTLED),
                name="pools_bookingfee_settled_once",
                violation_error_message=_("This booking fee is settled already."),
            ),
            AppendOnly(name="pools_bookingfee_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"

    @property
    def source(self) -> str:
        """What the books call the transfer that this step moves money by."""
        return f"booking-fee:{self.pk}"
