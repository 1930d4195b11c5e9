from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class TenderQuality(AreaModel):
    """Something that matters to a member when a provider is chosen, in their own words."""

    tender = AreaForeignKey("pools.Tender", on_delete=models.PROTECT, related_name="qualities")
    words = models.CharField(_("what matters to you"), max_length=200)
    added_by = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_tenderquality_words_not_blank",
                violation_error_message=_("Say what matters to you."),
            ),
            models.UniqueConstraint(
                "tender",
                Lower("words"),
                name="pools_tenderquality_once",
                violation_error_message=_("This is on the list already. You can support it there."),
            ),
            AppendOnly(name="pools_tenderquality_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
