from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class SavingsAssurance(AreaModel):
    """
    Somebody's word that the money which a pool saves stays with its members [000:268]. The newest counts.

    `valid_until` is the last day that it is for; None where they did not say.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="savings_assurances")
    given_by = models.CharField(_("who gave it"), max_length=120)
    words = models.TextField(_("in which words"), max_length=1000)
    valid_until = models.DateField(_("the last day that it is for"), null=True)
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(given_by__regex=r"^\s*$") & ~models.Q(words__regex=r"^\s*$"),
                name="pools_savingsassurance_says_who_and_what",
                violation_error_message=_("Say who gave it, and in which words."),
            ),
            AppendOnly(name="pools_savingsassurance_append_only"),
        ]

    def __str__(self) -> str:
        return f"assurance by {self.given_by}"

    def holds_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until
