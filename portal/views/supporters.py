"""Supporters: whom a member lets help, what those did, and the supporter's own side."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from portal.forms import AskSupporterForm
from portal.helping import starts_for
from portal.models import AuditEvent, Delegation
from portal.operations.supporters import (
    Help,
    answer_delegation,
    ask_supporter,
    give_back_delegation,
    revoke_delegation,
)
from portal.permissions import Permission
from portal.queries import asked_to_help, deeds_for, delegations_of, helping_of
from portal.request import HELPING, PortalRequest
from portal.views.page import ActionPage, FormPage, Page, PageMixin


class Supporters(Page):
    """Whom a member lets help, and the one button that stops it."""

    permission = Permission.TAKE_PART
    template_name = "portal/supporters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(delegations=delegations_of(self.profile), **kwargs)


class AskSupporter(FormPage):
    permission = Permission.TAKE_PART
    form_class = AskSupporterForm
    template_name = "portal/ask_supporter.html"
    success_url = reverse_lazy("portal:supporters")

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return {"starts_on": today, "ends_on": today + timedelta(days=90)}

    def operate(self, form: AskSupporterForm) -> Delegation:
        asked = dict(form.cleaned_data)
        delegation = ask_supporter(email=asked.pop("email"), help_with=Help(**asked), by=self.profile, now=self.now)
        messages.success(
            self.request,
            _("Asked. If they have joined here, we have told them. If not, ask them to join with this address."),
        )
        return delegation


class RevokeDelegation(ActionPage):
    permission = Permission.TAKE_PART

    def get_thing(self) -> Delegation:
        return get_object_or_404(Delegation, pk=self.kwargs["pk"], member=self.profile)

    def operate(self) -> str:
        revoke_delegation(delegation=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Stopped. From now on they can do nothing for you."))
        return self.refused_url()

    def refused_url(self) -> str:
        return reverse("portal:supporters")


class SupportersDeeds(PageMixin, ListView):
    """What supporters did for a member, in order, the newest first."""

    permission = Permission.TAKE_PART
    template_name = "portal/supporters_deeds.html"
    context_object_name = "deeds"
    paginate_by = 50

    def get_queryset(self) -> list[AuditEvent]:
        return deeds_for(self.profile)


class WhomIHelp(Page):
    """The supporter's own side: who asks, and whom they help."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/whom_i_help.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return super().get_context_data(
            asked=asked_to_help(self.profile, on=today), helping_with=helping_of(self.profile, on=today), **kwargs
        )


class SupportersAction(ActionPage):
    """One button of the supporter's, about something that they were asked for."""

    permission = Permission.EDIT_OWN_PROFILE

    def get_thing(self) -> Delegation:
        asked = Delegation.objects.filter(supporter_email=self.profile.user.email).exclude(member=self.profile)
        return get_object_or_404(asked, pk=self.kwargs["pk"])

    def refused_url(self) -> str:
        return reverse("portal:whom_i_help")


class AcceptDelegation(SupportersAction):
    def operate(self) -> str:
        answer_delegation(delegation=self.thing, accept=True, by=self.profile, now=self.now)
        messages.success(self.request, _("Thank you. Press “Start helping” whenever you want to help."))
        return self.refused_url()


class DeclineDelegation(SupportersAction):
    def operate(self) -> str:
        answer_delegation(delegation=self.thing, accept=False, by=self.profile, now=self.now)
        messages.success(self.request, _("We have told them that you cannot help."))
        return self.refused_url()


class GiveBackDelegation(SupportersAction):
    def operate(self) -> str:
        give_back_delegation(delegation=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("You do not help any more. We have told them."))
        return self.refused_url()


class StartHelping(SupportersAction):
    """From here on, this browser works for the member, until the supporter leaves."""

    def get_thing(self) -> Delegation:
        return get_object_or_404(helping_of(self.profile, on=timezone.localdate(self.now)), pk=self.kwargs["pk"])

    def operate(self) -> str:
        self.request.session[HELPING] = str(self.thing.pk)
        return reverse("portal:helping_now")


class HelpingNow(Page):
    """Where help begins: what the member has ticked."""

    permission = Permission.EDIT_OWN_PROFILE
    template_name = "portal/helping_now.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        helping = self.request.helping
        return super().get_context_data(starts=starts_for(helping.scopes) if helping else [], **kwargs)


class StopHelping(View):
    """Leave, at any time; back to oneself."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        if request.session.pop(HELPING, None):
            messages.success(request, _("You act for yourself again."))
        return redirect("portal:whom_i_help")
