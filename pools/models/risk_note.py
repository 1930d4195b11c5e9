from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class RiskNote(AreaModel):
    """
    One version of what a pool says about risks. It starts from "they can": what somebody wants to do [003:2340].

    There is one note for everybody, the agencies included, so that nobody has to start again [003:1588].
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="risk_notes")
    version = models.PositiveSmallIntegerField()
    wanted = models.TextField(_("what you want to do"), max_length=1000)
    written_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "version"],
                name="pools_risknote_version_unique",
                violation_error_message=_("There is a newer version of this note. Please look at that one."),
            ),
            models.CheckConstraint(
                condition=~models.Q(wanted__regex=r"^\s*$"),
                name="pools_risknote_starts_from_what_somebody_wants",
                violation_error_message=_("Say what you want to do."),
            ),
            AppendOnly(name="pools_risknote_append_only"),
        ]

    def __str__(self) -> str:
        return f"risk note {self.version} of {self.pool_id}"
