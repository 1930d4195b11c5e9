from django.db import models
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.areas.fields import AreaForeignKey
from portal.areas.models import AreaModel
from portal.models import Profile


class ChatRoomQuerySet(models.QuerySet["ChatRoom"]):
    def with_people(self) -> "ChatRoomQuerySet":
        return self.select_related("group", "one", "other")

    def between(self, one: Profile, other: Profile) -> "ChatRoomQuerySet":
        return self.filter(models.Q(one=one, other=other) | models.Q(one=other, other=one))


class ChatRoom(AreaModel):
    """
    Where people talk: everyone of a group, or two members who both agreed.

    Two people have one room for good. Either may end their chat; what was said stays, and a new yes of both opens it.
    """

    group = AreaForeignKey("peers.Group", on_delete=models.PROTECT, null=True, related_name="chat_rooms")
    one = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    other = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = AreaForeignKey("portal.Profile", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChatRoomQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group"], name="peers_chatroom_one_for_a_group"),
            models.UniqueConstraint(
                "area", Least("one", "other"), Greatest("one", "other"), name="peers_chatroom_one_for_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(group__isnull=False, one__isnull=True, other__isnull=True)
                | models.Q(group__isnull=True, one__isnull=False, other__isnull=False),
                name="peers_chatroom_of_a_group_or_of_two",
            ),
            models.CheckConstraint(
                condition=models.Q(one__isnull=True) | ~models.Q(one=models.F("other")),
                name="peers_chatroom_with_somebody_else",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(
                    ended_at__isnull=False,
                    ended_at__gte=models.F("opened_at"),
                    ended_by__isnull=False,
                    group__isnull=True,
                ),
                name="peers_chatroom_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"chat {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("peers:chat", args=[self.pk])

    @property
    def is_of_group(self) -> bool:
        return self.group_id is not None

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None

    def partner_of(self, profile: Profile) -> Profile | None:
        """The other one of two; None in a group's chat."""
        return self.other if self.one_id == profile.pk else self.one

    def name_for(self, profile: Profile) -> str:
        """What this person calls the chat: the group's name, or who the other one is."""
        if self.group is not None:
            return self.group.name
        if profile.pk in (self.one_id, self.other_id):
            return str(self.partner_of(profile))
        return _("%(one)s and %(other)s") % {"one": self.one, "other": self.other}
