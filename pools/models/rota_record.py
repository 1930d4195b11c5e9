from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pools.models.rota_shift import times_between
from pools.rota_clock import real_minutes
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class WorkedHow(models.TextChoices):
    AS_PLANNED = "as_planned", _("As planned")
    CHANGED = "changed", _("At other times")
    DID_NOT_COME = "did_not_come", _("Nobody came")


class ShiftRecord(AreaModel):
    """
    What became of a shift. The newest counts; what was written before stays.

    `worked_by` may be somebody who stood in. `feedback` is what the members say about it together, so that nobody has
    to complain alone.
    """

    shift = AreaForeignKey("pools.Shift", on_delete=models.PROTECT, related_name="records")
    worked_how = models.CharField(max_length=12, choices=WorkedHow)
    worked_by = AreaForeignKey("pools.Assistant", on_delete=models.PROTECT, null=True, related_name="records")
    worked_from = models.DateTimeField(null=True)
    worked_to = models.DateTimeField(null=True)
    late_minutes = models.PositiveSmallIntegerField(default=0)
    feedback = models.TextField(max_length=1000, blank=True)
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(worked_how__in=WorkedHow.values),
                name="pools_shiftrecord_worked_how_known",
                violation_error_message=_("Choose what became of it from the list."),
            ),
            models.CheckConstraint(
                condition=Q(
                    worked_how=WorkedHow.DID_NOT_COME,
                    worked_by__isnull=True,
                    worked_from__isnull=True,
                    worked_to__isnull=True,
                    late_minutes=0,
                )
                | (
                    ~Q(worked_how=WorkedHow.DID_NOT_COME)
                    & Q(
                        worked_by__isnull=False,
                        worked_from__isnull=False,
                        worked_to__isnull=False,
                        worked_to__gt=F("worked_from"),
                    )
                ),
                name="pools_shiftrecord_says_who_worked_and_when",
                violation_error_message=_("Say who worked, from when, and to when."),
            ),
            AppendOnly(name="pools_shiftrecord_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.get_worked_how_display()}: {self.shift_id}"

    @property
    def source(self) -> str:
        """What the books call it."""
        return f"shift:{self.pk}"

    @property
    def times(self) -> str:
        return times_between(self.worked_from, self.worked_to) if self.worked_from and self.worked_to else ""

    @property
    def minutes(self) -> int:
        """How long somebody really worked."""
        return real_minutes(self.worked_from, self.worked_to) if self.worked_from and self.worked_to else 0
