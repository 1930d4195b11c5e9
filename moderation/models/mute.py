from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Mute(AreaModel):
    """That a member would rather not read what another writes. The other can still write, and is not told."""

    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="mutes")
    member = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="moderation_mute_once"),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("member")),
                name="moderation_mute_somebody_else",
                violation_error_message=_("You cannot mute yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} mutes {self.member_id}"
