from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

MOST_OUTCOMES = 5


class PoolOutcome(AreaModel):
    """Something that should get better for its members, in the pool's own words."""

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="outcomes")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(_("what should get better"), max_length=120)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "place"],
                name="pools_pooloutcome_place_unique",
                violation_error_message=_("Two of these cannot be in the same place."),
            ),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, place__lte=MOST_OUTCOMES),
                name="pools_pooloutcome_at_most_five",
                violation_error_message=_("Choose five at most."),
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_pooloutcome_words_not_blank",
                violation_error_message=_("Say what should get better."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
