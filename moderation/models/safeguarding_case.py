from typing import Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly, Narrowed
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel

_READER: Final = "(SELECT NULLIF(current_setting('portal.safeguarding', true), '')::uuid)"
# One plan for the whole statement: whether whoever reads is a safeguarding lead of this area.
_LEAD_READS: Final = (
    f"EXISTS (SELECT FROM portal_profile WHERE id = {_READER} AND roles @> ARRAY['safeguarding']::varchar[])"
)
_READER_HAS_NO_PART: Final = " AND ".join(
    f"{column} IS DISTINCT FROM {_READER}" for column in ("about_id", "reporter_id")
)


class SafeguardingCase(AreaModel):
    """
    A worry about somebody's safety, exactly as it was told. Never changed; what happens next is in its entries.

    Whoever is worried adds one and cannot read it: only the area's safeguarding leads can. PostgreSQL shows no row
    unless `portal.safeguarding` names one of them, and never one whom the case is about or from.
    """

    reporter = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    may_name_reporter = models.BooleanField(_("others may know who told us"), default=False)
    who = models.CharField(_("who it is about"), max_length=200, blank=True)
    about = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    version = AreaForeignKey("moderation.ContentVersion", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(_("what happened"), max_length=5000)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words__regex=r"^\s*$"),
                name="moderation_safeguardingcase_says_something",
            ),
            AppendOnly(name="moderation_safeguardingcase_append_only"),
            Narrowed(
                where=f"{_LEAD_READS} AND {_READER_HAS_NO_PART}",
                name="moderation_safeguardingcase_lead_only",
            ),
        ]

    def __str__(self) -> str:
        return self.who or str(_("A worry"))

    def get_absolute_url(self) -> str:
        return reverse("moderation:safeguarding_case", args=[self.pk])
