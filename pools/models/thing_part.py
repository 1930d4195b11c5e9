from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ThingPart(AreaModel):
    """
    What one person owns of a thing after a step, in percent.

    The parts of a step are the whole, 100.00%: PostgreSQL looks when the transaction ends (trigger
    `pools_thingpart_parts_are_the_whole`).
    """

    step = AreaForeignKey("pools.ThingStep", on_delete=models.PROTECT, related_name="parts")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="thing_parts")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "profile"],
                name="pools_thingpart_one_for_each_person",
                violation_error_message=_("This person has a part already."),
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100),
                name="pools_thingpart_percent_up_to_a_hundred",
                violation_error_message=_("Give a part from 0.01 to 100 percent."),
            ),
            AppendOnly(name="pools_thingpart_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.percent}%"
