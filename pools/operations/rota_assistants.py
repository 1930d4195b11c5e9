"""Who works for a pool: named employers, an end that is known, and what the tax office has said."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.models import Assistant, HiredHow, Pool
from pools.operations.pool_status import lock_pool
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal
from portal.operations.stored_files import store_upload


class UnableToChangeAssistant(Refusal):
    """Not named, works for the pool already, or has ended."""


@dataclass(frozen=True, kw_only=True)
class AssistantDetails:
    """Who somebody is to the pool. `employers` are named, because liability cannot be passed on."""

    name: str
    hired_how: HiredHow
    employers: str
    starts_on: date
    fixed_until: date | None = None
    is_backup: bool = False
    owed_if_employed: Decimal = Decimal(0)
    owed_if_self_employed: Decimal = Decimal(0)


@transaction.atomic
def add_assistant(*, pool: Pool, details: AssistantDetails, by: Profile, now: datetime) -> Assistant:
    """
    Write down somebody who works for the pool.

    :raises UnableToChangeAssistant: nobody named, no employer named, the days the wrong way round, or there already
    """
    pool, _state = lock_pool(pool)
    with told_as(UnableToChangeAssistant, model=Assistant):
        assistant = Assistant.objects.create(
            pool=pool,
            name=details.name.strip(),
            hired_how=details.hired_how,
            employers=details.employers.strip(),
            starts_on=details.starts_on,
            fixed_until=details.fixed_until,
            is_backup=details.is_backup,
            owed_if_employed=details.owed_if_employed,
            owed_if_self_employed=details.owed_if_self_employed,
        )
    record(by=by, action="add_assistant", subject=assistant, now=now)
    return assistant


@transaction.atomic
def file_status(
    *,
    assistant: Assistant,
    words: str,
    dated_on: date,
    by: Profile,
    now: datetime,
    file: "UploadedFile[bytes] | None" = None,
) -> Assistant:
    """
    Keep what the tax office said somebody is, in its own words. The portal passes it on and judges nothing.

    :param file: its letter, a PDF or a picture
    :raises UnableToChangeAssistant: has ended, no words, or the date is still to come
    :raises UnableToStoreFile: no PDF and no picture
    """
    assistant = _current(assistant)
    if dated_on > timezone.localdate(now):
        raise UnableToChangeAssistant(_("The date on the answer is still to come. Please check it."), field="dated_on")
    assistant.status_words, assistant.status_on = words.strip(), dated_on
    if file is not None:
        assistant.status_file = store_upload(upload=file, by=by, now=now)
    with told_as(UnableToChangeAssistant, model=Assistant, field="words"):
        assistant.save()
    record(by=by, action="file_status", subject=assistant, now=now)
    return assistant


@transaction.atomic
def end_assistant(*, assistant: Assistant, ended_on: date, by: Profile, now: datetime) -> Assistant:
    """
    Write down somebody's last day. When another employer takes over, this ends and another begins.

    :raises UnableToChangeAssistant: has ended already, or the day is before the first
    """
    assistant = _current(assistant)
    assistant.ended_on = ended_on
    with told_as(UnableToChangeAssistant, model=Assistant, field="ended_on"):
        assistant.save(update_fields=["ended_on"])
    record(by=by, action="end_assistant", subject=assistant, now=now)
    return assistant


def _current(assistant: Assistant) -> Assistant:
    lock_pool(assistant.pool)
    assistant = Assistant.objects.get(pk=assistant.pk)
    if not assistant.is_current:
        raise UnableToChangeAssistant(_("This person does not work for you any more."))
    return assistant
