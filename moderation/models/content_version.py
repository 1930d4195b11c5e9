from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ContentVersion(AreaModel):
    """
    A text exactly as its author sent it, so that a decision and its advice stay beside the words they are about.

    `content_kind` is the model's label, such as "peers.post", and `content_id` its row. `warned_of` names
    what its author was asked about and wanted in it all the same, such as a telephone number.
    """

    content_kind = models.CharField(max_length=60)
    content_id = models.UUIDField()
    number = models.PositiveIntegerField()
    author = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    warned_of = ArrayField(
        models.CharField(max_length=12), verbose_name=_("what its author was warned of"), default=list, db_default=[]
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["content_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["content_id", "number"], name="moderation_contentversion_number_unique"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="moderation_contentversion_number_from_one"),
            AppendOnly(name="moderation_contentversion_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
