"""The abstract model that every table of an area inherits."""

from typing import Any

from django.db import models
from django.db.models.base import ModelBase
from uuid_utils.compat import uuid7

from portal.areas.constraints import RowLevelSecurity, SameArea
from portal.areas.expressions import CurrentArea
from portal.areas.fields import AREA_FOREIGN_KEYS


class AreaModelBase(ModelBase):
    """Adds the area's constraints to each concrete model, so that no model can forget them."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> "AreaModelBase":
        model = super().__new__(mcs, name, bases, attrs, **kwargs)
        options = model._meta
        if options.abstract or options.proxy:
            return model
        table = options.db_table
        # The migration writer copies constraints only where Meta names them: say that it does.
        options.constraints = options.original_attrs["constraints"] = [
            *options.constraints,
            RowLevelSecurity(name=f"{table}_area_policy"[:63]),
            models.UniqueConstraint(fields=["area", "id"], name=f"{table}_area_key"[:63]),
            *(
                SameArea(field=field.name, name=f"{table}_{field.name}_same_area"[:63])
                for field in options.local_fields
                if isinstance(field, AREA_FOREIGN_KEYS)
            ),
        ]
        return model


class AreaModel(models.Model, metaclass=AreaModelBase):
    """
    A row that belongs to one area.

    `area` is filled by the database from the current area, and PostgreSQL refuses to show or write another area's
    rows. Keys to other area tables are `AreaForeignKey`s.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    area = models.ForeignKey(
        "portal.Area", on_delete=models.PROTECT, db_default=CurrentArea(), editable=False, related_name="+"
    )

    class Meta:
        abstract = True
