from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

BEST_SCORE = 10


class PoolReviewAnswer(AreaModel):
    """
    One member's answer to one question of a review, from 0 to 10. The newest to each question counts.

    No `outcome`: the question is how good their life is. An answer is its member's own; others only ever see averages.
    """

    review = AreaForeignKey("pools.PoolReview", on_delete=models.PROTECT, related_name="answers")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="review_answers")
    outcome = AreaForeignKey("pools.PoolOutcome", on_delete=models.PROTECT, null=True, related_name="answers")
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__lte=BEST_SCORE),
                name="pools_poolreviewanswer_from_0_to_10",
                violation_error_message=_("Choose a number from 0 to 10."),
            ),
            AppendOnly(name="pools_poolreviewanswer_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.review_id}"
