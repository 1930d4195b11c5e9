from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class HoursLoan(AreaModel):
    """
    Hours that one member lent to another, and the day by which they are due back.

    Nobody takes them: the borrower gives them back, all at once or in parts. What is late is talked about.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="hours_loans")
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, related_name="hours_loan")
    lender = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="hours_lent")
    borrower = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="hours_borrowed")
    minutes = models.PositiveIntegerField()
    lent_on = models.DateField()
    due_on = models.DateField(_("the day by which they are due back"))

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1),
                name="pools_hoursloan_of_some_minutes",
                violation_error_message=_("Give one minute or more."),
            ),
            models.CheckConstraint(
                condition=~Q(lender=F("borrower")),
                name="pools_hoursloan_to_somebody_else",
                violation_error_message=_("You can lend hours to somebody else, not to yourself."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("lent_on")),
                name="pools_hoursloan_due_later",
                violation_error_message=_("The day by which they are due back is still to come. Please check it."),
            ),
            AppendOnly(name="pools_hoursloan_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes, due {self.due_on:%-d %B %Y}"
