from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class Outcome(models.TextChoices):
    AGREED = "agreed", _("Yes, we go ahead")
    CHOSEN = "chosen", _("You have chosen")
    NOT_AGREED = "not_agreed", _("No change")
    NO_QUORUM = "no_quorum", _("Not enough people voted: no change")
    WITHDRAWN = "withdrawn", _("Taken back")


class ProposalResult(AreaModel):
    """
    How a vote ended, and why, in words. `closed_by` is None where the time ran out and the portal closed it.

    `people` are those who could vote: nobody who has an interest in it. `tally` lists each answer that the members
    wrote themselves, with its `words` and `votes`; `yes_votes` is how many chose any of them.
    """

    proposal = AreaOneToOneField("pools.Proposal", on_delete=models.PROTECT, related_name="result")
    outcome = models.CharField(max_length=10, choices=Outcome)
    chosen = AreaForeignKey("pools.Option", on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveSmallIntegerField()
    yes_votes = models.PositiveSmallIntegerField()
    no_votes = models.PositiveSmallIntegerField()
    tally = models.JSONField(default=list, db_default=[])
    words = models.TextField(max_length=2000)
    closed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
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
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.CHOSEN, chosen__isnull=False)
                | (~models.Q(outcome=Outcome.CHOSEN) & models.Q(chosen__isnull=True)),
                name="pools_proposalresult_chosen_has_an_answer",
                violation_error_message=_("Say which answer was chosen."),
            ),
            AppendOnly(name="pools_proposalresult_append_only"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_without_agreement(self) -> bool:
        """Whether the members are where they were: a mediator may help."""
        return self.outcome in {Outcome.NOT_AGREED, Outcome.NO_QUORUM}
