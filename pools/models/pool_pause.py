from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PoolPauseQuerySet(models.QuerySet["PoolPause"]):
    def open(self) -> "PoolPauseQuerySet":
        """Those that nobody has ended."""
        return self.filter(end__isnull=True)


class PoolPause(AreaModel):
    """
    A pool waits for advice: "better to slow down" [000:349]. A `PoolPauseEnd` ends it.

    PostgreSQL refuses a second pause while one is open, and, while it is open, a proposal, an agreement, a signature
    and a purchase (triggers `pools_poolpause_one_at_a_time` and `pools_…_not_while_paused`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="pauses")
    about = models.CharField(_("what you want advice about"), max_length=300)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PoolPauseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(about__regex=r"^\s*$"),
                name="pools_poolpause_has_a_reason",
                violation_error_message=_("Say what you want advice about."),
            ),
            AppendOnly(name="pools_poolpause_append_only"),
        ]

    def __str__(self) -> str:
        return self.about
