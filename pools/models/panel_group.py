from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PanelGroup(AreaModel):
    """
    Some of the people on a panel, and what their points count: `weight` is in percent.

    `is_ours` is the group of the pool's own members, who give their points themselves. The points of the others are
    written down by the organiser.
    """

    panel = AreaForeignKey("pools.Panel", on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("the group"), max_length=60)
    weight = models.DecimalField(_("what its points count, in percent"), max_digits=5, decimal_places=2)
    is_ours = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name__regex=r"^\s*$"),
                name="pools_panelgroup_name_not_blank",
                violation_error_message=_("Give each group a name."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=100),
                name="pools_panelgroup_weight_in_range",
                violation_error_message=_("What a group counts is more than 0 and at most 100 percent."),
            ),
            models.UniqueConstraint(
                "panel",
                Lower("name"),
                name="pools_panelgroup_name_unique",
                violation_error_message=_("Two of the groups have the same name."),
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(is_ours=True),
                name="pools_panelgroup_one_is_ours",
                violation_error_message=_("Only one group is your own."),
            ),
            AppendOnly(name="pools_panelgroup_append_only"),
        ]

    def __str__(self) -> str:
        return self.name
