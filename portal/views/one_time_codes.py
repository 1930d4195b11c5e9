"""Getting back in with a card and a champion's one-time code."""

from http import HTTPStatus
from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from portal.forms import FindMemberForm, MakeOneTimeCodeForm, UseOneTimeCodeForm
from portal.models import HowKnown, OneTimeCode, Profile
from portal.operations.one_time_codes import (
    UnableToUseOneTimeCode,
    WhyACode,
    disown_one_time_code,
    make_one_time_code,
    use_one_time_code,
)
from portal.permissions import Permission
from portal.queries import members_called
from portal.request import ONLY_IN_AREA, PortalRequest
from portal.views.page import ActionPage, FormPage, Page

MOST_SHOWN = 20
# Many people of one day centre share an internet address, and none of them types quicker than this.
TRIES = {"use_one_time_code": "30/h/ip"}


class FindMember(Page):
    """A champion looks for somebody by the name that everybody sees; more of them is not shown."""

    permission = Permission.HELP_SIGN_IN
    template_name = "portal/find_member.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindMemberForm(self.request.GET or None)
        name = form.cleaned_data["name"] if form.is_valid() else ""
        found = list(members_called(name).exclude(pk=self.profile.pk)[:MOST_SHOWN])
        return super().get_context_data(form=form, name=name, people=found, **kwargs)


class MakeOneTimeCode(FormPage):
    """Why, and how they are known; then the code, once, on a page that prints."""

    permission = Permission.HELP_SIGN_IN
    form_class = MakeOneTimeCodeForm
    template_name = "portal/make_one_time_code.html"

    def get_thing(self) -> Profile:
        people = Profile.objects.members().select_related("district")
        return get_object_or_404(people, pk=self.kwargs["profile_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.thing, **kwargs)

    def operate(self, form: MakeOneTimeCodeForm) -> tuple[OneTimeCode, str]:
        why = WhyACode(reason=form.cleaned_data["reason"], how_known=HowKnown(form.cleaned_data["how_known"]))
        return make_one_time_code(profile=self.thing, why=why, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return reverse("portal:find_member")

    def form_valid(self, form: MakeOneTimeCodeForm) -> HttpResponse:
        response = super().form_valid(form)
        if not form.is_valid():
            return response
        made, secret = self.result
        # Told here and now, never kept: a redirect would have to carry the secret somewhere.
        shown = self.render_to_response(self.get_context_data(form=None, made=made, secret=secret))
        shown["Cache-Control"] = "no-store"
        return shown


class UseOneTimeCode(FormView):
    """For whoever stands outside: the number on the card, and the champion's code."""

    form_class = UseOneTimeCodeForm
    template_name = "portal/use_one_time_code.html"
    request: PortalRequest

    def dispatch(self, request: PortalRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect("portal:area_home")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: UseOneTimeCodeForm) -> HttpResponse:
        number, secret = form.cleaned_data["number"], form.cleaned_data["code"]
        if not ratelimit.consume(self.request, app="portal", action="use_one_time_code", config=TRIES):
            form.add_error(None, _("There have been many tries from here. Please wait an hour, or ring us."))
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS)
        try:
            code = use_one_time_code(number=number, secret=secret, now=timezone.now())
        except UnableToUseOneTimeCode as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        user = code.profile.user
        record_authentication(self.request, user, method="one_time_code")
        # The champion's word stands in for the email, which is what this person cannot get at.
        login = Login(
            user=user, email_verification=EmailVerificationMethod.NONE, redirect_url=reverse("portal:area_home")
        )
        response = perform_login(self.request, login)
        # Nobody has shown that they are this person anywhere else; and the computer may be somebody else's.
        self.request.session[ONLY_IN_AREA] = str(self.request.area.pk)
        self.request.session.set_expiry(0)
        return response


class OneTimeCodes(Page):
    """The codes that champions have made for somebody, and how to say: that was not me."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/one_time_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        codes = self.profile.one_time_codes.select_related("made_by")[:MOST_SHOWN]
        return super().get_context_data(codes=codes, now=self.now, **kwargs)


class DisownOneTimeCode(ActionPage):
    permission = Permission.EDIT_OWN_PROFILE

    def get_thing(self) -> OneTimeCode:
        return get_object_or_404(OneTimeCode, pk=self.kwargs["code_id"], profile=self.profile)

    def operate(self) -> str:
        here = self.request.session.session_key
        disown_one_time_code(code=self.thing, by=self.profile, now=self.now, here=here)
        messages.success(
            self.request,
            _("Thank you. The code does not work any more, you are signed out everywhere else, and the host knows."),
        )
        return self.refused_url()

    def refused_url(self) -> str:
        return reverse("portal:one_time_codes")
