from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Rhythm(models.TextChoices):
    """How often somebody pays in."""

    ONCE = "once", _("All at once")
    WEEKLY = "weekly", _("Each week")
    FOUR_WEEKLY = "four_weekly", _("Every four weeks")
    MONTHLY = "monthly", _("Each month")
    QUARTERLY = "quarterly", _("Every three months")
    YEARLY = "yearly", _("Once a year")


# As councils and pensions count: 52 weeks and 13 times four weeks make a year.
INSTALMENTS_A_YEAR = {
    Rhythm.ONCE: 1,
    Rhythm.WEEKLY: 52,
    Rhythm.FOUR_WEEKLY: 13,
    Rhythm.MONTHLY: 12,
    Rhythm.QUARTERLY: 4,
    Rhythm.YEARLY: 1,
}


class ContributionPlan(AreaModel):
    """
    When the members of a pool, or one of them, pay in what they have signed for. The newest row counts.

    A plan for one person counts for that person before the one for everybody, so that each can have their own first
    day and the end of their own year. `ends_on` is the last day by which all is to be paid, where a year is shorter
    than usual. The instalments are not kept: a query works them out from the plan and the signed share.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="contribution_plans")
    profile = AreaForeignKey(
        "portal.Profile", on_delete=models.PROTECT, null=True, blank=True, related_name="contribution_plans"
    )
    rhythm = models.CharField(_("how often"), max_length=11, choices=Rhythm)
    first_due_on = models.DateField(_("the first day"))
    ends_on = models.DateField(_("the last day"), null=True, blank=True)
    made_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="pools_contributionplan_rhythm_known",
                violation_error_message=_("Choose how often you pay from the list."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("first_due_on")),
                name="pools_contributionplan_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first day."),
            ),
            AppendOnly(name="pools_contributionplan_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} from {self.first_due_on}"
