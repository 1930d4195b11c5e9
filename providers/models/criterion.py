from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Criterion(AreaModel):
    """Something that matters to members about a service, in a member's own words: "They turn up on time"."""

    words = models.CharField(_("what matters"), max_length=80)
    added_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="criteria")

    class Meta:
        ordering = ["words"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                "area",
                Lower("words"),
                name="providers_criterion_words_unique",
                violation_error_message=_("This is on the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="providers_criterion_words_not_blank",
                violation_error_message=_("Please say what matters to you."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
