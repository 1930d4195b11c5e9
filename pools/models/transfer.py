from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class TransferKind(models.TextChoices):
    # Money
    CHARGE = "charge", _("What each of us pays, as agreed")
    CONTRIBUTION = "contribution", _("Money paid in")
    BILL = "bill", _("A bill")
    PAYMENT = "payment", _("A bill paid")
    PAID_DIRECT = "paid_direct", _("Paid straight to the seller")
    IN_KIND = "in_kind", _("Given in kind, not in money")
    SET_ASIDE = "set_aside", _("Put aside, in case")
    RELEASE = "release", _("Taken from what was put aside")
    REFUND = "refund", _("Money given back")
    BOOKING_FEE = "booking_fee", _("A booking fee")
    SETTLEMENT = "settlement", _("Settled when somebody left, or when the pool ended")
    GOODS = "goods", _("A share of things owned together")
    # Hours
    HOURS_IN = "hours_in", _("Hours put in")
    HOURS_USED = "hours_used", _("Hours used")
    HOURS_CARRIED = "hours_carried", _("Hours carried over")
    HOURS_GIVEN = "hours_given", _("Hours given to somebody")
    HOURS_LENT = "hours_lent", _("Hours lent to somebody")
    HOURS_RETURNED = "hours_returned", _("Hours returned")
    # A budget that members share out among activities
    ALLOWANCE = "allowance", _("What each can choose with")
    CHOICE = "choice", _("An activity chosen")
    # What was wrong
    REVERSAL = "reversal", _("Put right: the opposite of an earlier entry")


class Transfer(AreaModel):
    """
    Something that happened to a pool's money or hours: two entries or more that sum to zero for each unit.

    PostgreSQL looks when the transaction ends (trigger `pools_transfer_adds_up`): the sums, that all accounts are this
    pool's, that a reversal mirrors what it reverses, and that nobody pays out more than is kept or put aside. Entries
    can be added in the transaction that wrote the transfer, and never after. A mistake is a reversal, once; a reversal
    is not reversed, it is written anew.

    `source` names what this comes from, such as "purchase:<id>": the same thing is never booked twice.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=14, choices=TransferKind)
    words = models.CharField(_("what it is"), max_length=200)
    happened_on = models.DateField(_("when it happened"))
    reverses = AreaOneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    source = models.CharField(max_length=120, blank=True)
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    # PostgreSQL fills it: the number of the transaction that wrote the transfer.
    written_in = models.BigIntegerField(editable=False, db_default=0)

    class Meta:
        ordering = ["happened_on", "recorded_at", "id"]
        indexes = [models.Index(fields=["area", "pool", "happened_on"], name="pools_transfer_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TransferKind.values),
                name="pools_transfer_kind_known",
                violation_error_message=_("This is not a kind of entry."),
            ),
            models.CheckConstraint(
                condition=~Q(words__regex=r"^\s*$"),
                name="pools_transfer_words_not_blank",
                violation_error_message=_("Say what it is."),
            ),
            models.CheckConstraint(
                condition=Q(kind=TransferKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=TransferKind.REVERSAL) & Q(reverses__isnull=True)),
                name="pools_transfer_reversal_names_what_it_reverses",
                violation_error_message=_("Only a reversal names an earlier entry."),
            ),
            models.CheckConstraint(
                condition=Q(happened_on__lte=TruncDate("recorded_at")),
                name="pools_transfer_not_in_the_future",
                violation_error_message=_("This day is still to come. Write it down once it has happened."),
            ),
            models.UniqueConstraint(
                fields=["pool", "source"],
                condition=~Q(source=""),
                name="pools_transfer_each_source_once",
                violation_error_message=_("This is in the books already."),
            ),
            AppendOnly(name="pools_transfer_append_only"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_reversal(self) -> bool:
        return self.kind == TransferKind.REVERSAL
