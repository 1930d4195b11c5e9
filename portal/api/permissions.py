"""The same permissions as the pages, for the API."""

from typing import TYPE_CHECKING, Any

from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from portal.permissions import Permission, is_allowed

if TYPE_CHECKING:
    # Django REST framework imports this module while it is still making its views.
    from rest_framework.views import APIView


class HasPermission(BasePermission):
    """
    Ask the view's `permission`, or `permissions[action]`, about the person.

    A view whose permission is about one thing gives it in `get_permission_thing()`; without that the person alone is
    asked. `hides = True` answers 404 instead of 403, for things that outsiders must not know of. People agree to the
    guidelines before anything else; a view that they need for that says `before_guidelines = True`.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        profile = request._request.profile
        if not request.user.is_authenticated:
            return False
        if profile is None:
            raise PermissionDenied("Please join this area first, on its website.")
        behind = profile.conduct_version < request._request.area.conduct_version
        if behind and not profile.is_commissioner and not getattr(view, "before_guidelines", False):
            raise PermissionDenied("Please read and accept the guidelines first: /api/v1/guidelines/.")
        permission: Permission = getattr(view, "permissions", {}).get(getattr(view, "action", None)) or view.permission
        thing = view.get_permission_thing() if hasattr(view, "get_permission_thing") else None
        if is_allowed(profile, permission, thing):
            return True
        if getattr(view, "hides", False):
            raise NotFound
        return False

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        return True
