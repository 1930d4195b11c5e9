from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ActivityOutcome(models.TextChoices):
    OPEN = "open", _("Can be chosen")
    GOES_AHEAD = "goes_ahead", _("Goes ahead")
    CANCELLED = "cancelled", _("Too few people: it does not take place")


class BudgetActivity(AreaModel):
    """
    Something that can be chosen in a round: its price for each person, and for how many people it is.

    A price must say what it leaves out, such as travel or staff: a price that hides costs is no price.
    """

    round = AreaForeignKey("pools.BudgetRound", on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(_("what it is"), max_length=100)
    price = models.DecimalField(_("what it costs each person"), max_digits=12, decimal_places=2)
    not_included = models.CharField(_("what the price leaves out"), max_length=300, blank=True)
    minimum_people = models.PositiveSmallIntegerField(_("the fewest people"), default=1)
    maximum_people = models.PositiveSmallIntegerField(_("the most people"), null=True, blank=True)
    place = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=ActivityOutcome, default=ActivityOutcome.OPEN)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "title"],
                name="pools_budgetactivity_title_once",
                violation_error_message=_("This activity is on the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(title__regex=r"^\s*$"),
                name="pools_budgetactivity_title_not_blank",
                violation_error_message=_("Say what the activity is."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="pools_budgetactivity_price_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(price=0) | ~Q(not_included__regex=r"^\s*$"),
                name="pools_budgetactivity_price_says_what_it_leaves_out",
                violation_error_message=_("Say what the price leaves out. If everything is in it, write “Nothing”."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_people__gte=1)
                & (Q(maximum_people__isnull=True) | Q(maximum_people__gte=F("minimum_people"))),
                name="pools_budgetactivity_numbers_fit",
                violation_error_message=_("The most people cannot be fewer than the fewest."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=ActivityOutcome.values),
                name="pools_budgetactivity_outcome_known",
                violation_error_message=_("This is not what can become of an activity."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.outcome == ActivityOutcome.CANCELLED

    @property
    def goes_ahead(self) -> bool:
        return self.outcome == ActivityOutcome.GOES_AHEAD
