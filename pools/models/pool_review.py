from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PoolReviewKind(models.TextChoices):
    BASELINE = "baseline", _("Before you start")
    REVIEW = "review", _("How it is going")


class PoolReview(AreaModel):
    """
    A day on which the members of a pool say how they are. The baseline comes before the start: without it, nothing
    can be compared afterwards [000:333].
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=8, choices=PoolReviewKind)
    planned_on = models.DateField(_("the day"))
    planned_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=PoolReviewKind.values),
                name="pools_poolreview_kind_known",
                violation_error_message=_("This is not a kind of review."),
            ),
            models.UniqueConstraint(
                fields=["pool"],
                condition=models.Q(kind=PoolReviewKind.BASELINE),
                name="pools_poolreview_one_baseline",
                violation_error_message=_("There is one start only."),
            ),
            models.UniqueConstraint(
                fields=["pool", "planned_on"],
                condition=models.Q(kind=PoolReviewKind.REVIEW),
                name="pools_poolreview_one_on_a_day",
                violation_error_message=_("There is a review on this day already."),
            ),
            AppendOnly(name="pools_poolreview_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.pool_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:pool_review", args=[self.pool_id, self.pk])
