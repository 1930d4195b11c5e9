from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Attendance(models.TextChoices):
    """How it turned out. Nobody is blamed, and nobody has to give a reason."""

    CAME = "came", _("Came")
    DID_NOT_COME = "did_not_come", _("Did not come")
    TOLD_BEFORE = "told_before", _("Told us before")


class OutingPlaceQuerySet(models.QuerySet["OutingPlace"]):
    def held(self) -> "OutingPlaceQuerySet":
        """People who are coming, as far as we know, or came or did not; the waiting list among them."""
        return self.exclude(attendance=Attendance.TOLD_BEFORE)

    def given(self) -> "OutingPlaceQuerySet":
        """Places that somebody has."""
        return self.held().filter(given_at__isnull=False)

    def waiting(self) -> "OutingPlaceQuerySet":
        """The waiting list: whoever asked first is first."""
        return self.held().filter(given_at__isnull=True).order_by("asked_at", "id")


class OutingPlace(AreaModel):
    """
    Somebody's place on an outing, or on its waiting list while `given_at` is empty.

    `attendance` is empty until somebody tells us before that they cannot come, or the outing is over. Somebody who
    changed their mind twice has two rows.
    """

    outing = AreaForeignKey("pools.Outing", on_delete=models.PROTECT, related_name="places")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="outing_places")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    attendance = models.CharField(max_length=12, choices=Attendance, blank=True)
    attendance_at = models.DateTimeField(null=True)
    attendance_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    objects = OutingPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outing", "profile"],
                condition=~models.Q(attendance=Attendance.TOLD_BEFORE),
                name="pools_outingplace_one_for_each_person",
                violation_error_message=_("You are on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(attendance__in=["", *Attendance.values]),
                name="pools_outingplace_attendance_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(attendance="", attendance_at__isnull=True, attendance_by__isnull=True)
                | ~models.Q(attendance="") & models.Q(attendance_at__isnull=False, attendance_by__isnull=False),
                name="pools_outingplace_attendance_by_somebody",
                violation_error_message=_("Who came is written down by somebody, at a time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(attendance__in=[Attendance.CAME, Attendance.DID_NOT_COME])
                | models.Q(given_at__isnull=False),
                name="pools_outingplace_only_places_are_used",
                violation_error_message=_("Only somebody who has a place can come."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} on {self.outing_id}"

    @property
    def is_waiting(self) -> bool:
        return self.given_at is None and self.attendance == ""

    @property
    def is_open(self) -> bool:
        """Nothing has been said about it yet."""
        return self.attendance == ""
