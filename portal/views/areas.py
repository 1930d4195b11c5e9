from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from portal.models import Area, Interest
from portal.operations.notifications import absolute_url
from portal.request import PortalRequest


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
        interests = [] if profile and profile.is_commissioner else list(Interest.objects.all()[:12])
        return super().get_context_data(interests=interests, **kwargs)
