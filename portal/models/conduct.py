from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ConductGuidelines(AreaModel):
    """One version of how people in an area agree to treat each other."""

    version = models.PositiveIntegerField()
    text = models.TextField(_("guidelines"), help_text=_("One rule on each line."))
    easy_text = models.TextField(_("guidelines in Easy Read"), help_text=_("One short sentence on each line."))
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "conduct guidelines"
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="portal_conductguidelines_version_unique"),
            AppendOnly(name="portal_conductguidelines_append_only"),
        ]

    def __str__(self) -> str:
        return f"Guidelines, version {self.version}"


class ConductAcceptance(AreaModel):
    """Somebody agreed to one version of the guidelines."""

    guidelines = AreaForeignKey(ConductGuidelines, on_delete=models.PROTECT, related_name="acceptances")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="conduct_acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guidelines", "profile"], name="portal_conductacceptance_unique"),
            AppendOnly(name="portal_conductacceptance_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} agreed to {self.guidelines_id}"
