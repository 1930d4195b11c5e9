"""The audit trail."""

from datetime import datetime
from typing import Any

from portal.areas.models import AreaModel
from portal.helping import current_helping
from portal.models import AuditEvent, Profile


def record(*, by: Profile | None, action: str, subject: AreaModel, now: datetime, **detail: Any) -> AuditEvent:
    """
    Write down who did what. Called inside each operation, so the event stands or falls with what it tells of.

    Where a supporter is acting for a member just now, the event carries both.

    :param by: who did it; None for the portal itself
    :param detail: facts worth keeping, as JSON; never what people wrote, nor anything secret
    """
    helping = current_helping()
    return AuditEvent.objects.create(
        actor=by,
        supporter=helping.supporter if helping and by else None,
        delegation=helping.delegation if helping and by else None,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        detail=detail,
        at=now,
    )
