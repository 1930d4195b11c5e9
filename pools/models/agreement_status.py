from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class AgreementState(models.TextChoices):
    FROZEN = "frozen", _("Waiting for signatures")
    ACTIVE = "active", _("Everybody has signed")
    REPLACED = "replaced", _("There is a newer version")


class AgreementStatus(AreaModel):
    """
    One step in the life of an agreement. The newest row says where it stands.

    An active one waits again when somebody takes their signature back. PostgreSQL refuses a step that changes nothing,
    and any step after there is a newer version (trigger `pools_agreement_active_when_all_have_signed`).
    """

    agreement = AreaForeignKey("pools.Agreement", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=8, choices=AgreementState)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=AgreementState.values),
                name="pools_agreementstatus_state_known",
                violation_error_message=_("This is not a state that an agreement can be in."),
            ),
            AppendOnly(name="pools_agreementstatus_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.state}"
