from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class QualitySupport(AreaModel):
    """A member says that a quality matters to them too."""

    quality = AreaForeignKey("pools.TenderQuality", on_delete=models.PROTECT, related_name="supports")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quality", "membership"],
                name="pools_qualitysupport_once",
                violation_error_message=_("You support this already."),
            ),
            AppendOnly(name="pools_qualitysupport_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} supports {self.quality_id}"
