from django.db import models
from django.utils.translation import gettext as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models.delegation import Voice


class AuditEvent(AreaModel):
    """
    Who did what to which thing, and when. Never changed, never deleted.

    What a supporter did for a member has the member as `actor`, and beside them the `supporter` whose hand it was and
    the `delegation` that let them.
    """

    actor = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="audit_events")
    supporter = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    delegation = AreaForeignKey("portal.Delegation", on_delete=models.PROTECT, null=True, related_name="deeds")
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["area", "subject_id"], name="portal_auditevent_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supporter__isnull=True, delegation__isnull=True)
                | models.Q(supporter__isnull=False, delegation__isnull=False, actor__isnull=False),
                name="portal_auditevent_supporter_and_delegation_together",
            ),
            AppendOnly(name="portal_auditevent_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}"

    def by_and_for(self) -> str:
        """In whose voice it was done, such as “Frank, as Peter’s carer”; only where a supporter did it."""
        words = {
            Voice.CARER: _("%(supporter)s, as %(member)s’s carer"),
            Voice.ADVOCATE: _("%(supporter)s, as %(member)s’s advocate"),
        }[Voice(self.delegation.voice)]
        return words % {"supporter": self.supporter.shown_name, "member": self.actor.shown_name}
