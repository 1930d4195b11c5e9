from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class LeavingOutcome(models.TextChoices):
    TAKEN_BACK = "taken_back", _("Stays in the pool")
    IN_EFFECT = "in_effect", _("Has left")


class ThingsChoice(models.TextChoices):
    """What becomes of the part that somebody who leaves has in things that the members own."""

    SELL = "sell", _("The others can buy my part")
    GIVE = "give", _("I give my part to the others")
    KEEP = "keep", _("My part stays mine until it is sold")


class LeavingQuerySet(models.QuerySet["Leaving"]):
    def waiting(self) -> "LeavingQuerySet":
        """Those that have not taken effect and were not taken back."""
        return self.filter(outcome="").order_by("told_at", "id")

    def unsettled(self) -> "LeavingQuerySet":
        """Those who have left and whose money is not even yet."""
        return self.filter(outcome=LeavingOutcome.IN_EFFECT, settled_at__isnull=True)


class Leaving(AreaModel):
    """
    Somebody's way out of a pool whose agreement everybody has signed. No `outcome`: it waits for its last day.

    Up to `last_day` the member pays their share; nothing keeps them in the pool so long. `minutes_agreed` is their own
    yes to what becomes of their hours, in minutes: they go to `hours_to`, or back to their own budget where that is
    nobody. `settled_at` is when their account came to nothing, to the penny.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="leavings")
    membership = AreaForeignKey("pools.PoolMembership", on_delete=models.PROTECT, related_name="leavings")
    last_day = models.DateField(_("your last day"))
    things = models.CharField(
        _("your part in things you own together"), max_length=4, choices=ThingsChoice, default=ThingsChoice.KEEP
    )
    minutes_agreed = models.PositiveIntegerField(default=0)
    hours_to = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=LeavingOutcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=~Q(outcome="taken_back"),
                name="pools_leaving_one_for_each_place",
                violation_error_message=_("You have told the others already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *LeavingOutcome.values]),
                name="pools_leaving_outcome_known",
                violation_error_message=_("This is not a way that a leaving can end."),
            ),
            models.CheckConstraint(
                condition=Q(things__in=ThingsChoice.values),
                name="pools_leaving_things_known",
                violation_error_message=_("Choose what becomes of your part from the list."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="pools_leaving_closed_has_a_time",
                violation_error_message=_("What has ended has a time."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(outcome="in_effect"),
                name="pools_leaving_settled_once_left",
                violation_error_message=_("The money is settled once somebody has left."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} leaves {self.pool_id}"

    def get_absolute_url(self) -> str:
        return reverse("pools:leaving_of", args=[self.pool_id, self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.outcome == ""
