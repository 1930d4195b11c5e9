"""Signing in to the API with a token."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse

from portal.models import ApiToken
from portal.request import PortalRequest


class ApiTokenMiddleware:
    """
    Set `request.user` from `Authorization: Token …` on the API's paths, before the area looks for the profile.

    `request.api_token` is then the token, and the request needs no CSRF token; otherwise it is None.
    """

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.api_token = None
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith("/api/") and scheme.lower() == "token":
            request.api_token = ApiToken.objects.for_secret(secret.strip()).select_related("user").first()
            if request.api_token is None:
                return JsonResponse({"detail": "This token is not known, or was taken back."}, status=401)
            request.user = request.api_token.user
        return self.get_response(request)
