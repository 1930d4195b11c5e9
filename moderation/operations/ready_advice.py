"""Advice that champions give again and again: written once, changed, and out of use when it is no good any more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.models import ReadyAdvice, Reason
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToKeepAdvice(Refusal):
    """There are no words, the same words are there already, or it is out of use."""


@transaction.atomic
def add_ready_advice(*, reason: Reason, text: str, by: Profile, now: datetime) -> ReadyAdvice:
    """
    Put advice into the area's collection, for every champion to use.

    :raises UnableToKeepAdvice: no words, or the same are there already
    """
    advice = ReadyAdvice(reason=reason, text=text.strip(), written_by=by, written_at=now)
    with told_as(UnableToKeepAdvice, model=ReadyAdvice, field="text"):
        advice.save()
    record(by=by, action="add_ready_advice", subject=advice, now=now)
    return advice


@transaction.atomic
def change_ready_advice(*, advice: ReadyAdvice, reason: Reason, text: str, by: Profile, now: datetime) -> ReadyAdvice:
    """
    Put better advice in the place of some. What was given before stays with those decisions as it was.

    :raises UnableToKeepAdvice: out of use, no words, or the same are there already
    """
    retire_ready_advice(advice=advice, by=by, now=now)
    return add_ready_advice(reason=reason, text=text, by=by, now=now)


@transaction.atomic
def retire_ready_advice(*, advice: ReadyAdvice, by: Profile, now: datetime) -> ReadyAdvice:
    """
    Take advice out of use.

    :raises UnableToKeepAdvice: it is out of use already
    """
    advice = ReadyAdvice.objects.select_for_update().get(pk=advice.pk)
    if advice.retired_at is not None:
        raise UnableToKeepAdvice(_("This advice is not in use any more."))
    advice.retired_at = now
    advice.save(update_fields=["retired_at"])
    record(by=by, action="retire_ready_advice", subject=advice, now=now)
    return advice
