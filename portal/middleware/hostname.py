"""Which area a hostname stands for."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from portal.models import Area


class HostnameMiddleware:
    """
    Set `request.area` from the hostname: `oxfordshire.<PORTAL_DOMAIN>` is Oxfordshire.

    The bare domain has no area; it lists them all, and answers health checks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().partition(":")[0].lower()
        request.area = None
        if host in (settings.PORTAL_DOMAIN, "127.0.0.1"):
            request.urlconf = "portal.urls_without_area"
            return self.get_response(request)
        slug = host.removesuffix(f".{settings.PORTAL_DOMAIN}")
        request.area = Area.objects.filter(slug=slug).first()
        if request.area is None:
            request.urlconf = "portal.urls_without_area"
            raise Http404("There is no such area.")
        return self.get_response(request)
