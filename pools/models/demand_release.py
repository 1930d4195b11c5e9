from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pools.quarter import Quarter
from portal.areas.constraints import AppendOnly
from portal.areas.models import AreaModel


class DemandRelease(AreaModel):
    """
    What was published of one quarter's demand, once and for all.

    Commissioners read this and its cells, and PostgreSQL allows them nothing else: what is in here, the council knows.
    """

    quarter = models.CharField(max_length=6)
    counted_to = models.DateField()
    published_at = models.DateTimeField()
    base = models.TextField()
    method = models.TextField()
    tables = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "quarter"],
                name="pools_demandrelease_one_for_each_quarter",
                violation_error_message=_(
                    "The figures for this quarter are published already. We count a quarter once and never again."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__regex=r"^2[0-9]{3}Q[1-4]$"),
                name="pools_demandrelease_quarter_is_a_quarter",
                violation_error_message=_("Write a quarter as the year, Q and a number from 1 to 4, like 2026Q4."),
            ),
            models.CheckConstraint(
                condition=~models.Q(base__regex=r"^\s*$") & ~models.Q(method__regex=r"^\s*$"),
                name="pools_demandrelease_says_base_and_method",
                violation_error_message=_("Figures need words: say who was counted, and how."),
            ),
            AppendOnly(name="pools_demandrelease_append_only"),
        ]

    def __str__(self) -> str:
        return self.quarter

    def get_absolute_url(self) -> str:
        return reverse("pools:demand:release", args=[self.quarter])

    @property
    def period(self) -> str:
        """October to December 2026."""
        return Quarter.parse(self.quarter).words

    @property
    def is_unfinished(self) -> bool:
        """Whether it was counted before the quarter was over."""
        return self.published_at < Quarter.parse(self.quarter).ends_at
