"""Where somebody is signed in. django-allauth keeps the list; we tell of it in plain words."""

from typing import Any

from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from portal.devices import device_in_words
from portal.operations.sign_ins import end_sign_ins
from portal.request import PortalRequest


class SignIns(ListUserSessionsView):
    """Each phone and computer, this one first. Its button signs out everywhere else."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        here = self.request.session.session_key
        found = sorted(context["sessions"], key=lambda one: (one.session_key == here, one.last_seen_at), reverse=True)
        for one in found:
            one.device = device_in_words(one.user_agent)
            one.is_this_one = one.session_key == here
        return context | {"sessions": found}


class EndSignIn(LoginRequiredMixin, View):
    """Sign out one phone or computer."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, *, pk: int) -> HttpResponse:
        get_object_or_404(UserSession, pk=pk, user=request.user).end()
        messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")


class EndAllSignIns(LoginRequiredMixin, View):
    """Sign out everywhere, here too."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        end_sign_ins(user=request.user)
        request.session.flush()
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
