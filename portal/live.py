"""
What is told at once to pages that are open, over a WebSocket.

Like the doorbell, it holds nothing: the rows are in the database, and a page that missed something shows it when it is
loaded again. Which apps have such pages, they tell when they are ready.
"""

from typing import Any, Final

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.urls import URLPattern
from redis.exceptions import RedisError

log = structlog.get_logger("portal.live")

LIVE_ADDRESSES: Final[list[URLPattern]] = []


def tell_pages(place: str, event: dict[str, Any]) -> None:
    """
    Tell every open page of one place something, after this transaction has been committed.

    :param place: letters, digits, hyphens and dots, such as "chat.<area>.<room>"
    :param event: plain values; its `type` names the consumer's method, with a dot for each underscore
    """
    transaction.on_commit(lambda: _send(place, event))


def _send(place: str, event: dict[str, Any]) -> None:
    try:
        async_to_sync(get_channel_layer().group_send)(place, event)
    except (RedisError, OSError) as fault:
        log.warning("open pages not told", place=place.partition(".")[0], fault=type(fault).__name__)
