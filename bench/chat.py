"""Chat: how long until what somebody says is on the pages of 200 others?"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect

from bench.figure import Figure
from peers.models import ChatRoom, Group
from peers.operations.chat import say
from portal.areas.context import area_context
from portal.embedded import LOOPBACK, free_port
from portal.launch import WEB_WORKER
from portal.models import ModerationLevel, Profile
from tests.factories.peers import make_group, make_group_chat, make_membership
from tests.factories.portal import make_area, make_member

MEMBERS = 200
MESSAGES = 40
PATIENCE_SECONDS = 180
WORDS = "Is anybody bringing a big pan on Thursday?"


def measure() -> Figure:
    """
    Time from the moment when a message stands in the database until it is on each of 200 open pages: it goes through
    Redis to a web server, which tells all pages. Beside it, the least that it could cost: the same words through a bare
    Redis, published once and heard by 200 who subscribed, in the same process and the same minute.

    Ratio of the 95th percentiles. Both are read by one busy Python process, which is much of either.
    """
    with area_context(make_area("oxfordshire", "Oxfordshire").pk):
        room, people = full_room()
    with web_server() as port:
        ours = asyncio.run(heard_on_pages(port, room, people))
    bare = asyncio.run(heard_from_redis())
    slow, least = percentile_95(ours), percentile_95(bare)
    detail = f"{MEMBERS} pages, {MESSAGES} messages: p95 {slow * 1000:.0f} ms, bare Redis {least * 1000:.0f} ms"
    return Figure(name="chat", ratio=slow / least, goal=5.0, detail=detail)


@contextmanager
def web_server() -> Iterator[int]:
    """A web server of its own, as the demo starts one; its port."""
    port = free_port()
    web = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.asgi",
        "--worker-class",
        WEB_WORKER,
        "--bind",
        f"{LOOPBACK}:{port}",
    ]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(web, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            give_up = time.monotonic() + PATIENCE_SECONDS
            while not is_ready(port):
                if time.monotonic() > give_up or server.poll() is not None:
                    log.seek(0)
                    raise AssertionError(log.read().decode()[-2000:])
                time.sleep(0.1)
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def is_ready(port: int) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def full_room() -> tuple[ChatRoom, list[Profile]]:
    """A group of 200 who have all its chat open."""
    people = [make_member(f"Member {number}", moderation_level=ModerationLevel.NONE) for number in range(MEMBERS)]
    group: Group = make_group(organiser=people[0])
    for person in people[1:]:
        make_membership(group, person)
    return make_group_chat(group), people


async def heard_on_pages(port: int, room: ChatRoom, people: list[Profile]) -> list[float]:
    """Seconds until each page had each message."""
    host = f"oxfordshire.localhost:{port}"
    cookies = await asyncio.to_thread(lambda: [signed_in(person) for person in people])
    pages = [
        await connect(
            f"ws://{host}/chats/{room.pk}/",
            host=LOOPBACK,
            port=port,
            additional_headers={"Cookie": cookie},
            origin=f"http://{host}",
            compression=None,
        )
        for cookie in cookies
    ]

    async def listen(page: ClientConnection) -> float:
        while json.loads(await page.recv())["type"] != "message":
            pass
        return time.perf_counter()

    def speak(number: int) -> float:
        with area_context(room.area_id):
            say(room=room, text=f"{WORDS} {number}", by=people[number], now=timezone.now())
            # First of what follows the commit: from here on the message stands in the database.
            began: list[float] = []
            connection.run_on_commit.insert(0, (set(), lambda: began.append(time.perf_counter()), False))
        connection.close()
        return began[0]

    async with asyncio.timeout(300):
        heard = await every_time(pages, listen, lambda number: asyncio.to_thread(speak, number))
    for page in pages:
        await page.close()
    return heard


async def heard_from_redis() -> list[float]:
    """Seconds until each of as many subscribers had each message, without us."""
    redis = Redis.from_url(settings.REDIS_URL, max_connections=MEMBERS + 10)
    listeners = [redis.pubsub(ignore_subscribe_messages=True) for _ in range(MEMBERS)]
    for listener in listeners:
        await listener.subscribe("bare")

    async def listen(listener: Any) -> float:
        while await listener.get_message(timeout=None) is None:
            pass
        return time.perf_counter()

    async def speak(number: int) -> float:
        began = time.perf_counter()
        await redis.publish("bare", f"{WORDS} {number}")
        return began

    async with asyncio.timeout(300):
        heard = await every_time(listeners, listen, speak)
    for listener in listeners:
        await listener.aclose()
    await redis.aclose()
    return heard


async def every_time(
    listeners: list[Any], listen: Callable[[Any], Awaitable[float]], speak: Callable[[int], Awaitable[float]]
) -> list[float]:
    seconds = []
    for number in range(MESSAGES):
        waiting = [asyncio.ensure_future(listen(listener)) for listener in listeners]
        await asyncio.sleep(0)
        began = await speak(number)
        seconds += [moment - began for moment in await asyncio.gather(*waiting)]
    return seconds


def signed_in(person: Profile) -> str:
    browser = Client()
    browser.force_login(person.user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def percentile_95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
