from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class ThingStepKind(models.TextChoices):
    RECORDED = "recorded", _("Written down")
    PART_BOUGHT = "part_bought", _("A part was bought")
    PART_GIVEN = "part_given", _("A part was given")
    SOLD = "sold", _("Sold")
    GIVEN_AWAY = "given_away", _("Given away")
    TAKEN_AWAY = "taken_away", _("Taken away")


# After these nobody owns it any more.
GONE = (ThingStepKind.SOLD, ThingStepKind.GIVEN_AWAY, ThingStepKind.TAKEN_AWAY)


class ThingStep(AreaModel):
    """One step in the life of something that members own. The newest says who owns which part."""

    thing = AreaForeignKey("pools.SharedThing", on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=11, choices=ThingStepKind)
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, null=True, related_name="thing_step")
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ThingStepKind.values),
                name="pools_thingstep_kind_known",
                violation_error_message=_("This is not a step that a thing can take."),
            ),
            AppendOnly(name="pools_thingstep_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_id} {self.kind}"
