from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PurchaseNote(AreaModel):
    """What a member says afterwards about something that was bought. It blames nobody, and changes no money."""

    purchase = AreaForeignKey("pools.Purchase", on_delete=models.PROTECT, related_name="notes")
    words = models.CharField(_("what you would like to say"), max_length=300)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words__regex=r"^\s*$"),
                name="pools_purchasenote_words_not_blank",
                violation_error_message=_("Say something, or leave it."),
            ),
            models.UniqueConstraint(
                fields=["purchase", "by", "words"],
                name="pools_purchasenote_each_once",
                violation_error_message=_("You have said this already."),
            ),
            AppendOnly(name="pools_purchasenote_append_only"),
        ]

    def __str__(self) -> str:
        return self.words
