from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class ChoiceEnd(models.TextChoices):
    TAKEN_BACK = "taken_back", _("You took it back")
    CANCELLED = "cancelled", _("Too few people chose it")
    NO_PLACE = "no_place", _("There were not enough places")


class BudgetChoiceQuerySet(models.QuerySet["BudgetChoice"]):
    def standing(self) -> "BudgetChoiceQuerySet":
        return self.filter(ended_at__isnull=True)


class BudgetChoice(AreaModel):
    """
    Somebody's choice of an activity. What it costs is a transfer in the books; when the choice ends, its opposite is.

    A choice that costs nothing has no transfer.
    """

    activity = AreaForeignKey("pools.BudgetActivity", on_delete=models.PROTECT, related_name="choices")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=ChoiceEnd, blank=True)

    objects = BudgetChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["chosen_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "profile"],
                condition=Q(ended_at__isnull=True),
                name="pools_budgetchoice_once",
                violation_error_message=_("You have chosen this already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False, end__in=ChoiceEnd.values),
                name="pools_budgetchoice_end_has_a_reason",
                violation_error_message=_("A choice that has ended says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.activity_id}"
