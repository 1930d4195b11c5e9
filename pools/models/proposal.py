from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ProposalSubject(models.TextChoices):
    """What a vote is about."""

    COSTS = "costs", _("The costs and the shares")
    QUESTION = "question", _("A question of your own")
    SHARING = "sharing", _("How you share the cost")
    TENDER = "tender", _("Which provider you choose")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(result__isnull=True)

    def about(self, *subjects: ProposalSubject) -> "ProposalQuerySet":
        return self.filter(subject__in=subjects)


class Proposal(AreaModel):
    """
    What the members vote about, frozen. A result closes it.

    About the costs, `figures` is what `pools.queries.costing.figures_of` gives; about how the cost is shared, what
    `pools.queries.sharing_votes.previews_of` gives; otherwise it is empty. `quorum` is how many people must have
    voted for the answer to count; None: as many as like.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(
        max_length=10, choices=ProposalSubject, default=ProposalSubject.COSTS, db_default=ProposalSubject.COSTS
    )
    question = models.CharField(_("what you ask"), max_length=200, blank=True, default="", db_default="")
    reason = models.TextField(_("why you ask"), max_length=2000, blank=True, default="", db_default="")
    quorum = models.PositiveSmallIntegerField(_("how many people must have voted"), null=True)
    tender = AreaForeignKey("pools.Tender", on_delete=models.PROTECT, null=True, related_name="proposals")
    figures = models.JSONField()
    decision_rule = models.CharField(max_length=10)
    opened_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "number"],
                name="pools_proposal_number_unique",
                violation_error_message=_("There is a newer proposal. Please look at that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="pools_proposal_closes_after_opening",
                violation_error_message=_("The vote must end after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(subject__in=ProposalSubject.values),
                name="pools_proposal_subject_known",
                violation_error_message=_("Choose what the vote is about from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(subject=ProposalSubject.COSTS, question="")
                | (~models.Q(subject=ProposalSubject.COSTS) & ~models.Q(question__regex=r"^\s*$")),
                name="pools_proposal_question_not_blank",
                violation_error_message=_("Say what you ask."),
            ),
            models.CheckConstraint(
                condition=models.Q(quorum__gte=1) | models.Q(quorum__isnull=True),
                name="pools_proposal_quorum_at_least_one",
                violation_error_message=_("At least one person must have voted. Or leave it empty."),
            ),
            models.CheckConstraint(
                condition=models.Q(subject=ProposalSubject.TENDER, tender__isnull=False)
                | (~models.Q(subject=ProposalSubject.TENDER) & models.Q(tender__isnull=True)),
                name="pools_proposal_about_a_tender_has_one",
                violation_error_message=_("Say which providers you choose between."),
            ),
            AppendOnly(name="pools_proposal_append_only"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.number} of {self.pool_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:proposal", args=[self.pool_id, self.pk])

    @property
    def is_about_costs(self) -> bool:
        return self.subject == ProposalSubject.COSTS
