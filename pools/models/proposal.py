from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        return self.filter(result__isnull=True)


class Proposal(AreaModel):
    """
    What the members vote about: the costs and each share as they stood, frozen.

    `figures` is what `pools.queries.costing.figures_of` gives. A result closes it.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
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
            AppendOnly(name="pools_proposal_append_only"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.number} of {self.pool_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:proposal", args=[self.pool_id, self.pk])
