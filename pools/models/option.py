from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pools.models.pool import SharingRule
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

FEWEST_ANSWERS = 2
MOST_ANSWERS = 8


class OptionKind(models.TextChoices):
    GO_AHEAD = "go_ahead", _("Yes, go ahead")
    ANSWER = "answer", _("An answer of your own")
    NO_CHANGE = "no_change", _("No change: leave things as they are")


class Option(AreaModel):
    """
    One answer on a ballot paper.

    "No change" is always there: PostgreSQL refuses a proposal without it (trigger `pools_proposal_offers_no_change`),
    and a question with fewer than two or more than eight answers of its own (`pools_proposal_offers_enough_answers`).
    An answer of one's own has `words`; in a vote about sharing it stands for a `sharing_rule`, in a vote about
    providers for a `candidate`.
    """

    proposal = AreaForeignKey("pools.Proposal", on_delete=models.PROTECT, related_name="options")
    kind = models.CharField(max_length=10, choices=OptionKind)
    words = models.CharField(_("the answer"), max_length=100, blank=True, default="", db_default="")
    place = models.PositiveSmallIntegerField(default=0, db_default=0)
    sharing_rule = models.CharField(max_length=10, choices=SharingRule, blank=True, default="", db_default="")
    candidate = AreaForeignKey("pools.TenderCandidate", on_delete=models.PROTECT, null=True, related_name="options")

    class Meta:
        # The members' own answers in the order in which they were written, and "no change" at the end.
        ordering = ["kind", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                condition=~models.Q(kind=OptionKind.ANSWER),
                name="pools_option_kind_unique",
                violation_error_message=_("This answer is on the ballot already."),
            ),
            models.UniqueConstraint(
                "proposal",
                Lower("words"),
                condition=models.Q(kind=OptionKind.ANSWER),
                name="pools_option_words_unique",
                violation_error_message=_("Two of the answers are the same."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OptionKind.values),
                name="pools_option_kind_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                condition=(~models.Q(kind=OptionKind.ANSWER) & models.Q(words=""))
                | (models.Q(kind=OptionKind.ANSWER) & ~models.Q(words__regex=r"^\s*$")),
                name="pools_option_answer_has_words",
                violation_error_message=_("Write the answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(sharing_rule__in=["", *SharingRule.values]),
                name="pools_option_sharing_rule_known",
                violation_error_message=_("Choose how you share the cost from the list."),
            ),
            AppendOnly(name="pools_option_append_only"),
        ]

    def __str__(self) -> str:
        return self.words or str(OptionKind(self.kind).label)

    @property
    def is_no_change(self) -> bool:
        return self.kind == OptionKind.NO_CHANGE
