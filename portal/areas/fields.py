"""Foreign keys that cannot point into another area."""

from typing import Any

from django.db import models


class AreaForeignKey(models.ForeignKey):
    """
    A foreign key between two area tables.

    PostgreSQL's foreign keys look past row-level security: with a guessed id, a row of one area could point at a row
    of another. So the plain constraint is left out, and `AreaModel` adds one over `(area_id, this column)` instead.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class AreaOneToOneField(models.OneToOneField):
    """A one-to-one link between two area tables, held by a composite key like `AreaForeignKey`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


AREA_FOREIGN_KEYS = (AreaForeignKey, AreaOneToOneField)
