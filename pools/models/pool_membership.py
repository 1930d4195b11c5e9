from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import FundingKind


class PooledPart(models.TextChoices):
    """How much of a budget somebody puts into a pool. The rest stays private and free."""

    WHOLE = "whole", _("All of it")
    PART = "part", _("A part of it")
    WAITING = "waiting", _("Nothing yet: I am waiting for an answer about my money")


class PoolMembershipQuerySet(models.QuerySet["PoolMembership"]):
    def open(self) -> "PoolMembershipQuerySet":
        """People who are in now, in the order of joining: odd pennies go to the earliest."""
        return self.filter(left_at__isnull=True).order_by("joined_at", "id")


class PoolMembership(AreaModel):
    """
    One person's time in a pool. Somebody who left and came back has two rows.

    `previewed_share` is the number that the member has looked at and said so: a proposal may not ask anybody to agree
    to another number than that. `funding_kind`, `pooled_part`, `must_haves`, `pays_from` and `year_end` are what the
    person says of their own part; who waits for an answer about their money is in the pool all the same, and pays
    nothing yet. The kind of the funding is private until the person `names_funding`. `leaving_told_at` is when the
    others were told that this person may leave.

    PostgreSQL refuses a `cleared_for_use_at` while a gate of the pool is not recorded, or not in date any more (trigger
    `pools_poolmembership_use_needs_every_gate`).
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="memberships")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="pool_memberships")
    wish = AreaForeignKey("pools.Wish", on_delete=models.PROTECT, null=True, related_name="memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    leaving_told_at = models.DateTimeField(null=True)
    share_weight = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(1))
    fixed_share = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    previewed_share = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    previewed_at = models.DateTimeField(null=True)
    funding_kind = models.CharField(
        _("where the money comes from"), max_length=20, choices=FundingKind, default=FundingKind.NOT_SAID
    )
    pooled_part = models.CharField(
        _("how much of it goes into the pool"), max_length=7, choices=PooledPart, default=PooledPart.PART
    )
    names_funding = models.BooleanField(_("the agreement may name it"), default=False)
    must_haves = models.TextField(_("what it must do for you"), max_length=1000, blank=True)
    pays_from = models.DateField(_("the first day that you pay for"), null=True)
    year_end = models.DateField(_("the day on which the year of your budget ends"), null=True)
    cleared_for_use_at = models.DateTimeField(null=True)

    objects = PoolMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(funding_kind__in=FundingKind.values),
                name="pools_poolmembership_funding_kind_known",
                violation_error_message=_("Choose where the money comes from, from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(pooled_part__in=PooledPart.values),
                name="pools_poolmembership_pooled_part_known",
                violation_error_message=_("Choose how much of it goes into the pool, from the list."),
            ),
            models.UniqueConstraint(
                fields=["pool", "profile"],
                condition=models.Q(left_at__isnull=True),
                name="pools_poolmembership_one_open_for_each_person",
                violation_error_message=_("This person is in the pool already."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("joined_at")),
                name="pools_poolmembership_left_after_joining",
                violation_error_message=_("Nobody can leave before they joined."),
            ),
            models.CheckConstraint(
                condition=models.Q(share_weight__gte=0),
                name="pools_poolmembership_share_weight_not_below_zero",
                violation_error_message=_("Please give a number that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(fixed_share__gte=0) | models.Q(fixed_share__isnull=True),
                name="pools_poolmembership_fixed_share_not_below_zero",
                violation_error_message=_("Please give an amount that is not below zero."),
            ),
            models.CheckConstraint(
                condition=models.Q(previewed_share__isnull=True, previewed_at__isnull=True)
                | models.Q(previewed_share__isnull=False, previewed_at__isnull=False),
                name="pools_poolmembership_preview_has_a_time",
                violation_error_message=_("A share that was looked at has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.pool_id}"

    @property
    def is_open(self) -> bool:
        return self.left_at is None

    @property
    def pays(self) -> bool:
        """Whether this person pays now; who waits for an answer about their money does not yet."""
        return self.pooled_part != PooledPart.WAITING
