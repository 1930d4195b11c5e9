from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PaidHow(models.TextChoices):
    """Where the money for a purchase came from. None of it need pass through the pool."""

    HELD = "held", _("From the money that is kept for us")
    DIRECT = "direct", _("Each of us paid the seller")
    OTHERS = "others", _("Somebody else paid the seller")
    GIVEN = "given", _("From money that somebody else gave us")
    LATER = "later", _("It is not paid yet")


# Not the members’ own money, and no part of what they have signed for.
PAID_BY_OTHERS = (PaidHow.OTHERS, PaidHow.GIVEN)


class Purchase(AreaModel):
    """
    What a pool bought, and when. `paid_by` is who else paid it, where it was not the members.

    PostgreSQL refuses the row while a consent that blocks the purchase has no paper (trigger `pools_purchase_allowed`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="purchases")
    what = models.CharField(_("what you bought"), max_length=200)
    seller = models.CharField(_("who you bought it from"), max_length=120)
    amount = models.DecimalField(_("what it cost"), max_digits=12, decimal_places=2)
    paid_how = models.CharField(_("how it was paid"), max_length=6, choices=PaidHow, default=PaidHow.LATER)
    paid_by = models.CharField(_("who else paid it"), max_length=120, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(paid_how__in=PaidHow.values),
                name="pools_purchase_paid_how_known",
                violation_error_message=_("Choose how it was paid from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(paid_how__in=PAID_BY_OTHERS) & ~models.Q(paid_by__regex=r"^\s*$")
                | ~models.Q(paid_how__in=PAID_BY_OTHERS) & models.Q(paid_by=""),
                name="pools_purchase_names_who_else_paid",
                violation_error_message=_("Say who else paid it, if it was not you."),
            ),
            AppendOnly(name="pools_purchase_append_only"),
        ]

    def __str__(self) -> str:
        return self.what
