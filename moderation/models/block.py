from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Block(AreaModel):
    """That a member wants nothing to do with another here: neither writes to the other. The other is not told."""

    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="blocks")
    member = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="moderation_block_once"),
            models.CheckConstraint(
                condition=~models.Q(by=models.F("member")),
                name="moderation_block_somebody_else",
                violation_error_message=_("You cannot block yourself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} blocks {self.member_id}"
