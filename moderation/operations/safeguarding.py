"""What a safeguarding lead notes, does and decides about a worry that somebody told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moderation.models import EntryKind, SafeguardingCase, SafeguardingEntry
from moderation.queries import case_for, is_closed
from portal.areas.context import safeguarding_lead
from portal.models import Profile
from portal.operations.refusal import Refusal


class UnableToWriteInCase(Refusal):
    """It is not theirs to read, it is closed or open already, or nothing was written."""


@transaction.atomic
def add_to_case(*, case_id: UUID, kind: EntryKind, words: str, by: Profile, now: datetime) -> SafeguardingEntry:
    """
    Add a note or a step to a case, close it with its outcome, or open it again with the reason.

    The entry is the audit event: it is never changed, and only who may read the case can read it.

    :raises UnableToWriteInCase: by anybody but a lead without a part in it; a closed case can only be opened again
    """
    words = words.strip()
    if not words:
        raise UnableToWriteInCase(_("Please write something first."), field="words")
    with safeguarding_lead(by.pk):
        # Lock the case: another lead may be closing it at this very moment.
        SafeguardingCase.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    case = case_for(by, case_id)
    if case is None:
        raise UnableToWriteInCase(_("Only a safeguarding lead who has no part in it can write here."))
    if is_closed(case) and kind != EntryKind.REOPENED:
        raise UnableToWriteInCase(_("This case is closed. Open it again first."), field="kind")
    if not is_closed(case) and kind == EntryKind.REOPENED:
        raise UnableToWriteInCase(_("This case is open already."), field="kind")
    with safeguarding_lead(by.pk):
        return SafeguardingEntry.objects.create(case=case, kind=kind, words=words, by=by, at=now)
