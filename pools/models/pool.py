from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pools.models.pool_status import PoolState, PoolStatus
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import Profile

if TYPE_CHECKING:
    from pools.models.pool_membership import PoolMembership


class PurchaseKind(models.TextChoices):
    """What sort of thing a pool buys. It decides which forgotten costs we ask about."""

    EQUIPMENT = "equipment", _("Something to keep and use, like gym equipment")
    LESSONS = "lessons", _("Lessons or a course")
    OUTING = "outing", _("An outing or an event")
    SUPPORT = "support", _("Support from a person, like a personal assistant")
    OTHER = "other", _("Something else")


class SharingRule(models.TextChoices):
    EQUAL = "equal", _("Everybody pays the same")
    FIXED = "fixed", _("Each person pays an amount that we fix")
    BY_USE = "by_use", _("Who uses it more pays more")
    BY_HOURS = "by_hours", _("Who has more hours pays more")
    BY_ABILITY = "by_ability", _("Who can pay more pays more")


class DecisionRule(models.TextChoices):
    CONSENSUS = "consensus", _("Everybody says yes")
    CONSENT = "consent", _("Nobody says no")
    MAJORITY = "majority", _("More than half of us say yes")
    TWO_THIRDS = "two_thirds", _("Two out of three of us say yes")


class MoneyPath(models.TextChoices):
    """The way that the money takes. It need not pass through anybody's hands."""

    HOLDER = "holder", _("Somebody keeps the money for all of us")
    SELLER = "seller", _("Each of us pays the seller")
    VENUE = "venue", _("Each of us pays at the place, on the day")


class PoolQuerySet(models.QuerySet["Pool"]):
    def with_state(self) -> "PoolQuerySet":
        """Adds `state`, a `PoolState`: what the newest status row says."""
        newest = PoolStatus.objects.filter(pool=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]))

    def standing_at(self, *states: PoolState) -> "PoolQuerySet":
        """Those whose newest status row says one of these."""
        return self.with_state().filter(state__in=states)

    def of(self, profile: Profile) -> "PoolQuerySet":
        """Those that somebody is in now."""
        return self.filter(memberships__profile=profile, memberships__left_at__isnull=True)


class Pool(AreaModel):
    """
    Some people who want to buy something together.

    `most_people` is how many places there are, where that is limited. Where the costs of the first year are shared
    `by_days`, that year begins on `first_day`. The pool's row is what an operation locks before it changes anything
    that the members' shares depend on. The mediator is somebody outside the pool whom the members can ask when they
    are stuck; `facilitator` is a champion whom the organiser chose to be told when the pool falls quiet, and that lets
    nobody look in.
    """

    title = models.CharField(_("name"), max_length=100)
    purpose = models.TextField(_("what it is for"), max_length=2000)
    buying = models.CharField(_("what you will buy"), max_length=10, choices=PurchaseKind, default=PurchaseKind.OTHER)
    district = AreaForeignKey("portal.District", on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    wish = AreaForeignKey("pools.Wish", on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    offer = AreaForeignKey("providers.Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="pools")
    organiser = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="organised_pools")
    facilitator = AreaForeignKey(
        "portal.Profile", on_delete=models.PROTECT, null=True, blank=True, related_name="facilitated_pools"
    )
    most_people = models.PositiveSmallIntegerField(_("how many places there are"), null=True, blank=True)
    sharing_rule = models.CharField(
        _("how you share the cost"), max_length=10, choices=SharingRule, default=SharingRule.EQUAL
    )
    decision_rule = models.CharField(
        _("how you decide"), max_length=10, choices=DecisionRule, default=DecisionRule.CONSENSUS
    )
    money_path = models.CharField(
        _("which way the money goes"), max_length=6, choices=MoneyPath, default=MoneyPath.HOLDER
    )
    by_days = models.BooleanField(_("who starts later pays for fewer days"), default=False)
    first_day = models.DateField(_("the first day of your first year"), null=True, blank=True)
    mediator_name = models.CharField(
        _("who helps when you are stuck"), max_length=120, blank=True, default="", db_default=""
    )
    mediator_contact = models.CharField(
        _("how you reach the mediator"), max_length=200, blank=True, default="", db_default=""
    )
    made_at = models.DateTimeField()
    state: str  # there after `with_state()`
    open_memberships: list["PoolMembership"]  # there where they were fetched beforehand, under this name

    objects = PoolQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="pools_pool_title_not_blank",
                violation_error_message=_("Give your pool a name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose__regex=r"^\s*$"),
                name="pools_pool_purpose_not_blank",
                violation_error_message=_("Say what the pool is for."),
            ),
            models.CheckConstraint(
                condition=models.Q(buying__in=PurchaseKind.values),
                name="pools_pool_buying_known",
                violation_error_message=_("Choose what you will buy from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(sharing_rule__in=SharingRule.values),
                name="pools_pool_sharing_rule_known",
                violation_error_message=_("Choose how you share the cost from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(decision_rule__in=DecisionRule.values),
                name="pools_pool_decision_rule_known",
                violation_error_message=_("Choose how you decide from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(money_path__in=MoneyPath.values),
                name="pools_pool_money_path_known",
                violation_error_message=_("Choose which way the money goes from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(by_days=False) | models.Q(first_day__isnull=False),
                name="pools_pool_by_days_has_a_first_day",
                violation_error_message=_("Give the first day of your first year."),
            ),
            models.CheckConstraint(
                condition=models.Q(most_people__gte=2) | models.Q(most_people__isnull=True),
                name="pools_pool_most_people_at_least_two",
                violation_error_message=_("A pool needs places for two people or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(mediator_name="", mediator_contact="")
                | (~models.Q(mediator_name__regex=r"^\s*$") & ~models.Q(mediator_contact__regex=r"^\s*$")),
                name="pools_pool_mediator_can_be_reached",
                violation_error_message=_("Give the name of the mediator, and how you reach them."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pools:pool", args=[self.pk])

    def get_decisions_url(self) -> str:
        return reverse("pools:decisions", args=[self.pk])
