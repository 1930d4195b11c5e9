"""What the middleware adds to each request, for readers and type checkers."""

from contextlib import ExitStack

from django.http import HttpRequest

from portal.helping import Helping
from portal.models import ApiToken, Area, Delegation, Profile, User
from portal.preferences import Preferences

# In a session: the one area that it is good for, where somebody came in by a code of that area's champions.
ONLY_IN_AREA = "only_in_area"

# In a session: the delegation by which somebody helps a member just now.
HELPING = "helping"


class PortalRequest(HttpRequest):
    """
    A request as the views see it.

    On an area's host `area` is set; `profile` is the signed-in person's profile in that area, or None.
    """

    area: Area
    profile: Profile | None
    user: User
    api_token: ApiToken | None
    preferences: Preferences
    easy_read: bool
    unread_notices: int
    helping: Helping | None
    helping_ended: Delegation | None
    role_of_reports: ExitStack
