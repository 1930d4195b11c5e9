"""SQL expressions about the current area."""

from django.db import models
from django.db.models.expressions import Func
from django.utils.deconstruct import deconstructible

CURRENT_AREA_SQL = "NULLIF(current_setting('portal.area', true), '')::uuid"


@deconstructible(path="portal.areas.expressions.CurrentArea")
class CurrentArea(Func):
    """The current area's id as PostgreSQL knows it; NULL outside every area, which the NOT NULL column then refuses."""

    template = CURRENT_AREA_SQL
    allowed_default = True
    output_field = models.UUIDField()
