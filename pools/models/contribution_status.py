from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class ContributionState(models.TextChoices):
    TOLD = "told", _("Told, and not looked at yet")
    CONFIRMED = "confirmed", _("It is there")
    NOT_FOUND = "not_found", _("We could not find it")
    TAKEN_BACK = "taken_back", _("Put right: it does not count")


class ContributionStatus(AreaModel):
    """
    One step in the life of what a member has paid. The newest row says where it stands.

    `transfer` is where it stands in the books. What was paid at the place has none.
    """

    contribution = AreaForeignKey("pools.Contribution", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=ContributionState)
    transfer = AreaOneToOneField(
        "pools.Transfer", on_delete=models.PROTECT, null=True, related_name="contribution_status"
    )
    why = models.CharField(_("why"), max_length=200, blank=True)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ContributionState.values),
                name="pools_contributionstatus_state_known",
                violation_error_message=_("This is not a state that money paid can be in."),
            ),
            models.CheckConstraint(
                condition=Q(transfer__isnull=True) | Q(state=ContributionState.CONFIRMED),
                name="pools_contributionstatus_only_confirmed_is_in_the_books",
                violation_error_message=_("Only what is confirmed stands in the books."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ContributionState.TOLD, ContributionState.CONFIRMED]) | ~Q(why__regex=r"^\s*$"),
                name="pools_contributionstatus_says_why_not",
                violation_error_message=_("Say why it does not count."),
            ),
            models.UniqueConstraint(
                fields=["contribution", "state"],
                name="pools_contributionstatus_each_state_once",
                violation_error_message=_("Somebody has answered this already."),
            ),
            AppendOnly(name="pools_contributionstatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.state}"
