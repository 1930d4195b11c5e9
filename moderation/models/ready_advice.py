from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Reason
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ReadyAdviceQuerySet(models.QuerySet["ReadyAdvice"]):
    def in_use(self) -> "ReadyAdviceQuerySet":
        return self.filter(retired_at__isnull=True)


class ReadyAdvice(AreaModel):
    """Advice that an area's champions have found good, ready to be given again."""

    reason = models.CharField(_("what is it about?"), max_length=20, choices=Reason)
    text = models.TextField(_("the advice"), max_length=1000)
    written_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects: Any = ReadyAdviceQuerySet.as_manager()

    class Meta:
        ordering = ["reason", "text", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=Reason.values), name="moderation_readyadvice_reason_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="moderation_readyadvice_not_blank",
                violation_error_message=_("Write the advice first."),
            ),
            models.UniqueConstraint(
                fields=["area", "reason", "text"],
                condition=models.Q(retired_at__isnull=True),
                name="moderation_readyadvice_each_once",
                violation_error_message=_("This advice is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True) | models.Q(retired_at__gte=models.F("written_at")),
                name="moderation_readyadvice_retired_after_written",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("moderation:change_ready_advice", args=[self.pk])
