"""A request of somebody who is helping a member: it runs as the member, within what the member has ticked."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.helping import Helping, helps, may_reach, why_not
from portal.models import Delegation, Profile
from portal.request import HELPING, PortalRequest


class HelpingMiddleware:
    """
    Set `request.helping`, and put the member in the supporter's place on `request.profile`.

    Only a browser's session can help: a token acts for its own person, whatever their browser does. What the table in
    `portal.helping` does not bind is refused with a sentence. Once the member has stopped it, the next click is
    refused too, and nothing that it sent is done.
    """

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.helping, request.helping_ended = None, None
        chosen = None if request.api_token else request.session.get(HELPING)
        if chosen is None or request.area is None or request.profile is None:
            return self.get_response(request)
        delegations = Delegation.objects.in_force(on=timezone.localdate()).select_related("supporter")
        delegation = delegations.filter(pk=chosen, supporter=request.profile).first()
        if delegation is None:
            del request.session[HELPING]
            request.helping_ended = Delegation.objects.select_related("member").filter(pk=chosen).first()
            return self.get_response(request)
        member = Profile.objects.select_related("district", "communication_needs", "user").get(pk=delegation.member_id)
        member.area, delegation.member = request.area, member
        request.helping = Helping(delegation=delegation, supporter=request.profile, member=member)
        # The member's notices are the member's own.
        request.profile, request.unread_notices = member, 0
        with helps(request.helping):
            return self.get_response(request)

    def process_view(
        self, request: PortalRequest, view_func: object, view_args: object, view_kwargs: object
    ) -> HttpResponse | None:
        route = request.resolver_match.view_name
        if request.helping_ended is not None and route != "account_logout":
            return refused(request, "portal/help_has_ended.html", delegation=request.helping_ended)
        if request.helping is None or may_reach(request.helping.scopes, route, method=str(request.method)):
            return None
        if route == "portal:area_home":
            return redirect("portal:helping_now")
        return refused(request, "portal/cannot_help.html", sentence=why_not(route))


def refused(request: PortalRequest, template: str, **context: object) -> HttpResponse:
    """A page for a person; for a program, the same in the API's own way."""
    if request.path.startswith("/api/"):
        sentence = "A supporter can do this on the pages only, and within what the member has ticked."
        return JsonResponse({"detail": sentence}, status=HTTPStatus.FORBIDDEN)
    return TemplateResponse(request, template, context, status=HTTPStatus.FORBIDDEN)
