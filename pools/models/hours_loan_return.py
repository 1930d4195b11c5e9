from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class HoursLoanReturn(AreaModel):
    """A part of a loan that was given back. PostgreSQL refuses more than was lent."""

    loan = AreaForeignKey("pools.HoursLoan", on_delete=models.PROTECT, related_name="returns")
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, related_name="hours_loan_return")
    minutes = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="pools_hoursloanreturn_of_some_minutes",
                violation_error_message=_("Give one minute or more."),
            ),
            AppendOnly(name="pools_hoursloanreturn_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes of {self.loan_id}"
