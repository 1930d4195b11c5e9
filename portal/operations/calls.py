"""The call sheet: what champions tell people on the telephone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.models import CallAttempt, CallOutcome, Channel, Notification, Profile
from portal.models.notification import NotificationState
from portal.operations.audit import record
from portal.operations.refusal import Refusal


class UnableToRecordCall(Refusal):
    """It is not on the call sheet any more."""


@transaction.atomic
def record_call(*, notification: Notification, outcome: CallOutcome, by: Profile, now: datetime) -> CallAttempt:
    """
    Write down how a call went. Told is told; after anything else the line stays on the sheet.

    :raises UnableToRecordCall: told already, or the person wants to be told in another way now
    """
    # Lock the line: another champion may have told them at this very moment.
    line = Notification.objects.select_for_update().get(pk=notification.pk)
    if line.channel != Channel.PHONE or line.state != NotificationState.READY:
        raise UnableToRecordCall(_("This is not on the call sheet any more. Somebody has told them already."))
    attempt = CallAttempt.objects.create(notification=line, outcome=outcome, by=by, at=now)
    if outcome == CallOutcome.TOLD:
        line.state, line.sent_at = NotificationState.SENT, now
        line.save(update_fields=["state", "sent_at"])
    record(by=by, action="record_call", subject=attempt, now=now, outcome=outcome)
    return attempt
