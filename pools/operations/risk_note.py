"""One note about risks, for the members and for everybody who has to know: so that nobody starts again."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pools.models import Pool, PoolState, Risk, RiskNote, RiskNoteReading
from pools.operations.pool_status import lock_pool
from pools.queries.risks import RiskWords, latest_note, words_of
from portal.models import Profile
from portal.operations.audit import record
from portal.operations.constraints import told_as
from portal.operations.refusal import Refusal


class UnableToWriteRiskNote(Refusal):
    """Something is not said, the note has changed since, or the pool has ended."""


class UnableToReadRiskNote(Refusal):
    """There is a newer version."""


@transaction.atomic
def write_risk_note(
    *, pool: Pool, wanted: str, risks: Sequence[RiskWords], by: Profile, now: datetime, replaces: int | None = None
) -> RiskNote:
    """
    Write a version of the note. It starts from what somebody wants to do, and the risks come after [003:2340].

    :param replaces: the number of the version that the writer had before them; None where they do not say
    :raises UnableToWriteRiskNote: nothing is wanted, a risk is not whole, somebody has changed the note since, or the
        pool has ended
    """
    # Lock the pool: two people may be writing at this very moment, and neither must lose their words.
    pool, state = lock_pool(pool)
    if state == PoolState.ENDED:
        raise UnableToWriteRiskNote(_("This pool has ended."))
    earlier = latest_note(pool)
    version = earlier.version if earlier else 0
    if replaces is not None and replaces != version:
        raise UnableToWriteRiskNote(_("Somebody has just changed this note. Please look at it again."))
    with told_as(UnableToWriteRiskNote, model=RiskNote, field="wanted"):
        note = RiskNote.objects.create(
            pool=pool, version=version + 1, wanted=wanted.strip(), written_by=by, written_at=now
        )
    for place, risk in enumerate(risks, start=1):
        words = {name: value.strip() for name, value in asdict(risk).items()}
        with told_as(UnableToWriteRiskNote, model=Risk):
            Risk.objects.create(note=note, place=place, **words)
    record(by=by, action="write_risk_note", subject=note, now=now, version=note.version)
    return note


@transaction.atomic
def add_risk(*, pool: Pool, risk: RiskWords, by: Profile, now: datetime) -> RiskNote:
    """
    Add one risk to the note: a version more, with the rest as it was.

    :raises UnableToWriteRiskNote: nobody has said what they want to do, the risk is not whole, or the pool has ended
    """
    pool, _state = lock_pool(pool)
    note = _note_to_change(pool)
    return write_risk_note(pool=pool, wanted=note.wanted, risks=[*words_of(note), risk], by=by, now=now)


@transaction.atomic
def remove_risk(*, risk: Risk, by: Profile, now: datetime) -> RiskNote:
    """
    Take one risk out of the note: a version more, with the rest as it was. The earlier version keeps it.

    :raises UnableToWriteRiskNote: somebody has changed the note since, or the pool has ended
    """
    pool, _state = lock_pool(risk.note.pool)
    note = _note_to_change(pool)
    if risk.note_id != note.pk:
        raise UnableToWriteRiskNote(_("Somebody has just changed this note. Please look at it again."))
    others = [words for place, words in enumerate(words_of(note), start=1) if place != risk.place]
    return write_risk_note(pool=pool, wanted=note.wanted, risks=others, by=by, now=now)


@transaction.atomic
def read_risk_note(*, note: RiskNote, by: Profile, now: datetime) -> RiskNoteReading:
    """
    Say "I have read it", of the newest version. Saying it twice is saying it once.

    :raises UnableToReadRiskNote: there is a newer version
    """
    pool, _state = lock_pool(note.pool)
    if note != latest_note(pool):
        raise UnableToReadRiskNote(_("There is a newer version of this note. Please read that one."))
    reading, is_new = RiskNoteReading.objects.get_or_create(note=note, profile=by, defaults={"at": now})
    if is_new:
        record(by=by, action="read_risk_note", subject=note, now=now, version=note.version)
    return reading


def _note_to_change(pool: Pool) -> RiskNote:
    note = latest_note(pool)
    if note is None:
        raise UnableToWriteRiskNote(_("First say what you want to do. Then say what could go wrong."))
    return note
