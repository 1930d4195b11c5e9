from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel

# So long after a decision its author may ask for a second look.
APPEAL_WITHIN: Final = timedelta(days=28)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(verdict__isnull=True)

    def overdue(self, *, now: datetime) -> "AppealQuerySet":
        return self.open().filter(promised_by__lte=now)


class Appeal(AreaModel):
    """That an author would like somebody else to look at a decision. Never changed; what comes of it is a verdict."""

    decision = AreaOneToOneField("moderation.Decision", on_delete=models.PROTECT, related_name="appeal")
    by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("why"), max_length=2000, blank=True)
    made_at = models.DateTimeField()
    promised_by = models.DateTimeField()

    objects: Any = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["promised_by", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(promised_by__gte=models.F("made_at")), name="moderation_appeal_promise_is_ahead"
            ),
            AppendOnly(name="moderation_appeal_append_only"),
        ]

    def __str__(self) -> str:
        return f"Appeal of {self.decision_id}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:judge_appeal", args=[self.pk])
