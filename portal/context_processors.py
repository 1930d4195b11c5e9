"""What every page shows: the area, the person, how they read, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.navigation import navigation_for


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Works without an area, before sign-in, and for a request that failed early."""
    profile, preferences = getattr(request, "profile", None), getattr(request, "preferences", None)
    helping = getattr(request, "helping", None)
    return {
        "area": getattr(request, "area", None),
        "profile": profile,
        "preferences": preferences,
        "easy_read": getattr(request, "easy_read", False),
        "easy_read_url": _with_easy(request, "1"),
        "standard_url": _with_easy(request, "0"),
        "unread_notices": getattr(request, "unread_notices", 0),
        "helping": helping,
        # Whoever helps sees the places of help, not all that the member can do.
        "navigation": [] if helping else navigation_for(profile, request.path),
        "portal_domain": settings.PORTAL_DOMAIN,
    }


def _with_easy(request: HttpRequest, value: str) -> str:
    query = request.GET.copy()
    query["easy"] = value
    return f"{request.path}?{query.urlencode()}"
