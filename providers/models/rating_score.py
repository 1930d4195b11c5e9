from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from providers.models.criterion import Criterion
from providers.models.rating import Rating


class RatingScore(AreaModel):
    """How well a service did in one thing that matters to the member: 1 is very bad, 5 is very good."""

    rating = AreaForeignKey(Rating, on_delete=models.PROTECT, related_name="scores")
    criterion = AreaForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        ordering = ["rating", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "criterion"],
                name="providers_ratingscore_criterion_once",
                violation_error_message=_("You have scored the same thing twice."),
            ),
            models.CheckConstraint(
                condition=models.Q(score__range=(1, 5)),
                name="providers_ratingscore_from_one_to_five",
                violation_error_message=_("A score is 1, 2, 3, 4 or 5."),
            ),
            AppendOnly(name="providers_ratingscore_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.score} out of 5"
