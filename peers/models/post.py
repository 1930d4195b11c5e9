from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class PostQuerySet(ModeratedQuerySet["Post"]):
    """What members wrote, for its readers."""


class Post(Moderated):
    """Something that a member wrote in a group."""

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, related_name="posts")
    text = models.TextField(_("text"), max_length=5000)

    objects = PostQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["group", "-submitted_at", "-id"], name="peers_post_newest_first")]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_post_text_not_blank",
                violation_error_message=_("Write something first."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('peers:group', args=[self.group_id])}#post-{self.pk}"
