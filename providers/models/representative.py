from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from providers.models.organisation import Organisation


class Representative(AreaModel):
    """Somebody who speaks for an organisation here."""

    organisation = AreaForeignKey(Organisation, on_delete=models.CASCADE, related_name="representatives")
    profile = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="represents")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "profile"],
                name="providers_representative_unique",
                violation_error_message=_("This person speaks for the organisation already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} speaks for {self.organisation_id}"
