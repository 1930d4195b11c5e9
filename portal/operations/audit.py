"""The audit trail."""

from datetime import datetime
from typing import Any

from portal.areas.models import AreaModel
from portal.models import AuditEvent, Profile


def record(*, by: Profile | None, action: str, subject: AreaModel, now: datetime, **detail: Any) -> AuditEvent:
    """
    Write down who did what. Called inside each operation, so the event stands or falls with what it tells of.

    :param by: who did it; None for the portal itself
    :param detail: facts worth keeping, as JSON; never what people wrote, nor anything secret
    """
    return AuditEvent.objects.create(
        actor=by, action=action, subject_kind=subject._meta.label_lower, subject_id=subject.pk, detail=detail, at=now
    )
