"""A chat's page that is open in a browser: what it is told, and what it tells."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from peers.models import ChatRoom
from peers.operations.chat import come_in, go_out
from peers.operations.chat_news import place_of
from peers.rules import may_read_chat, may_write_in_chat
from portal.areas.context import area_context
from portal.models import Area, Profile
from portal.request import ONLY_IN_AREA

# The browser's own codes begin at 4000. A page that gets this one asks to be loaded again, which says why.
NOT_YOURS: Final = 4403
# A key is pressed more often than anybody needs to know.
TYPING_AT_MOST_EVERY: Final = timedelta(seconds=2)


class ChatPageConsumer(AsyncJsonWebsocketConsumer):
    """
    One open page of one chat.

    It never decides what may be read: each message says for whom it is meant, as the database said when it was sent.
    What the page sends is only that it is open, and that somebody is typing.
    """

    room: ChatRoom
    profile: Profile

    async def connect(self) -> None:
        self.told_typing_at = timezone.now() - TYPING_AT_MOST_EVERY
        self.place = None
        if not await database_sync_to_async(self._comes_in)():
            # A refusal before the connection stands would reach the page without its code.
            await self.accept()
            await self.close(NOT_YOURS)
            return
        self.place = place_of(self.room)
        await self.channel_layer.group_add(self.place, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if self.place is not None:
            await self.channel_layer.group_discard(self.place, self.channel_name)
            await database_sync_to_async(self._goes_out)()

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        told = content.get("type") if isinstance(content, dict) else None
        if told == "here" and not await database_sync_to_async(self._comes_in)():
            await self.close(NOT_YOURS)
        elif told == "typing" and timezone.now() - self.told_typing_at >= TYPING_AT_MOST_EVERY:
            self.told_typing_at = timezone.now()
            if await database_sync_to_async(self._may_write)():
                event = {"type": "chat.typing", "who": str(self.profile.pk), "name": str(self.profile)}
                await self.channel_layer.group_send(self.place, event)

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None

    # What others tell.

    async def chat_message(self, event: dict[str, Any]) -> None:
        if self._is_meant_for_me(event):
            html = event["own" if event["author"] == str(self.profile.pk) else "others"]
            await self.send_json({"type": "message", "id": event["id"], "html": html})

    async def chat_gone(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "gone", "id": event["id"]})

    async def chat_here(self, event: dict[str, Any]) -> None:
        if self._is_meant_for_me(event):
            await self.send_json({"type": "here", "html": event["html"]})
        elif not await database_sync_to_async(self._comes_in)():
            await self.close(NOT_YOURS)

    async def chat_typing(self, event: dict[str, Any]) -> None:
        if event["who"] != str(self.profile.pk):
            await self.send_json({"type": "typing", "name": event["name"]})

    def _is_meant_for_me(self, event: dict[str, Any]) -> bool:
        return str(self.profile.pk) in event["audience"]

    # What the database says, in a thread.

    def _comes_in(self) -> bool:
        """Whether this person, signed in as they are at this moment, may read the chat; if so, they are here."""
        area = self._area()
        if area is None or (user := self._user(area)) is None:
            return False
        with area_context(area.pk):
            profile = Profile.objects.filter(user_id=user).first()
            room = ChatRoom.objects.with_people().filter(pk=self._room_id()).first()
            if profile is None or room is None or not may_read_chat(profile, room):
                return False
            self.profile, self.room = profile, room
            come_in(room=room, by=profile, now=timezone.now())
            return True

    def _goes_out(self) -> None:
        with area_context(self.room.area_id):
            go_out(room=self.room, by=self.profile, now=timezone.now())

    def _may_write(self) -> bool:
        with area_context(self.room.area_id):
            return may_write_in_chat(self.profile, self.room)

    def _area(self) -> Area | None:
        host = dict(self.scope["headers"]).get(b"host", b"").decode("latin-1").partition(":")[0].lower()
        return Area.objects.filter(slug=host.removesuffix(f".{settings.PORTAL_DOMAIN}")).first()

    def _user(self, area: Area) -> Any:
        """Who is signed in here as the session is now: whoever signed out in another tab is not here any more."""
        request = HttpRequest()
        request.session = SessionStore(self.scope["cookies"].get(settings.SESSION_COOKIE_NAME))
        if request.session.get(ONLY_IN_AREA, str(area.pk)) != str(area.pk):
            return None
        user = get_user(request)
        return user.pk if user.is_authenticated and user.is_active else None

    def _room_id(self) -> UUID:
        room_id: UUID = self.scope["url_route"]["kwargs"]["pk"]
        return room_id
