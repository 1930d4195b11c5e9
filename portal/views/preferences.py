from dataclasses import asdict, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from portal.forms import PreferencesForm
from portal.preferences import Preferences as ReadingPreferences
from portal.preferences import keep_preferences
from portal.request import PortalRequest
from portal.views.page import next_page


class Preferences(FormView):
    """How somebody likes to read, whether or not they have signed in."""

    form_class = PreferencesForm
    template_name = "portal/preferences.html"
    success_url = reverse_lazy("portal:preferences")
    request: PortalRequest

    def get_initial(self) -> dict[str, object]:
        return asdict(self.request.preferences)

    def form_valid(self, form: PreferencesForm) -> HttpResponse:
        response = super().form_valid(form)
        keep_preferences(self.request, response, ReadingPreferences(**form.cleaned_data))
        messages.success(self.request, _("Saved. Every page looks like this for you now."))
        return response


class SwitchEasyRead(View):
    """From standard pages to Easy Read and back, on the page where somebody is."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        response = redirect(next_page(request, otherwise="portal:area_home"))
        preferences = request.preferences
        keep_preferences(request, response, replace(preferences, easy_read=not preferences.easy_read))
        return response
