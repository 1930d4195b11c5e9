from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class JsonType(models.Func):
    """PostgreSQL's own name for what kind of JSON a value is."""

    function = "jsonb_typeof"
    output_field = models.CharField()


class AgreementDraft(AreaModel):
    """
    What the organiser has answered for the next version of a pool's agreement. It may have gaps.

    `terms` has the names and the kinds of values of `Agreement.terms`. Making the version takes the draft away.
    """

    pool = AreaOneToOneField("pools.Pool", on_delete=models.CASCADE, related_name="agreement_draft")
    terms = models.JSONField(default=dict)
    changed_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(JsonType("terms"), models.Value("object")),
                name="pools_agreementdraft_terms_have_names",
                violation_error_message=_("Each answer belongs to a question."),
            ),
        ]

    def __str__(self) -> str:
        return f"draft of {self.pool_id}"
