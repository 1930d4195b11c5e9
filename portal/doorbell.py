"""Celery as a doorbell: the row in the database is the work, the message only says that it is there."""

from typing import Any

import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from portal.areas.context import current_area_id
from portal.celery import app

log = structlog.get_logger("portal.doorbell")


def ring(task: str, **arguments: Any) -> None:
    """
    Ask a worker to look at a pending row, after this transaction has been committed.

    A doorbell that nobody hears is no loss: the beat's sweep finds the row later.

    :param task: the task's name; it gets `area_id` and these arguments, all plain strings and numbers
    """
    arguments = {"area_id": str(current_area_id()), **{name: _plain(value) for name, value in arguments.items()}}
    transaction.on_commit(lambda: _ring(task, arguments))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool) or value is None else str(value)


def _ring(task: str, arguments: dict[str, Any]) -> None:
    try:
        app.send_task(task, kwargs=arguments)
    except OperationalError:
        log.warning("doorbell not heard", task=task)
