from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.models import AreaModel


class District(AreaModel):
    """A part of an area, such as Banbury: as near as anyone needs to say where they live."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "slug"], name="portal_district_slug_unique")]

    def __str__(self) -> str:
        return self.name
