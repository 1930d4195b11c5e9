from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class DatedAnswerQuerySet(ModeratedQuerySet["DatedAnswer"]):
    """What members answered, for its readers."""


class DatedAnswer(Moderated):
    """
    An answer to a question, with the day on which its author checked it and where.

    Rules change: a right answer of two years ago may be a wrong one today, so no answer is without its day.
    """

    question = AreaForeignKey("peers.Question", on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("your answer"), max_length=3000)
    checked_on = models.DateField(_("checked on"))
    source = models.CharField(_("where it was checked"), max_length=200)
    accepted_at = models.DateTimeField(null=True, editable=False)

    objects = DatedAnswerQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["question", "submitted_at", "id"], name="peers_datedanswer_oldest_first")]
        constraints = [
            *Moderated.Meta.constraints,
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(accepted_at__isnull=False),
                name="peers_datedanswer_one_accepted",
                violation_error_message=_("Another answer is marked as the one that helped."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_datedanswer_text_not_blank",
                violation_error_message=_("Write your answer first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source__regex=r"^\s*$"),
                name="peers_datedanswer_source_not_blank",
                violation_error_message=_("Say where you checked it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.question.get_absolute_url()}#answer-{self.pk}"
