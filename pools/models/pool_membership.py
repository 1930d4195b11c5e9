from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class PoolMembershipQuerySet(models.QuerySet["PoolMembership"]):
    def open(self) -> "PoolMembershipQuerySet":
        """People who are in now, in the order of joining: odd pennies go to the earliest."""
        return self.filter(left_at__isnull=True).order_by("joined_at", "id")


class PoolMembership(AreaModel):
    """
    One person's time in a pool. Somebody who left and came back has two rows.

    `previewed_share` is the number that the member has looked at and said so: a proposal may not ask anybody to agree
    to another number than that. `leaving_told_at` is when the others were told that this person may leave.
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
    induction_done_at = models.DateTimeField(null=True)
    induction_given_by = models.CharField(max_length=120, blank=True)
    disclaimer_at = models.DateTimeField(null=True)
    cleared_for_use_at = models.DateTimeField(null=True)

    objects = PoolMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
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
            models.CheckConstraint(
                condition=models.Q(cleared_for_use_at__isnull=True)
                | models.Q(induction_done_at__isnull=False, disclaimer_at__isnull=False),
                name="pools_poolmembership_use_needs_induction_and_disclaimer",
                violation_error_message=_("Nobody may use it before the induction and the disclaimer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.pool_id}"

    @property
    def is_open(self) -> bool:
        return self.left_at is None
