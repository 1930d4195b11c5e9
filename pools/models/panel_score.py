from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

MOST_POINTS = 100


class PanelScore(AreaModel):
    """
    The points, 0 to 100, that a group gives a provider. The newest row of each giver counts.

    In the members' own group each member gives their own; for another group the organiser writes down what that group
    gave, and `membership` is empty. PostgreSQL refuses points from outsiders, for another tender's provider, and once
    the result is out (trigger `pools_panelscore_allowed`).
    """

    group = AreaForeignKey("pools.PanelGroup", on_delete=models.PROTECT, related_name="scores")
    candidate = AreaForeignKey("pools.TenderCandidate", on_delete=models.PROTECT, related_name="scores")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, null=True, related_name="scores")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__gte=0, points__lte=MOST_POINTS),
                name="pools_panelscore_points_in_range",
                violation_error_message=_("Give points from 0 to 100."),
            ),
            AppendOnly(name="pools_panelscore_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.points} for {self.candidate_id}"
