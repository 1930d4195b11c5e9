from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from portal.models import Area, Interest, Notification, Profile, Role
from portal.operations.notifications import absolute_url
from portal.profile_steps import ProfileTask, profile_tasks
from portal.request import PortalRequest

PASSKEY_LATER = "passkey_later"
NOTICES_SHOWN = 3


class AreaList(TemplateView):
    """The bare domain: every area, to choose one's own."""

    template_name = "portal/area_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        areas = [
            {"name": area.name, "tagline": area.tagline, "accent": area.accent, "url": absolute_url(area, "/")}
            for area in Area.objects.all()
        ]
        return super().get_context_data(areas=areas, domain=settings.PORTAL_DOMAIN, **kwargs)


class AreaHome(TemplateView):
    """An area's front page: what this is, for a stranger; what is new and next, for a member."""

    template_name = "portal/area_home.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = self.request.profile
        if profile is not None and not profile.is_commissioner:
            kwargs |= self.for_member(profile)
        interests = [] if profile and profile.is_commissioner else list(Interest.objects.all()[:12])
        return super().get_context_data(interests=interests, **kwargs)

    def for_member(self, profile: Profile) -> dict[str, Any]:
        """What is next for somebody who has joined, and what the portal has to tell them."""
        return {
            "is_member": profile.has_role(Role.MEMBER),
            "must_accept_guidelines": profile.conduct_version < self.request.area.conduct_version,
            "next_steps": steps_left(profile),
            "notices": self.notices(profile),
            "offer_passkey": not (self.request.session.get(PASSKEY_LATER) or has_passkey(profile)),
        }

    def notices(self, profile: Profile) -> list[Notification]:
        # How many there are came with the profile, so that most people's page asks nothing here.
        return list(profile.notifications.unread()[:NOTICES_SHOWN]) if self.request.unread_notices else []


class PutOffPasskey(View):
    """No passkey today: do not offer one again until the next sign-in."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        request.session[PASSKEY_LATER] = True
        return redirect("portal:area_home")


def steps_left(profile: Profile) -> list[ProfileTask]:
    return [task for task in profile_tasks(profile) if not task.is_done]


def has_passkey(profile: Profile) -> bool:
    return Authenticator.objects.filter(user=profile.user, type=Authenticator.Type.WEBAUTHN).exists()
