from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class EndingOutcome(models.TextChoices):
    TAKEN_BACK = "taken_back", _("The pool goes on")
    ENDED = "ended", _("The pool has ended")


class PoolEndingQuerySet(models.QuerySet["PoolEnding"]):
    def waiting(self) -> "PoolEndingQuerySet":
        return self.filter(outcome="")


class PoolEnding(AreaModel):
    """A pool that may come to its end: who asked, what the members were told, and what they take with them."""

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="endings")
    why = models.CharField(_("why you would like to end it"), max_length=500)
    learned = models.CharField(_("what you have learned"), max_length=500, blank=True)
    proposed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=EndingOutcome, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = PoolEndingQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool"],
                condition=Q(outcome=""),
                name="pools_poolending_one_waiting",
                violation_error_message=_("Somebody has asked this already."),
            ),
            models.CheckConstraint(
                condition=~Q(why__regex=r"^\s*$"),
                name="pools_poolending_why_not_blank",
                violation_error_message=_("Say why you would like to end it."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True)
                | (Q(outcome__in=EndingOutcome.values) & Q(closed_at__isnull=False)),
                name="pools_poolending_closed_has_a_time",
                violation_error_message=_("What has ended has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"end of {self.pool_id}"
