from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaOneToOneField
from portal.areas.models import AreaModel


class Findability(AreaModel):
    """That somebody chose to be found by other members who like the same. Without this row nobody finds them."""

    profile = AreaOneToOneField("portal.Profile", on_delete=models.CASCADE, related_name="findability")
    wants_company = models.BooleanField(_("would like somebody to go with"), default=False)
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.profile_id} can be found"
