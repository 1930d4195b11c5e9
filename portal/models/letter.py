from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class Letter(AreaModel):
    """A notification on paper: made by a worker, printed and posted by the host."""

    notification = AreaOneToOneField("portal.Notification", on_delete=models.PROTECT, related_name="letter")
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    posted_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(posted_at__isnull=True, posted_by__isnull=True)
                | models.Q(posted_at__isnull=False, posted_by__isnull=False),
                name="portal_letter_posted_by_somebody",
                violation_error_message=_("A letter that is posted has a time, and somebody who posted it."),
            ),
        ]

    def __str__(self) -> str:
        return f"Letter of {self.notification_id}"
