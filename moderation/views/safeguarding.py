"""The cases that only a safeguarding lead reads."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404
from django.utils.translation import gettext as _

from moderation.forms import AddToCaseForm
from moderation.models import EntryKind, SafeguardingCase, SafeguardingEntry
from moderation.operations.safeguarding import add_to_case
from moderation.queries import case_for, cases_for, is_closed
from portal.permissions import Permission
from portal.views.page import FormPage, Page


class SafeguardingCases(Page):
    """Open cases first."""

    permission = Permission.LEAD_SAFEGUARDING
    template_name = "moderation/safeguarding_cases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = cases_for(self.profile)
        closed = [case for case in cases if is_closed(case)]
        return super().get_context_data(open_cases=cases[: len(cases) - len(closed)], closed_cases=closed, **kwargs)


class Case(FormPage):
    """One case, all that was done about it, and what comes next."""

    permission = Permission.LEAD_SAFEGUARDING
    template_name = "moderation/safeguarding_case.html"
    form_class = AddToCaseForm

    def get_thing(self) -> SafeguardingCase:
        case = case_for(self.request.profile, self.kwargs["pk"])
        if case is None:
            raise Http404
        return case

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_closed": is_closed(self.thing)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.thing, is_closed=is_closed(self.thing), **kwargs)

    def operate(self, form: BaseForm) -> SafeguardingEntry:
        kind, words = EntryKind(form.cleaned_data["kind"]), form.cleaned_data["words"]
        return add_to_case(case_id=self.thing.pk, kind=kind, words=words, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("We have kept it."))
        return self.thing.get_absolute_url()
