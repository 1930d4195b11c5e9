from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class OptionKind(models.TextChoices):
    GO_AHEAD = "go_ahead", _("Yes, go ahead")
    NO_CHANGE = "no_change", _("No change: leave things as they are")


class Option(AreaModel):
    """
    One answer on a ballot paper.

    "No change" is always there: PostgreSQL refuses a proposal without it (trigger `pools_proposal_offers_no_change`).
    """

    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="options")
    kind = models.CharField(max_length=10, choices=OptionKind)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                name="pools_option_kind_unique",
                violation_error_message=_("This answer is on the ballot already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OptionKind.values),
                name="pools_option_kind_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            AppendOnly(name="pools_option_append_only"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
