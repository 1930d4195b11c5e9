from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ShiftShareQuerySet(models.QuerySet["ShiftShare"]):
    def sharing(self) -> "ShiftShareQuerySet":
        """Those who have not said no, in the order of joining: an odd minute goes to the earliest."""
        return self.filter(declined_at__isnull=True).select_related("profile").order_by("place", "id")


class ShiftShare(AreaModel):
    """
    One member's part in a shift.

    `accepted_minutes` is the number that they have looked at and said yes to: no more than that is ever taken from
    their hours for this shift. `place` is their place in the order of joining.
    """

    shift = AreaForeignKey("pools.Shift", on_delete=models.PROTECT, related_name="shares")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="shift_shares")
    place = models.PositiveSmallIntegerField()
    accepted_minutes = models.PositiveIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    supporter_name = models.CharField(max_length=120, blank=True)
    declined_at = models.DateTimeField(null=True)

    objects = ShiftShareQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "profile"],
                name="pools_shiftshare_once",
                violation_error_message=_("This person shares the shift already."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_minutes__isnull=True)
                | Q(accepted_at__isnull=False, accepted_minutes__isnull=False, declined_at__isnull=True),
                name="pools_shiftshare_yes_has_a_number_and_a_time",
                violation_error_message=_("A yes has a number and a time, and nobody says yes and no."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.shift_id}"

    @property
    def is_declined(self) -> bool:
        return self.declined_at is not None

    def covers(self, minutes: int) -> bool:
        """Whether the member has said yes to this many minutes, or to more."""
        return self.accepted_minutes is not None and minutes <= self.accepted_minutes
