"""Celery as a doorbell: the row in the database is the work, the message only says that it is there."""

import time
from typing import Any, Final

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from portal.areas.context import current_area_id
from portal.celery import app

# A request may have ten people to tell. It stands at a dead bell once; for the rest, the sweep comes round anyway.
SILENCE_SECONDS: Final = 10

log = structlog.get_logger("portal.doorbell")


def ring(task: str, **arguments: Any) -> None:
    """
    Ask a worker to look at a pending row, after this transaction has been committed.

    A doorbell that nobody hears is no loss: the beat's sweep finds the row later.

    :param task: the task's name; it gets `area_id` and these arguments, all plain strings and numbers
    """
    arguments = {"area_id": str(current_area_id()), **{name: _plain(value) for name, value in arguments.items()}}
    transaction.on_commit(lambda: _bell.ring(task, arguments))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool) or value is None else str(value)


class _Bell:
    """Rings, and after a ring that nobody heard keeps still for a while."""

    def __init__(self) -> None:
        self.still_until = 0.0

    def ring(self, task: str, arguments: dict[str, Any]) -> None:
        if time.monotonic() < self.still_until:
            return
        try:
            app.send_task(task, kwargs=arguments)
        except OperationalError:
            self.still_until = time.monotonic() + SILENCE_SECONDS
            log.warning("doorbell not heard", task=task)


_bell = _Bell()
