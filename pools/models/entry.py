from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _

from pools.models.account import Unit
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class Entry(AreaModel):
    """
    One line of a transfer: so much, in pounds or in minutes, on one account. A debit is above zero, a credit below.

    An index holds the amounts, so that a balance is read from it alone. Both begin with the area, as each query does
    under row-level security: nothing else is a safe choice for PostgreSQL while a new table has no statistics.
    """

    transfer = AreaForeignKey("pools.Transfer", on_delete=models.PROTECT, related_name="entries", db_index=False)
    account = AreaForeignKey("pools.Account", on_delete=models.PROTECT, related_name="entries", db_index=False)
    unit = models.CharField(max_length=7, choices=Unit, default=Unit.GBP)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["area", "transfer"], name="pools_entry_of_transfer"),
            models.Index(fields=["area", "account", "unit"], include=["amount"], name="pools_entry_balance"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=Unit.values),
                name="pools_entry_unit_known",
                violation_error_message=_("We count pounds and minutes."),
            ),
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="pools_entry_amount_not_zero",
                violation_error_message=_("Nothing is no entry."),
            ),
            models.CheckConstraint(
                condition=~Q(unit=Unit.MINUTES) | Q(amount=Floor(F("amount"))),
                name="pools_entry_whole_minutes",
                violation_error_message=_("Please give whole minutes."),
            ),
            AppendOnly(name="pools_entry_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit} on {self.account_id}"
