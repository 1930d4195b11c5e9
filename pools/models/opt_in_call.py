from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class OptInCall(AreaModel):
    """
    A question to a group: who would like to go on together, and pay together?

    `supporters` is how many people are to support those who say yes, such as carers. Once a pool has come of it the
    question is over, and `people` is how many were in the group then.
    """

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="opt_in_calls")
    words = models.TextField(_("what you would like to do together"), max_length=1000)
    supporters = models.PositiveSmallIntegerField(_("how many people should support you"), default=0)
    closes_on = models.DateField(_("the last day to answer"))
    asked_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    pool = AreaOneToOneField("pools.Pool", on_delete=models.PROTECT, null=True, related_name="opt_in_call")
    people = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="pools_optincall_words_not_blank",
                violation_error_message=_("Say what you would like to do together."),
            ),
            models.CheckConstraint(
                condition=models.Q(supporters__lte=50),
                name="pools_optincall_supporters_in_range",
                violation_error_message=_("Please give a number of 50 or less."),
            ),
            models.CheckConstraint(
                condition=models.Q(pool__isnull=True, people__isnull=True)
                | models.Q(pool__isnull=False, people__isnull=False),
                name="pools_optincall_pool_has_a_count",
                violation_error_message=_("Once a pool has come of it, the count stays as it was."),
            ),
        ]

    def __str__(self) -> str:
        return f"question to {self.group_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:opt_in_call", args=[self.pk])

    def is_open_at(self, now: datetime) -> bool:
        """Whether an answer can be given or changed: until the end of the last day, and before a pool comes of it."""
        return self.pool_id is None and timezone.localdate(now) <= self.closes_on
