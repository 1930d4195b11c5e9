"""Where somebody is signed in, and how that ends."""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.models import User

# A note of when a browser was last used is written once in this time, not on each page.
NOTE_EVERY: Final = timedelta(hours=1)
# In a session: when its use was noted last.
NOTED_AT: Final = "use_noted_at"


@transaction.atomic
def end_sign_ins(*, user: User, but: str | None = None) -> int:
    """
    Sign a person out wherever they are signed in, in every area.

    :param but: the key of a session that goes on
    """
    others = UserSession.objects.filter(user=user).exclude(session_key=but)
    for ended in others:
        ended.end()
    return len(others)


def note_use(*, session_key: str, last: datetime | None, now: datetime) -> bool:
    """Note that a browser was used, unless that was noted within the hour. Says whether it did."""
    if last is not None and now - last < NOTE_EVERY:
        return False
    return bool(UserSession.objects.filter(session_key=session_key).update(last_seen_at=now))


def start_noting_use(*, request: HttpRequest, **_: Any) -> None:
    """Somebody has just signed in: that is a use, and the list has its time already."""
    request.session[NOTED_AT] = timezone.now().isoformat()


def end_after_a_way_in_was_taken_away(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody removed a passkey: perhaps with the telephone that it was on, which is signed in still."""
    end_sign_ins(user=user, but=request.session.session_key)
