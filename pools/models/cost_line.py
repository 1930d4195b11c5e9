from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.models.pool import PurchaseKind
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class CostPrompt(models.TextChoices):
    """A cost that we ask about, because people forget it. `PRICE` is the thing itself."""

    PRICE = "price", _("The price itself")
    ASSEMBLY = "assembly", _("Putting it together and setting it up")
    INDUCTION = "induction", _("Learning to use it safely")
    SERVICING = "servicing", _("Servicing and repairs")
    INSURANCE = "insurance", _("Insurance")
    MANAGEMENT = "management", _("Somebody to look after the money and the papers")
    TRAVEL = "travel", _("Getting there and back")
    VENUE = "venue", _("The room or the place")
    FACILITATION = "facilitation", _("Somebody to help on the day")
    CONTINGENCY = "contingency", _("Something put aside, in case")
    REMOVAL = "removal", _("Taking it away at the end")


# What we ask about, by what the pool buys. The other prompts are offered on the page that adds a cost.
PROMPTS_FOR = {
    PurchaseKind.EQUIPMENT: [
        CostPrompt.PRICE,
        CostPrompt.ASSEMBLY,
        CostPrompt.INDUCTION,
        CostPrompt.SERVICING,
        CostPrompt.INSURANCE,
    ],
    PurchaseKind.LESSONS: [
        CostPrompt.PRICE,
        CostPrompt.VENUE,
        CostPrompt.TRAVEL,
        CostPrompt.FACILITATION,
        CostPrompt.INSURANCE,
    ],
    PurchaseKind.OUTING: [
        CostPrompt.PRICE,
        CostPrompt.TRAVEL,
        CostPrompt.FACILITATION,
        CostPrompt.CONTINGENCY,
    ],
    PurchaseKind.SUPPORT: [
        CostPrompt.PRICE,
        CostPrompt.INDUCTION,
        CostPrompt.TRAVEL,
        CostPrompt.MANAGEMENT,
        CostPrompt.INSURANCE,
        CostPrompt.CONTINGENCY,
    ],
    PurchaseKind.OTHER: [
        CostPrompt.PRICE,
        CostPrompt.SERVICING,
        CostPrompt.TRAVEL,
        CostPrompt.VENUE,
        CostPrompt.INSURANCE,
        CostPrompt.CONTINGENCY,
    ],
}


class Period(models.TextChoices):
    """How often a cost comes."""

    ONCE = "once", _("Once")
    YEARLY = "yearly", _("Each year")
    QUARTERLY = "quarterly", _("Every three months")
    MONTHLY = "monthly", _("Each month")
    FOUR_WEEKLY = "four_weekly", _("Every four weeks")
    WEEKLY = "weekly", _("Each week")


# Councils pay many budgets every four weeks, and that is thirteen times a year, not twelve.
TIMES_A_YEAR = {
    Period.ONCE: 1,
    Period.YEARLY: 1,
    Period.QUARTERLY: 4,
    Period.MONTHLY: 12,
    Period.FOUR_WEEKLY: 13,
    Period.WEEKLY: 52,
}


class LineState(models.TextChoices):
    BLANK = "blank", _("Not answered yet")
    ANSWERED = "answered", _("Answered")
    WAIVED = "waived", _("Not needed")


