from datetime import datetime

from django.db import models

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ChatVisitQuerySet(models.QuerySet["ChatVisit"]):
    def here(self, *, now: datetime) -> "ChatVisitQuerySet":
        return self.filter(here_until__gt=now)


class ChatVisit(AreaModel):
    """When somebody last looked into a chat, and until when we take them to be there."""

    room = AreaForeignKey("peers.ChatRoom", on_delete=models.CASCADE, related_name="visits")
    profile = AreaForeignKey("portal.Profile", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    here_until = models.DateTimeField()

    objects = ChatVisitQuerySet.as_manager()

    class Meta:
        ordering = ["seen_at", "id"]
        constraints = [models.UniqueConstraint(fields=["room", "profile"], name="peers_chatvisit_once")]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.room_id}"
