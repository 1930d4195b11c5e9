from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class SharedThing(AreaModel):
    """
    Something that members own together, each a part of it. A pool is no company: only people can own things.

    Who owns which part is what its newest step says.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="things")
    what = models.CharField(_("what it is"), max_length=200)
    bought_on = models.DateField(_("when you bought it"))
    value = models.DecimalField(_("what it is worth"), max_digits=12, decimal_places=2)
    place = models.CharField(_("where it is"), max_length=200)
    looked_after_by = models.CharField(_("who looks after it"), max_length=120)
    removal_cost = models.DecimalField(_("what it costs to take it away"), max_digits=12, decimal_places=2)
    removal_paid_by = models.CharField(_("who pays for taking it away"), max_length=200)
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what__regex=r"^\s*$"),
                name="pools_sharedthing_what_not_blank",
                violation_error_message=_("Say what it is."),
            ),
            models.CheckConstraint(
                condition=~Q(place__regex=r"^\s*$")
                & ~Q(looked_after_by__regex=r"^\s*$")
                & ~Q(removal_paid_by__regex=r"^\s*$"),
                name="pools_sharedthing_says_who_and_where",
                violation_error_message=_("Say where it is, who looks after it, and who pays for taking it away."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & Q(removal_cost__gte=0),
                name="pools_sharedthing_amounts_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            AppendOnly(name="pools_sharedthing_append_only"),
        ]

    def __str__(self) -> str:
        return self.what
