from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class RowVerdict(models.TextChoices):
    """What we make of a line of a bank statement before anybody has looked at it."""

    READY = "ready", _("Money in")
    DUPLICATE = "duplicate", _("In the books already")
    MONEY_OUT = "money_out", _("Money out: we leave it")
    REFUSED = "refused", _("We could not read it")


class BankRow(AreaModel):
    """
    One line of a bank statement. `fingerprint` names it, whichever file it comes in.

    `profile` is our guess of who paid; the person who confirms has the last word. `text` is the line as it came.
    """

    bank_import = AreaForeignKey("pools.BankImport", on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("the line of the file"))
    verdict = models.CharField(max_length=9, choices=RowVerdict)
    why = models.CharField(max_length=200, blank=True)
    day = models.DateField(null=True)
    description = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    transfer = AreaOneToOneField("pools.Transfer", on_delete=models.PROTECT, null=True, related_name="bank_row")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank_import", "number"],
                name="pools_bankrow_each_line_once",
                violation_error_message=_("This line is there already."),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=RowVerdict.values),
                name="pools_bankrow_verdict_known",
                violation_error_message=_("This is not what a line can be."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=RowVerdict.READY)
                | Q(day__isnull=False, amount__gt=0, fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="pools_bankrow_ready_is_whole",
                violation_error_message=_("Money in has a day, an amount and a fingerprint."),
            ),
            models.CheckConstraint(
                condition=Q(transfer__isnull=True) | Q(verdict=RowVerdict.READY, profile__isnull=False),
                name="pools_bankrow_only_money_of_somebody_is_in_the_books",
                violation_error_message=_("Only money in from a member goes into the books."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"

    @property
    def source(self) -> str:
        """The name under which the books know this line, so that it is never booked twice."""
        return f"bank:{self.fingerprint}"
