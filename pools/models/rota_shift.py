from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from pools.models.rota_pattern import ShiftKind
from pools.rota_clock import format_clock, real_minutes
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Shift(AreaModel):
    """
    One person on duty, from one moment to another. Where the pattern asks for two staff there are two shifts.

    `day` is the day on which it starts, as the members say it. `place` tells the staff of one line of the pattern
    apart, so that a week is never planned twice.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=ShiftKind, default=ShiftKind.DAY)
    place = models.PositiveSmallIntegerField(default=1)
    assistant = AreaForeignKey("pools.Assistant", on_delete=models.PROTECT, null=True, related_name="shifts")
    made_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "kind", "place", "id"]
        indexes = [models.Index(fields=["area", "pool", "day"], name="pools_shift_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ShiftKind.values),
                name="pools_shift_kind_known",
                violation_error_message=_("Choose what they do from the list."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="pools_shift_ends_after_it_starts",
                violation_error_message=_("A shift ends after it starts."),
            ),
            models.UniqueConstraint(
                fields=["pool", "starts_at", "kind", "place"],
                name="pools_shift_planned_once",
                violation_error_message=_("This shift is on the rota already."),
            ),
        ]

    def __str__(self) -> str:
        return _gettext("%(day)s, %(times)s") % {
            "day": date_format(self.day, "l j F Y"),
            "times": times_between(self.starts_at, self.ends_at),
        }

    def get_absolute_url(self) -> str:
        return reverse("pools:shift", args=[self.pool_id, self.pk])

    @property
    def times(self) -> str:
        return times_between(self.starts_at, self.ends_at)

    @property
    def planned_minutes(self) -> int:
        """How long it really is, also in the two nights in which the clocks change."""
        return real_minutes(self.starts_at, self.ends_at)


def times_between(begin: datetime, end: datetime) -> str:
    """ "4pm to 10am", as the clocks in Britain show it."""
    local = (timezone.localtime(moment) for moment in (begin, end))
    begins, ends = (format_clock(moment.time()) for moment in local)
    return _gettext("%(begin)s to %(end)s") % {"begin": begins, "end": ends}
