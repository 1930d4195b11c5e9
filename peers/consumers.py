"""A chat's page that is open in a browser: what it is told, and what it tells."""

import asyncio
import json
from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
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
# A browser that is asleep or gone takes nothing; the others do not wait for it.
SECONDS_TO_TAKE_IT: Final = 5


class Place:
    """
    The open pages of one chat in this process. An event is heard and put into words once, and shown to all of them.

    What is meant for whom, the event itself says.
    """

    all: ClassVar[dict[str, "Place"]] = {}

    def __init__(self, name: str) -> None:
        self.name = name
        self.pages: set[ChatPageConsumer] = set()
        self.listens = asyncio.Event()
        self.task = asyncio.create_task(self._listen())

    @classmethod
    async def enter(cls, name: str, page: "ChatPageConsumer") -> "Place":
        place = cls.all.get(name)
        if place is None:
            place = cls.all[name] = cls(name)
        place.pages.add(page)
        await place.listens.wait()
        return place

    def leave(self, page: "ChatPageConsumer") -> None:
        self.pages.discard(page)
        if not self.pages and self.all.get(self.name) is self:
            del self.all[self.name]
            self.task.cancel()

    async def tell(self, event: dict[str, Any]) -> None:
        """Tell the pages of this place, in every process."""
        await get_channel_layer().group_send(self.name, event)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(self.name, channel)
        self.listens.set()
        try:
            while True:
                event = await layer.receive(channel)
                await getattr(self, event["type"].replace(".", "_"))(event)
        finally:
            await layer.group_discard(self.name, channel)

    # What is heard.

    async def chat_message(self, event: dict[str, Any]) -> None:
        own, others = (
            json.dumps({"type": "message", "id": event["id"], "html": event[name]}) for name in ("own", "others")
        )
        audience = set(event["audience"])
        await self._show(
            {
                page: own if page.profile_id == event["author"] else others
                for page in self.pages
                if page.profile_id in audience
            }
        )

    async def chat_gone(self, event: dict[str, Any]) -> None:
        text = json.dumps({"type": "gone", "id": event["id"]})
        await self._show(dict.fromkeys(self.pages, text))

    async def chat_here(self, event: dict[str, Any]) -> None:
        audience, text = set(event["audience"]), json.dumps({"type": "here", "html": event["html"]})
        outside = [page for page in self.pages if page.profile_id not in audience]
        await self._show({page: text for page in self.pages if page.profile_id in audience})
        for page in outside:
            await page.look_again()

    async def chat_typing(self, event: dict[str, Any]) -> None:
        text = json.dumps({"type": "typing", "name": event["name"]})
        await self._show({page: text for page in self.pages if page.profile_id != event["who"]})

    async def _show(self, texts: dict["ChatPageConsumer", str]) -> None:
        """Send each page its text. One that does not take it in time is closed, and comes back by itself."""
        sending = {asyncio.create_task(page.send(text)): page for page, text in texts.items()}
        if not sending:
            return
        sent, late = await asyncio.wait(sending, timeout=SECONDS_TO_TAKE_IT)
        for task in late:
            task.cancel()
        for task in {*late, *(task for task in sent if task.exception())}:
            self.leave(sending[task])


class ChatPageConsumer(AsyncJsonWebsocketConsumer):
    """
    One open page of one chat.

    It never decides what may be read: each message says for whom it is meant, as the database said when it was sent.
    What the page sends is only that it is open, and that somebody is typing.
    """

    room: ChatRoom
    profile: Profile
    profile_id: str

    async def connect(self) -> None:
        self.told_typing_at = timezone.now() - TYPING_AT_MOST_EVERY
        self.place: Place | None = None
        if not await database_sync_to_async(self._comes_in)():
            # A refusal before the connection stands would reach the page without its code.
            await self.accept()
            await self.close(NOT_YOURS)
            return
        await self.accept()
        self.place = await Place.enter(place_of(self.room), self)

    async def disconnect(self, code: int) -> None:
        if self.place is not None:
            self.place.leave(self)
            await database_sync_to_async(self._goes_out)()

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        told = content.get("type") if isinstance(content, dict) else None
        if self.place is None:
            return
        if told == "here":
            await self.look_again()
        elif told == "typing" and timezone.now() - self.told_typing_at >= TYPING_AT_MOST_EVERY:
            self.told_typing_at = timezone.now()
            if await database_sync_to_async(self._may_write)():
                await self.place.tell({"type": "chat.typing", "who": self.profile_id, "name": str(self.profile)})

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None

    async def look_again(self) -> None:
        """Stay open, if the person may still read the chat."""
        if not await database_sync_to_async(self._comes_in)():
            await self.close(NOT_YOURS)

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
            self.profile, self.profile_id, self.room = profile, str(profile.pk), room
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
