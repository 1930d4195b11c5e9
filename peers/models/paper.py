from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.fields import AreaForeignKey, AreaOneToOneField
from portal.areas.models import AreaModel


class PaperKind(models.TextChoices):
    PAPER = "paper", _("Paper for a meeting")
    MINUTES = "minutes", _("Minutes of a meeting")
    DATES = "dates", _("Dates of meetings")
    NEWSLETTER = "newsletter", _("Newsletter")


class Paper(AreaModel):
    """A document of a group, for those who may read the group. Nobody else can tell that it exists."""

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=PaperKind, default=PaperKind.PAPER)
    title = models.CharField(_("title"), max_length=120)
    date = models.DateField(_("date"))
    file = AreaOneToOneField("portal.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["group", "-date", "-id"], name="peers_paper_newest_first")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PaperKind.values), name="peers_paper_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="peers_paper_title_not_blank",
                violation_error_message=_("Give the paper a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
