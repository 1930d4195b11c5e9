from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class Outcome(models.TextChoices):
    AGREED = "agreed", _("Yes, we go ahead")
    NOT_AGREED = "not_agreed", _("No change")
    WITHDRAWN = "withdrawn", _("Taken back")


class ProposalResult(AreaModel):
    """How a vote ended, and why, in words."""

    proposal = AreaOneToOneField("pools.Proposal", on_delete=models.PROTECT, related_name="result")
    outcome = models.CharField(max_length=10, choices=Outcome)
    people = models.PositiveSmallIntegerField()
    yes_votes = models.PositiveSmallIntegerField()
    no_votes = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    closed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values),
                name="pools_proposalresult_outcome_known",
                violation_error_message=_("This is not a way that a vote can end."),
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=models.F("yes_votes") + models.F("no_votes")),
                name="pools_proposalresult_votes_fit_the_people",
                violation_error_message=_("There are more votes than people."),
            ),
            AppendOnly(name="pools_proposalresult_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
