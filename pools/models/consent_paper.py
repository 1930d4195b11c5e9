from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ConsentPaper(AreaModel):
    """
    One paper on which somebody outside the pool said yes. A newer one replaces it and takes nothing of it away.

    `valid_until` is the last day that it counts; None where the paper names none.
    """

    consent = AreaForeignKey("pools.Consent", on_delete=models.PROTECT, related_name="papers")
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, related_name="+")
    dated_on = models.DateField(_("the date on the paper"))
    valid_until = models.DateField(_("the last day that it counts"), null=True)
    filed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ["-filed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("dated_on")),
                name="pools_consentpaper_valid_after_its_date",
                violation_error_message=_("The last day cannot be before the date on the paper."),
            ),
            AppendOnly(name="pools_consentpaper_append_only"),
        ]

    def __str__(self) -> str:
        return f"paper of {self.consent_id}"
