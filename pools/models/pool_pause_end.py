from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class PoolPauseEnd(AreaModel):
    """The end of a pause, with what the advice was where somebody wants to say."""

    pause = AreaOneToOneField("pools.PoolPause", on_delete=models.PROTECT, related_name="end")
    learned = models.CharField(_("what you have learned"), max_length=500, blank=True)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [AppendOnly(name="pools_poolpauseend_append_only")]

    def __str__(self) -> str:
        return f"end of {self.pause_id}"
