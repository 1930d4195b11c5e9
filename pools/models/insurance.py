from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class InsuranceModel(models.TextChoices):
    """The two ways to insure what people do together [000:337]."""

    JOINT = "joint", _("One policy for all of us")
    EACH = "each", _("Each of us has it in their own policy")


class Insurance(AreaModel):
    """How a pool is insured, and until when. The newest row counts."""

    pool = AreaForeignKey("pools.Pool", on_delete=models.PROTECT, related_name="insurances")
    model = models.CharField(_("how you are insured"), max_length=5, choices=InsuranceModel)
    insurer = models.CharField(_("the insurance company"), max_length=120)
    number = models.CharField(_("the number of the policy"), max_length=60, blank=True)
    valid_until = models.DateField(_("the last day that it covers"))
    file = AreaForeignKey("portal.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(model__in=InsuranceModel.values),
                name="pools_insurance_model_known",
                violation_error_message=_("Choose how you are insured."),
            ),
            models.CheckConstraint(
                condition=~models.Q(insurer__regex=r"^\s*$"),
                name="pools_insurance_insurer_not_blank",
                violation_error_message=_("Give the name of the insurance company."),
            ),
            AppendOnly(name="pools_insurance_append_only"),
        ]

    def __str__(self) -> str:
        return self.insurer

    def holds_on(self, day: date) -> bool:
        return day <= self.valid_until
