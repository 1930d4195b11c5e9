"""When each browser was last used, for the list of where somebody is signed in."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone

from portal.operations.sign_ins import NOTED_AT, note_use
from portal.request import PortalRequest


class LastUseMiddleware:
    """Note the use of a signed-in browser, once an hour. The time of the note is in the session itself."""

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated and request.api_token is None:
            noted, now = request.session.get(NOTED_AT), timezone.now()
            last = datetime.fromisoformat(noted) if noted else None
            if note_use(session_key=request.session.session_key, last=last, now=now):
                request.session[NOTED_AT] = now.isoformat()
        return self.get_response(request)
