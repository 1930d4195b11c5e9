from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated, ModeratedQuerySet
from portal.areas.fields import AreaForeignKey


class ChatMessageQuerySet(ModeratedQuerySet["ChatMessage"]):
    """What members wrote, for its readers."""


class ChatMessage(Moderated):
    """One thing that somebody said in a chat."""

    room = AreaForeignKey("peers.ChatRoom", on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(_("text"), max_length=1000)

    objects = ChatMessageQuerySet.as_manager()

    class Meta(Moderated.Meta):
        ordering = ["submitted_at", "id"]
        indexes = [
            models.Index(fields=["room", "-submitted_at", "-id"], name="peers_chatmessage_newest"),
            # How much somebody has just said, for the limit on it.
            models.Index(fields=["author", "-submitted_at"], name="peers_chatmessage_of_author"),
        ]
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(text__regex=r"^\s*$"),
                name="peers_chatmessage_text_not_blank",
                violation_error_message=_("Write something first."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.room.get_absolute_url()}#message-{self.pk}"
