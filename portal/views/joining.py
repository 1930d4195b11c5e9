from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.forms import JoinAreaForm
from portal.operations.joining import UnableToJoinArea, join_area
from portal.request import PortalRequest
from portal.views.page import next_page


class JoinArea(FormView):
    """The first page for somebody who has signed in, and is new to this area."""

    form_class = JoinAreaForm
    template_name = "portal/join_area.html"
    request: PortalRequest

    def dispatch(self, request: PortalRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.profile is not None:
            return redirect("portal:area_home")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=next_page(self.request, otherwise="portal:profile"), **kwargs)

    def form_valid(self, form: JoinAreaForm) -> HttpResponse:
        try:
            join_area(user=self.request.user, shown_name=form.cleaned_data["shown_name"], now=timezone.now())
        except UnableToJoinArea:
            # The second click of a double click: the first has done what was wanted.
            return redirect("portal:area_home")
        messages.success(self.request, _("Welcome. You have joined."))
        return redirect(next_page(self.request, otherwise="portal:profile"))
