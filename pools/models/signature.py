from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class WayOfReading(models.TextChoices):
    """How somebody had the agreement before them when they signed."""

    EASY_READ = "easy_read", _("In Easy Read")
    LARGE_PRINT = "large_print", _("In large print")
    READ_ALOUD = "read_aloud", _("Read aloud to me")
    LANGUAGE = "language", _("In my language")
    BSL = "bsl", _("Signed, in British Sign Language")


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> "SignatureQuerySet":
        """Those that nobody has taken back."""
        return self.filter(withdrawal__isnull=True)


class Signature(AreaModel):
    """
    One member's name under one version of an agreement.

    What they agree to is kept apart: to be in the pool, to the cost (`share` is the amount that they were shown), and
    that they know the warning about liability. PostgreSQL refuses a signature by somebody who is not in the pool, to
    an older version, or to another amount than the agreement's (trigger `pools_signature_by_a_member`).

    Somebody who took theirs back may sign again: `number` counts how often they have signed this version. One that
    stands allows no other. `had_it_in` says how they read it. Where everybody who signs `waives_cooling_off`, nobody
    waits before buying, and nobody takes a signature back after the last.
    """

    agreement = AreaForeignKey("pools.Agreement", on_delete=models.PROTECT, related_name="signatures")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField(default=1)
    typed_name = models.CharField(_("your name"), max_length=120)
    agrees_to_pool = models.BooleanField(_("I agree to be in this pool"))
    agrees_to_cost = models.BooleanField(_("I agree to this cost"))
    knows_liability = models.BooleanField(_("I know that each of us can be asked to pay"))
    share = models.DecimalField(max_digits=12, decimal_places=2)
    supporter_name = models.CharField(_("who helped you"), max_length=120, blank=True)
    witness_name = models.CharField(_("who saw you sign"), max_length=120, blank=True)
    had_it_in = ArrayField(models.CharField(max_length=11, choices=WayOfReading), default=list, blank=True)
    waives_cooling_off = models.BooleanField(_("I do not want to wait"), default=False)
    signed_at = models.DateTimeField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "profile", "number"],
                name="pools_signature_once_for_each_person",
                violation_error_message=_("You have signed this already."),
            ),
            models.CheckConstraint(
                condition=Q(agrees_to_pool=True, agrees_to_cost=True),
                name="pools_signature_agrees_to_pool_and_to_cost",
                violation_error_message=_("To sign, agree to be in the pool and to the cost."),
            ),
            models.CheckConstraint(
                condition=Q(knows_liability=True),
                name="pools_signature_knows_liability",
                violation_error_message=_("To sign, say that you know that each of us can be asked to pay."),
            ),
            models.CheckConstraint(
                condition=~Q(typed_name__regex=r"^\s*$"),
                name="pools_signature_typed_name_not_blank",
                violation_error_message=_("Type your name."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="pools_signature_number_from_one",
                violation_error_message=_("The first signature is number 1."),
            ),
            models.CheckConstraint(
                condition=Q(had_it_in__contained_by=WayOfReading.values),
                name="pools_signature_ways_of_reading_known",
                violation_error_message=_("Choose how you had it from the list."),
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0),
                name="pools_signature_share_not_below_zero",
                violation_error_message=_("A share is not below zero."),
            ),
            AppendOnly(name="pools_signature_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.typed_name} under {self.agreement_id}"

    @property
    def ways_of_reading(self) -> list[str]:
        """How they had it, in words."""
        return [str(WayOfReading(way).label) for way in self.had_it_in]