class CostLine(AreaModel):
    """
    One cost of a pool: once or again and again.

    A line that we asked for has a `prompt`; one that members thought of has none. A line `from_offer` has no amount
    of its own: it is the offer's price for the number of people who are in. What is put aside, in case, may be a
    `percent` of the rest instead of an amount.

    `paid_by` names somebody outside the pool who pays the line, so that members do not share it; where they pay only
    a part, `paid_part` is how much of the amount, each time. `promised_on` is the date of their promise in writing and
    `promise` the paper, if it is here; without a date they have only said so.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="cost_lines")
    prompt = models.CharField(max_length=12, choices=CostPrompt, blank=True)
    label = models.CharField(_("what it is"), max_length=100)
    period = models.CharField(_("how often"), max_length=11, choices=Period, default=Period.ONCE)
    amount = models.DecimalField(_("how much"), max_digits=12, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(_("percent of the rest"), max_digits=5, decimal_places=2, null=True, blank=True)
    from_offer = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=LineState, default=LineState.BLANK)
    waived_reason = models.CharField(_("why you do not need it"), max_length=300, blank=True)
    paid_by = models.CharField(_("who else pays it"), max_length=100, blank=True)
    paid_part = models.DecimalField(
        _("how much of it they pay"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    promised_on = models.DateField(_("the date of their promise"), null=True, blank=True)
    promise = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "prompt"],
                condition=~models.Q(prompt=""),
                name="pools_costline_asked_once",
                violation_error_message=_("This cost is on the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(label__regex=r"^\s*$"),
                name="pools_costline_label_not_blank",
                violation_error_message=_("Say what the cost is for."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0) | models.Q(amount__isnull=True),
                name="pools_costline_amount_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(prompt__in=["", *CostPrompt.values]),
                name="pools_costline_prompt_known",
                violation_error_message=_("Choose a cost from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(period__in=Period.values),
                name="pools_costline_period_known",
                violation_error_message=_("Choose how often from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=LineState.values),
                name="pools_costline_state_known",
                violation_error_message=_("This is not a state that a cost can be in."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=LineState.BLANK)
                | models.Q(amount__isnull=True, percent__isnull=True, from_offer=False, waived_reason="", paid_by=""),
                name="pools_costline_blank_has_no_answer",
                violation_error_message=_("A cost without an answer has no amount."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=LineState.ANSWERED)
                | models.Q(amount__isnull=False, percent__isnull=True, from_offer=False, waived_reason="")
                | models.Q(amount__isnull=True, percent__isnull=True, from_offer=True, waived_reason="")
                | models.Q(amount__isnull=True, percent__isnull=False, from_offer=False, waived_reason="", paid_by=""),
                name="pools_costline_answered_has_one_price",
                violation_error_message=_("Give the amount."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=LineState.WAIVED)
                | (
                    models.Q(amount__isnull=True, percent__isnull=True, from_offer=False, paid_by="")
                    & ~models.Q(waived_reason__regex=r"^\s*$")
                ),
                name="pools_costline_waived_has_a_reason",
                violation_error_message=_("Say why you do not need it."),
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True)
                | models.Q(prompt=CostPrompt.CONTINGENCY, period=Period.ONCE, percent__gt=0, percent__lte=100),
                name="pools_costline_percent_is_put_aside",
                violation_error_message=_("Give a percentage between 0 and 100. Only what you put aside can have one."),
            ),
            models.CheckConstraint(
                condition=models.Q(paid_part__isnull=True)
                | (models.Q(paid_part__gt=0, paid_part__lt=models.F("amount")) & ~models.Q(paid_by="")),
                name="pools_costline_part_of_the_amount",
                violation_error_message=_("Their part must be more than nothing and less than the whole amount."),
            ),
            models.CheckConstraint(
                condition=models.Q(promised_on__isnull=True, promise__isnull=True)
                | (models.Q(promised_on__isnull=False) & ~models.Q(paid_by="")),
                name="pools_costline_promise_is_somebodys",
                violation_error_message=_("A promise has a date, and somebody who made it."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_blank(self) -> bool:
        return self.state == LineState.BLANK

    @property
    def is_put_aside(self) -> bool:
        return self.prompt == CostPrompt.CONTINGENCY

    @property
    def is_promised_in_writing(self) -> bool:
        return self.promised_on is not None

    @property
    def paid_each_time(self) -> Decimal:
        """What somebody outside the pool pays of the amount, each time."""
        if not self.paid_by or self.amount is None:
            return Decimal("0.00")
        return self.amount if self.paid_part is None else self.paid_part
