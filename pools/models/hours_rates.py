from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pools.hours_cost import RATES_TO_CHECK, Rates
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class HiredHow(models.TextChoices):
    """A personal assistant is employed by an agency, by the people themselves, or is self-employed [004:218]."""

    EMPLOYED = "employed", _("We employ them ourselves")
    AGENCY = "agency", _("They come from an agency")
    SELF_EMPLOYED = "self_employed", _("They are self-employed")


AMOUNTS = (
    "day_hour",
    "waking_hour",
    "sleep_in_night",
    "ni_percent",
    "ni_threshold",
    "allowance",
    "pension_percent",
    "payroll",
    "insurance",
    "training",
)


class HoursRates(AreaModel):
    """
    What the members of a pool say an hour costs, in pounds, and the day on which they checked it.

    `allowance` is what the state pays of the employers' National Insurance in a year, where `takes_allowance`.
    """

    pool = AreaOneToOneField("pools.Pool", on_delete=models.PROTECT, related_name="hours_rates")
    hired_how = models.CharField(_("how they are hired"), max_length=13, choices=HiredHow, default=HiredHow.EMPLOYED)
    day_hour = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.day_hour)
    waking_hour = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.waking_hour)
    sleep_in_night = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.sleep_in_night)
    people = models.PositiveSmallIntegerField(default=RATES_TO_CHECK.people)
    ni_percent = models.DecimalField(max_digits=5, decimal_places=2, default=RATES_TO_CHECK.ni_percent)
    ni_threshold = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.ni_threshold)
    takes_allowance = models.BooleanField(default=False)
    allowance = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.allowance)
    pension_percent = models.DecimalField(max_digits=5, decimal_places=2, default=RATES_TO_CHECK.pension_percent)
    holiday_in_weeks = models.BooleanField(default=RATES_TO_CHECK.holiday_in_weeks)
    payroll = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.payroll)
    insurance = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.insurance)
    training = models.DecimalField(max_digits=12, decimal_places=2, default=RATES_TO_CHECK.training)
    checked_on = models.DateField(_("the day on which you checked this"))
    said_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hired_how__in=HiredHow.values),
                name="pools_hoursrates_hired_how_known",
                violation_error_message=_("Choose how they are hired from the list."),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in AMOUNTS}),
                name="pools_hoursrates_nothing_below_zero",
                violation_error_message=_("Please give amounts that are not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="pools_hoursrates_somebody_works",
                violation_error_message=_("One person or more does the work."),
            ),
        ]

    def __str__(self) -> str:
        return f"what an hour costs in {self.pool_id}"

    @property
    def is_employed(self) -> bool:
        return self.hired_how == HiredHow.EMPLOYED

    @property
    def rates(self) -> Rates:
        """The same, ready to count with."""
        return Rates(
            is_employed=self.is_employed,
            day_hour=self.day_hour,
            waking_hour=self.waking_hour,
            sleep_in_night=self.sleep_in_night,
            people=self.people,
            ni_percent=self.ni_percent,
            ni_threshold=self.ni_threshold,
            allowance=self.allowance if self.takes_allowance else self.allowance * 0,
            pension_percent=self.pension_percent,
            holiday_in_weeks=self.holiday_in_weeks,
            payroll=self.payroll,
            insurance=self.insurance,
            training=self.training,
        )
