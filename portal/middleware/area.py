"""Each request works inside its area's transaction; a commissioner's also as the role that reads published figures."""

from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import ResolverMatch

from portal.areas.context import area_context, reports_role
from portal.models import Profile
from portal.request import ONLY_IN_AREA, PortalRequest

# Where a commissioner may go: the published figures, as `portal_reports`, and their own sign-in and preferences.
PUBLISHED = "demand"
OWN_ACCOUNT_NAMESPACES = {"", "account", "mfa", "usersessions"}
OWN_ACCOUNT_VIEWS = {
    "portal:area_home",
    "portal:preferences",
    "portal:switch_easy_read",
    "portal:accessibility",
    "portal:privacy",
    "portal:healthz",
    "portal:readyz",
    "portal:guidelines",
    "portal:help",
}


class AreaMiddleware:
    """
    Enter the area of the hostname and find the person's profile there.

    A response of 500 or more rolls the transaction back.
    """

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.profile, request.unread_notices = None, 0
        if request.area is None:
            return self.get_response(request)
        if request.session.get(ONLY_IN_AREA, str(request.area.pk)) != str(request.area.pk):
            # Whoever an area's champion let in is nobody elsewhere, should the cookie be carried there.
            request.user = AnonymousUser()
        with area_context(request.area.id):
            if request.user.is_authenticated:
                profiles = Profile.objects.select_related("district", "communication_needs").with_unread_notices()
                request.profile = profiles.filter(user=request.user).first()
                if request.profile is not None:
                    request.unread_notices = request.profile.unread_notices
                    # The two global rows are at hand already; keep them from being read again.
                    request.profile.area, request.profile.user = request.area, request.user
            with ExitStack() as request.role_of_reports:
                response = self.get_response(request)
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    transaction.set_rollback(True)
            return response

    def process_view(self, request: PortalRequest, view_func: object, view_args: object, view_kwargs: object) -> None:
        """Narrow a commissioner's request to what the council may see."""
        if request.profile is None or not request.profile.is_commissioner:
            return
        match = request.resolver_match
        if PUBLISHED in match.namespaces:
            request.role_of_reports.enter_context(reports_role())
        elif not is_own_account(match):
            raise Http404("The council does not look in here.")


def is_own_account(match: ResolverMatch) -> bool:
    """Whether a page is about the person's own sign-in and reading, in any area."""
    in_account = match.namespace in OWN_ACCOUNT_NAMESPACES and match.view_name.partition("_")[0] in {
        "account",
        "mfa",
        "usersessions",
        "static",
    }
    return in_account or match.view_name in OWN_ACCOUNT_VIEWS
