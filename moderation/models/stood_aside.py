from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.areas.constraints import AppendOnly
from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class WhyAside(models.TextChoices):
    """Why somebody would rather not judge a text."""

    KNOWS = "knows", _("I know the person, or whom it is about")
    WORKS = "works", _("It is about my work, or about whom I work with")
    UNFAIR = "unfair", _("It would be hard for me to be fair")


class StoodAside(AreaModel):
    """
    That a champion does not judge a text, in any of its versions. Never changed.

    `content_id` is the row of the text, as in `ContentVersion`.
    """

    content_id = models.UUIDField()
    champion = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=8, choices=WhyAside)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_id", "champion"],
                name="moderation_stoodaside_once",
                violation_error_message=_("You have said so already. Somebody else decides about it."),
            ),
            models.CheckConstraint(condition=models.Q(why__in=WhyAside.values), name="moderation_stoodaside_why_known"),
            AppendOnly(name="moderation_stoodaside_append_only"),
        ]

    def __str__(self) -> str:
        return self.get_why_display()
