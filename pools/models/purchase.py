from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Purchase(AreaModel):
    """
    What a pool bought, and when.

    PostgreSQL refuses the row while a consent that blocks the purchase has no paper (trigger `pools_purchase_allowed`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="purchases")
    what = models.CharField(_("what you bought"), max_length=200)
    seller = models.CharField(_("who you bought it from"), max_length=120)
    amount = models.DecimalField(_("what it cost"), max_digits=12, decimal_places=2)
    bought_on = models.DateField(_("when you bought it"))
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["bought_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(what__regex=r"^\s*$"),
                name="pools_purchase_what_not_blank",
                violation_error_message=_("Say what you bought."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="pools_purchase_amount_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            AppendOnly(name="pools_purchase_append_only"),
        ]

    def __str__(self) -> str:
        return self.what
