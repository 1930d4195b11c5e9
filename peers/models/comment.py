from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class CommentQuerySet(ModeratedQuerySet["Comment"]):
    """What members wrote, for its readers."""


class Comment(Moderated):
    """An answer to a post."""

    post = AreaForeignKey("peers.Post", on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(_("text"), max_length=2000)

    objects = CommentQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["submitted_at", "id"]
        indexes = [models.Index(fields=["post", "submitted_at", "id"], name="peers_comment_oldest_first")]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_comment_text_not_blank",
                violation_error_message=_("Write something first."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return self.post.get_absolute_url()
