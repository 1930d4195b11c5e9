"""Which area the running code works for, held in PostgreSQL's own settings so that no query can forget it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

_current_area_id: ContextVar[UUID | None] = ContextVar("current_area_id", default=None)


class UnableToEnterArea(RuntimeError):
    """The code is already working for another area."""


class OutsideEveryArea(RuntimeError):
    """The code asked for the current area, and there is none."""


def current_area_id() -> UUID:
    """
    The id of the area that this code works for.

    :raises OutsideEveryArea: no area was entered
    """
    area_id = _current_area_id.get()
    if area_id is None:
        raise OutsideEveryArea
    return area_id


@contextmanager
def area_context(area_id: UUID) -> Iterator[None]:
    """
    Work for one area: open a transaction in which only this area's rows can be seen and written.

    The setting is local to the transaction, so a pooled connection can never carry one area into another
    person's request. Entering the same area again inside is harmless.

    :raises UnableToEnterArea: inside another area; leave that one first
    """
    outer = _current_area_id.get()
    if outer not in (None, area_id):
        raise UnableToEnterArea(f"Already working for area {outer}")
    inside_transaction = connection.in_atomic_block
    with transaction.atomic():
        _set_area(str(area_id))
        token = _current_area_id.set(area_id)
        try:
            yield
        finally:
            _current_area_id.reset(token)
        if inside_transaction and not connection.needs_rollback:
            # The end of a transaction undoes the setting by itself; a released savepoint would keep it.
            _set_area(str(outer) if outer else "")


def _set_area(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.area', %s, true)", [value])


@contextmanager
def safeguarding_lead(profile_id: UUID) -> Iterator[None]:
    """
    Say to PostgreSQL who reads safeguarding cases, for as long as it takes; outside, nobody can.

    It opens nothing for whoever is no safeguarding lead of the area, nor a case to those whom it is about or from.
    """
    with transaction.atomic():
        _set_reader(str(profile_id))
        yield
        if not connection.needs_rollback:
            # A rollback undoes the setting by itself; a released savepoint would keep it.
            _set_reader("")


def _set_reader(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.safeguarding', %s, true)", [value])


@contextmanager
def reports_role() -> Iterator[None]:
    """
    Run queries as `portal_reports`, which PostgreSQL allows to read the published demand tables and nothing else.

    :raises django.db.ProgrammingError: a query touched any other table
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE portal_reports")
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")
