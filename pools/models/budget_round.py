from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pools.models.budget_round_status import BudgetRoundStatus
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class BudgetRoundQuerySet(models.QuerySet["BudgetRound"]):
    def with_state(self) -> "BudgetRoundQuerySet":
        """Adds `state`, a `BudgetRoundState`: what the newest status row says."""
        newest = BudgetRoundStatus.objects.filter(round=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]))


class BudgetRound(AreaModel):
    """
    Participatory budgeting: each member has the same allowance and spends it on activities of their own choice.

    Nobody votes. The money is the pool's own, or a funder's; or it is only to try with (`is_notional`). Where more
    people choose an activity than it has places, a lot decides. `lot` is its secret number: its fingerprint is shown
    from the first day, and the number itself at the end, so that everybody can check.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="budget_rounds")
    title = models.CharField(_("name"), max_length=100)
    allowance = models.DecimalField(_("how much each person has"), max_digits=12, decimal_places=2)
    period = models.CharField(_("what time it is for"), max_length=120)
    funder = models.CharField(_("whose money it is"), max_length=120, blank=True)
    is_notional = models.BooleanField(_("this is only to try it out: the money is not real"), default=False)
    closes_at = models.DateTimeField(_("until when people choose"))
    lot = models.CharField(max_length=64, editable=False)
    made_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state: str  # there after `with_state()`

    objects = BudgetRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title__regex=r"^\s*$"),
                name="pools_budgetround_title_not_blank",
                violation_error_message=_("Give it a name."),
            ),
            models.CheckConstraint(
                condition=~Q(period__regex=r"^\s*$"),
                name="pools_budgetround_period_not_blank",
                violation_error_message=_("Say what time the money is for."),
            ),
            models.CheckConstraint(
                condition=Q(allowance__gt=0),
                name="pools_budgetround_allowance_above_zero",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pools:budget_round", args=[self.pool_id, self.pk])
