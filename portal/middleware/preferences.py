"""Reading preferences, and the Easy Read twin of each page."""

from collections.abc import Callable

from django.http import HttpResponse
from django.template.response import TemplateResponse

from portal.preferences import preferences_of
from portal.request import PortalRequest


class PreferencesMiddleware:
    """
    Set `request.preferences`, and turn a page's template into its Easy Read twin for those who read that way.

    `?easy=1` and `?easy=0` show one page in the other version without changing the preference.
    """

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        request.preferences = preferences_of(request)
        request.easy_read = {"1": True, "0": False}.get(request.GET.get("easy", ""), request.preferences.easy_read)
        return self.get_response(request)

    def process_template_response(self, request: PortalRequest, response: TemplateResponse) -> TemplateResponse:
        if request.easy_read and isinstance(response.template_name, str | list | tuple):
            names = [response.template_name] if isinstance(response.template_name, str) else response.template_name
            response.template_name = [*(easy_twin(name) for name in names), *names]
        return response


def easy_twin(template_name: str) -> str:
    """The name of a template's Easy Read twin: `pools/pool.html` → `pools/easy/pool.html`."""
    folder, _, page = template_name.rpartition("/")
    return f"{folder}/easy/{page}" if folder else f"easy/{page}"
