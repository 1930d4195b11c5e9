from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class Audience(models.TextChoices):
    GROUP = "group", _("Everyone in the group")
    AREA = "area", _("Every member of the area")


class AnnouncementQuerySet(ModeratedQuerySet["Announcement"]):
    """What members wrote, for its readers."""


class Announcement(Moderated):
    """News from a group's organiser that goes to each person of its audience, once it is published."""

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="announcements")
    audience = models.CharField(_("who it is for"), max_length=5, choices=Audience, default=Audience.GROUP)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=3000)

    objects = AnnouncementQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["group", "-submitted_at", "-id"], name="peers_announcement_newest")]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="peers_announcement_audience_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(title__regex=r"^\s*$"),
                name="peers_announcement_title_not_blank",
                violation_error_message=_("Give your news a title."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_announcement_text_not_blank",
                violation_error_message=_("Write your news first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("peers:announcement", args=[self.pk])
