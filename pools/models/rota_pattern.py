from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.rota_clock import crosses_midnight, format_clock, wall_minutes
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ShiftKind(models.TextChoices):
    """What somebody on duty does. Each kind is paid in its own way."""

    DAY = "day", _("Awake, by day")
    WAKING_NIGHT = "waking_night", _("Awake at night")
    SLEEP_IN = "sleep_in", _("Asleep at night, and there when needed")


class PatternShift(AreaModel):
    """
    One line of the support that a pool's members have worked out: on this weekday, from and to, so many staff.

    The times are those on the wall. A line that ends before it starts ends on the next day. Only what stands here is
    shared: the rest of each person's budget stays their own.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="pattern_shifts")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=list(WEEKDAYS.items()))
    starts = models.TimeField(_("when it starts"))
    ends = models.TimeField(_("when it ends"))
    staff = models.PositiveSmallIntegerField(_("how many staff"), default=1)
    kind = models.CharField(_("what they do"), max_length=12, choices=ShiftKind, default=ShiftKind.DAY)

    class Meta:
        ordering = ["weekday", "starts", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=max(WEEKDAYS)),
                name="pools_patternshift_weekday_known",
                violation_error_message=_("Choose a day of the week."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ShiftKind.values),
                name="pools_patternshift_kind_known",
                violation_error_message=_("Choose what they do from the list."),
            ),
            models.CheckConstraint(
                condition=Q(staff__gte=1, staff__lte=20),
                name="pools_patternshift_some_staff",
                violation_error_message=_("Give a number of staff from 1 to 20."),
            ),
            models.UniqueConstraint(
                fields=["pool", "weekday", "starts", "kind"],
                name="pools_patternshift_once",
                violation_error_message=_("This is in the pattern already. Take it out first to change it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}, {self.times}"

    @property
    def times(self) -> str:
        """ "4pm to 10am" """
        return gettext("%(begin)s to %(end)s") % {"begin": format_clock(self.starts), "end": format_clock(self.ends)}

    @property
    def minutes(self) -> int:
        """How long one person is on duty, by the clock on the wall."""
        return wall_minutes(self.starts, self.ends)

    @property
    def staff_minutes(self) -> int:
        """The same for all who are on duty together."""
        return self.minutes * self.staff

    @property
    def ends_next_day(self) -> bool:
        return crosses_midnight(self.starts, self.ends)
