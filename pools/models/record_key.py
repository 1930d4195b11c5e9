from django.db import models
from django.utils.translation import gettext_lazy as _

from pools.cell_key import KEYS
from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel


class RecordKey(AreaModel):
    """
    A member's secret random number, from which the noise in published counts comes.

    It never changes: the same people must give the same figure in every quarter, or else the noise could be averaged
    away. Nothing shows it to anybody, the member included.
    """

    profile = AreaOneToOneField("portal.Profile", on_delete=models.PROTECT, related_name="record_key")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__range=(0, KEYS - 1)),
                name="pools_recordkey_value_in_range",
                violation_error_message=_("A record key is a number from 0 to 255."),
            ),
            AppendOnly(name="pools_recordkey_append_only"),
        ]

    def __str__(self) -> str:
        return f"key of {self.profile_id}"
