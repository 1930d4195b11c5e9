"""Who is asking, for the API: the person whom the middleware found, by session or by token."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PortalAuthentication(SessionAuthentication):
    """The signed-in person. A session needs the CSRF token, a request with an API token does not."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        if request._request.api_token is not None:
            return request._request.user, request._request.api_token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class PortalAuthenticationScheme(OpenApiAuthenticationExtension):
    target_class = PortalAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token …`, or the session cookie of a signed-in browser.",
        }
