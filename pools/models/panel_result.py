from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class PanelResult(AreaModel):
    """
    What a panel's points came to, and how, in words. No `winner`: two providers or more have the same total.

    `totals` lists each provider with its `candidate`, `name` and `total`, the total as text with two decimals.
    """

    panel = AreaOneToOneField("pools.Panel", on_delete=models.PROTECT, related_name="result")
    winner = AreaForeignKey("pools.TenderCandidate", on_delete=models.PROTECT, null=True, related_name="+")
    totals = models.JSONField()
    words = models.TextField(max_length=4000)
    published_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_panelresult_words_not_blank",
                violation_error_message=_("Say how the points came about."),
            ),
            AppendOnly(name="pools_panelresult_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
