"""What every page of an area has in common: who may see it, and how a refusal is told."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, TemplateView, View

from portal.models import Profile
from portal.operations.refusal import Refusal
from portal.permissions import Permission, is_allowed
from portal.request import PortalRequest


def redirect_through(route: str, request: PortalRequest) -> HttpResponse:
    """Send somebody to a page that has to come first, which sends them on to where they were going."""
    if request.method != "GET":
        return redirect(route)
    return redirect_to_login(request.get_full_path(), login_url=reverse(route))


def next_page(request: PortalRequest, otherwise: str) -> str:
    """Where somebody was going, if that is a page of this very site; else the address of `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse(otherwise)


class PageMixin(View):
    """
    A page for people of the area.

    Set `permission`; where it is about one thing, find that in `get_thing()` (whose own 404 comes first). `hides`
    answers 404 instead of 403, for things that outsiders must not know of. `self.thing`, `self.profile` and
    `self.now` are there for the rest of the view.
    """

    permission: ClassVar[Permission]
    hides: ClassVar[bool] = False
    request: PortalRequest
    profile: Profile
    thing: Any = None

    def dispatch(self, request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.profile is None:
            return redirect_through("portal:join_area", request)
        if request.profile.conduct_version < request.area.conduct_version and not request.profile.is_commissioner:
            return redirect_through("portal:accept_guidelines", request)
        self.profile, self.now = request.profile, timezone.now()
        self.thing = self.get_thing()
        if not is_allowed(self.profile, self.permission, self.thing):
            raise (Http404 if self.hides else PermissionDenied)
        return super().dispatch(request, *args, **kwargs)

    def get_thing(self) -> Any:
        """What the page is about, from the address; None where it is about no one thing."""
        return None


class Page(PageMixin, TemplateView):
    """A page to read."""


class FormPage(PageMixin, FormView):
    """
    A page with one form and one operation behind it.

    `operate(form)` makes the one call; a refusal becomes an error on the form, beside its field where it names one,
    with everything that was typed still there.
    """

    def operate(self, form: BaseForm) -> Any:
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.result = self.operate(form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)


class ActionPage(PageMixin):
    """
    One button, one operation: POST only.

    `operate()` makes the call and gives the address to go to; a refusal is told on the page the person came from.
    """

    http_method_names: ClassVar[list[str]] = ["post"]
    operate: Callable[[], str]
    refused_url: Callable[[], str]

    def post(self, request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return redirect(self.operate())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.refused_url())
