from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.models.pool import PurchaseKind
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ConsentKind(models.TextChoices):
    """Somebody outside the pool who may have to say yes."""

    LANDLORD = "landlord", _("Your landlord")
    CARE_PROVIDER = "care_provider", _("A care provider")
    COUNCIL = "council", _("The council")
    INSURER = "insurer", _("An insurance company")
    EMPLOYER = "employer", _("An employer")
    OTHER = "other", _("Somebody else")


# Whose yes we ask about, by what the pool buys. Members may add more.
CONSENTS_FOR = {
    PurchaseKind.EQUIPMENT: [ConsentKind.LANDLORD],
    PurchaseKind.LESSONS: [],
    PurchaseKind.OUTING: [],
    PurchaseKind.SUPPORT: [ConsentKind.COUNCIL],
    PurchaseKind.OTHER: [],
}


class ConsentNeed(models.TextChoices):
    UNANSWERED = "unanswered", _("Not answered yet")
    NEEDED = "needed", _("We need it")
    NOT_NEEDED = "not_needed", _("We do not need it")


class Consent(AreaModel):
    """
    The yes of somebody outside the pool. Only a paper makes it given: a spoken word does not.

    A consent that `blocks_purchase` stops the pool from buying until its paper is here, and again once it has run out.
    The row says which paper counts now; every paper that there ever was is a `ConsentPaper`.
    """

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(_("whose yes"), max_length=13, choices=ConsentKind)
    name = models.CharField(_("their name"), max_length=120, blank=True)
    need = models.CharField(max_length=10, choices=ConsentNeed, default=ConsentNeed.UNANSWERED)
    not_needed_reason = models.CharField(_("why you do not need it"), max_length=300, blank=True)
    blocks_purchase = models.BooleanField(default=True)
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    dated_on = models.DateField(_("the date on the paper"), null=True)
    valid_until = models.DateField(_("the last day that it counts"), null=True)
    given_at = models.DateTimeField(null=True)
    filed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "kind", "name"],
                name="pools_consent_asked_once",
                violation_error_message=_("This is on the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ConsentKind.values),
                name="pools_consent_kind_known",
                violation_error_message=_("Choose whose yes you need from the list."),
            ),
            models.CheckConstraint(
                condition=models.Q(need__in=ConsentNeed.values),
                name="pools_consent_need_known",
                violation_error_message=_("Choose an answer from the list."),
            ),
            models.CheckConstraint(
                condition=~models.Q(need=ConsentNeed.NOT_NEEDED) | ~models.Q(not_needed_reason__regex=r"^\s*$"),
                name="pools_consent_not_needed_has_a_reason",
                violation_error_message=_("Say why you do not need it."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    given_at__isnull=True,
                    file__isnull=True,
                    dated_on__isnull=True,
                    valid_until__isnull=True,
                    filed_by__isnull=True,
                )
                | models.Q(
                    given_at__isnull=False,
                    file__isnull=False,
                    dated_on__isnull=False,
                    filed_by__isnull=False,
                    need=ConsentNeed.NEEDED,
                ),
                name="pools_consent_given_in_writing",
                violation_error_message=_("Only a paper counts. Please add the file and its date."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("dated_on")),
                name="pools_consent_valid_after_its_date",
                violation_error_message=_("The last day cannot be before the date on the paper."),
            ),
        ]

    def __str__(self) -> str:
        return self.whom

    @property
    def whom(self) -> str:
        """Whose yes it is, as people say it."""
        return self.name or self.get_kind_display()

    @property
    def is_unanswered(self) -> bool:
        return self.need == ConsentNeed.UNANSWERED

    @property
    def is_settled(self) -> bool:
        """Here in writing, or not needed. Whether the paper still counts, `holds_on` says."""
        return self.given_at is not None or self.need == ConsentNeed.NOT_NEEDED

    @property
    def is_given(self) -> bool:
        return self.given_at is not None

    def has_run_out(self, day: date) -> bool:
        """Whether the paper counted until a day before this one."""
        return self.valid_until is not None and self.valid_until < day

    def holds_on(self, day: date) -> bool:
        """Not needed, or here in writing and in date: nothing to wait for."""
        return self.is_settled and not self.has_run_out(day)
