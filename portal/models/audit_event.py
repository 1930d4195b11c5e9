from django.db import models

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class AuditEvent(AreaModel):
    """Who did what to which thing, and when. Never changed, never deleted."""

    actor = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="audit_events")
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["area", "subject_id"], name="portal_auditevent_subject")]
        constraints = [AppendOnly(name="portal_auditevent_append_only")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}"
