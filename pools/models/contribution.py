from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from pools.models.contribution_status import ContributionState, ContributionStatus
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ContributionHow(models.TextChoices):
    """Which way somebody's money went."""

    HELD = "held", _("Into the money that is kept for us")
    DIRECT = "direct", _("Straight to the seller")
    PLACE = "place", _("At the place, on the day")


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def with_state(self) -> "ContributionQuerySet":
        """Adds `state`, a `ContributionState`: what the newest status row says."""
        newest = ContributionStatus.objects.filter(contribution=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]))

    def standing_at(self, *states: ContributionState) -> "ContributionQuerySet":
        """Those whose newest status row says one of these."""
        return self.with_state().filter(state__in=states)


class Contribution(AreaModel):
    """
    What a member has paid: told by the member, or written down by whoever keeps the books.

    Its status rows say whether it counts. What was paid into the pool or to the seller is in the books once it is
    confirmed; what was paid at the place is kept here alone, because the pool never had that money.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="contributions")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="contributions")
    amount = models.DecimalField(_("how much"), max_digits=12, decimal_places=2)
    received_on = models.DateField(_("when"))
    how = models.CharField(_("how it was paid"), max_length=6, choices=ContributionHow)
    seller = models.CharField(_("who got it"), max_length=120, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    told_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    state: str  # there after `with_state()`

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-told_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="pools_contribution_amount_above_zero",
                violation_error_message=_("Please give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(how__in=ContributionHow.values),
                name="pools_contribution_how_known",
                violation_error_message=_("Choose how it was paid from the list."),
            ),
            models.CheckConstraint(
                condition=Q(how=ContributionHow.DIRECT) & ~Q(seller__regex=r"^\s*$")
                | ~Q(how=ContributionHow.DIRECT) & Q(seller=""),
                name="pools_contribution_direct_names_the_seller",
                violation_error_message=_("Say which seller got the money."),
            ),
            AppendOnly(name="pools_contribution_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.received_on}"
