from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class EndingAnswer(AreaModel):
    """
    What a member says to ending the pool. The newest counts.

    `to_get` is what they were shown that they get back; `minutes_agreed` is their own yes that so many minutes of
    theirs go back to their budget.
    """

    ending = AreaForeignKey("pools.PoolEnding", on_delete=models.PROTECT, related_name="answers")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="ending_answers")
    agrees = models.BooleanField(_("you agree to end it"))
    to_get = models.DecimalField(max_digits=12, decimal_places=2)
    minutes_agreed = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [AppendOnly(name="pools_endinganswer_append_only")]

    def __str__(self) -> str:
        return f"{self.profile_id} on {self.ending_id}"
