from django.db import models

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel


class ChatSittingQuerySet(models.QuerySet["ChatSitting"]):
    def current(self) -> "ChatSittingQuerySet":
        return self.filter(ended_at__isnull=True)


class ChatSitting(AreaModel):
    """
    A mentor sits beside a member in one chat, because that member asked. Everyone in the chat is told.

    The mentor reads what is said from `began_at` on, and nothing from before. Either of the two ends it.
    """

    room = AreaForeignKey("peers.ChatRoom", on_delete=models.PROTECT, related_name="sittings")
    member = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    mentor = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ChatSittingQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "member"],
                condition=models.Q(ended_at__isnull=True),
                name="peers_chatsitting_one_mentor_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("mentor")), name="peers_chatsitting_mentor_is_someone_else"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("began_at")),
                name="peers_chatsitting_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} beside {self.member_id}"
