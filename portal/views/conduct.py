from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from portal.forms import AcceptGuidelinesForm, PublishGuidelinesForm
from portal.models import ConductGuidelines
from portal.operations.conduct import UnableToAcceptGuidelines, accept_guidelines, publish_guidelines
from portal.permissions import Permission, is_allowed
from portal.queries import guidelines_in_force
from portal.request import PortalRequest
from portal.views.page import FormPage, next_page


class Guidelines(TemplateView):
    """How people here treat each other: for anybody to read, before they join too."""

    template_name = "portal/guidelines.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = self.request.profile
        may_publish = profile is not None and is_allowed(profile, Permission.RUN_AREA)
        return super().get_context_data(guidelines=guidelines_in_force(), may_publish=may_publish, **kwargs)


class AcceptGuidelines(FormView):
    """On somebody's first visit, and again whenever the guidelines have changed."""

    form_class = AcceptGuidelinesForm
    template_name = "portal/accept_guidelines.html"
    request: PortalRequest

    def dispatch(self, request: PortalRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.profile is None:
            return redirect("portal:join_area")
        if request.profile.conduct_version >= request.area.conduct_version:
            return redirect("portal:guidelines")
        self.profile, self.guidelines = request.profile, guidelines_in_force()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.request.area.conduct_version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            guidelines=self.guidelines,
            agreed_before=self.profile.conduct_version > 0,
            next=next_page(self.request, otherwise="portal:area_home"),
            **kwargs,
        )

    def form_valid(self, form: AcceptGuidelinesForm) -> HttpResponse:
        try:
            accept_guidelines(version=form.cleaned_data["version"], by=self.profile, now=timezone.now())
        except UnableToAcceptGuidelines as refusal:
            # Show the new version, with the box unticked: the yes was to other words.
            messages.error(self.request, str(refusal))
            return redirect("portal:accept_guidelines")
        return redirect(next_page(self.request, otherwise="portal:area_home"))


class PublishGuidelines(FormPage):
    """The host writes a new version; everybody is asked again."""

    permission = Permission.RUN_AREA
    form_class = PublishGuidelinesForm
    template_name = "portal/publish_guidelines.html"
    success_url = reverse_lazy("portal:guidelines")

    def get_initial(self) -> dict[str, Any]:
        guidelines = guidelines_in_force()
        return {"text": guidelines.text, "easy_text": guidelines.easy_text} if guidelines else {}

    def operate(self, form: PublishGuidelinesForm) -> ConductGuidelines:
        guidelines = publish_guidelines(**form.cleaned_data, by=self.profile, now=self.now)
        messages.success(self.request, _("The new guidelines are in force. We will ask everybody to agree to them."))
        return guidelines
