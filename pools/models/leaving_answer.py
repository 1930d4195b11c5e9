from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class LeavingAnswer(AreaModel):
    """
    What a member says to the share that they would have once somebody else has left: the very number that they saw.

    The newest counts, and only while the number is still the same. It raises nobody's share: a new agreement does that.
    """

    leaving = AreaForeignKey("pools.Leaving", on_delete=models.PROTECT, related_name="answers")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="leaving_answers")
    accepts = models.BooleanField(_("you accept the new share"))
    share = models.DecimalField(_("the share that you looked at"), max_digits=12, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=0),
                name="pools_leavinganswer_share_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            AppendOnly(name="pools_leavinganswer_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} on {self.leaving_id}"
