from django.db import models

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class StoredFile(AreaModel):
    """
    A file's bytes, kept in the database so that row-level security guards them and a job's result is there or is not.

    Never changed: a new version is a new row.
    """

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="stored_files")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="portal_storedfile_not_empty"),
            AppendOnly(name="portal_storedfile_append_only"),
        ]

    def __str__(self) -> str:
        return self.name
