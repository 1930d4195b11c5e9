from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PoolReviewNote(AreaModel):
    """What the members say about a review together. The newest counts; the earlier ones stay."""

    review = AreaForeignKey("pools.PoolReview", on_delete=models.PROTECT, related_name="notes")
    working = models.TextField(_("what is working"), max_length=1000, blank=True)
    not_working = models.TextField(_("what is not working"), max_length=1000, blank=True)
    change = models.TextField(_("what you will change"), max_length=1000, blank=True)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(working__regex=r"^\s*$", not_working__regex=r"^\s*$", change__regex=r"^\s*$"),
                name="pools_poolreviewnote_says_something",
                violation_error_message=_("Write in one of the boxes."),
            ),
            AppendOnly(name="pools_poolreviewnote_append_only"),
        ]

    def __str__(self) -> str:
        return f"note on {self.review_id}"
