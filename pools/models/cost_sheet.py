from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel


class Shortfall(models.TextChoices):
    """What happens when the money does not reach."""

    DECIDE_AGAIN = "decide_again", _("We stop, and decide again together")
    SHARE = "share", _("We share it in the same way as the rest")
    RESERVE = "reserve", _("It comes out of the money that we put aside")


class CostSheet(AreaModel):
    """What a pool knows about its costs as a whole. Each cost is a `CostLine`."""

    pool = AreaOneToOneField("pools.Pool", on_delete=models.PROTECT, related_name="cost_sheet")
    price_holds_until = models.DateField(_("how long the price holds"), null=True, blank=True)
    shortfall = models.CharField(
        _("what happens when the money does not reach"),
        max_length=12,
        choices=Shortfall,
        default=Shortfall.DECIDE_AGAIN,
    )
    not_included = models.TextField(_("what the price leaves out"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shortfall__in=Shortfall.values),
                name="pools_costsheet_shortfall_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"costs of {self.pool_id}"
