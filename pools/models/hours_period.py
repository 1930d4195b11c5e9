from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class DateSpan(Func):
    """From one day to another, both included."""

    function = "daterange"
    output_field = DateRangeField()


class HoursPeriod(AreaModel):
    """
    Some time that a pool counts its hours by, such as three months. Before it is closed, each member is asked what
    happens with the hours that they have not used.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="hours_periods")
    starts_on = models.DateField(_("the first day"))
    ends_on = models.DateField(_("the last day"))
    closed_at = models.DateTimeField(null=True)
    closed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="pools_hoursperiod_ends_after_it_starts",
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
            ExclusionConstraint(
                expressions=[
                    ("pool", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                name="pools_hoursperiod_one_at_a_time",
                violation_error_message=_("Some of these days are in another of your periods. Choose later days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%-d %B %Y} to {self.ends_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("pools:hours_period", args=[self.pool_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_over_on(self, day: date) -> bool:
        return self.ends_on < day
