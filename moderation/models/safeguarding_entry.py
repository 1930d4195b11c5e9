from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly, Narrowed
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class EntryKind(models.TextChoices):
    NOTE = "note", _("Note")
    STEP = "step", _("Step taken")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")


class SafeguardingEntry(AreaModel):
    """
    One thing that the safeguarding lead noted, did or decided in a case: its notes, its steps and its audit trail.

    Never changed, and seen by whoever sees the case.
    """

    case = AreaForeignKey("moderation.SafeguardingCase", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind)
    words = models.TextField(max_length=5000)
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=EntryKind.values), name="moderation_safeguardingentry_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"), name="moderation_safeguardingentry_says_something"
            ),
            AppendOnly(name="moderation_safeguardingentry_append_only"),
            Narrowed(
                where="EXISTS (SELECT FROM moderation_safeguardingcase AS told WHERE told.id = case_id)",
                name="moderation_safeguardingentry_lead_only",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
