"""Saying that something is wrong, and what happens then."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.urls import reverse_lazy

from moderation.forms import ReportConcernForm, ReportContentForm
from moderation.kinds import find_content, kind_of
from moderation.models import Concern, Moderated, Report
from moderation.operations.concern import report_concern, report_content
from portal.permissions import Permission
from portal.views.page import FormPage, Page


class ReportConcern(FormPage):
    """A worry about somebody, for the safeguarding lead alone."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/report_concern.html"
    form_class = ReportConcernForm
    success_url = reverse_lazy("moderation:concern_told")

    def operate(self, form: BaseForm) -> None:
        report_concern(**form.cleaned_data, by=self.profile, now=self.now)


class ReportContent(FormPage):
    """What is wrong with something that somebody wrote."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/report_content.html"
    form_class = ReportContentForm

    def get_thing(self) -> Moderated:
        content = find_content(self.kwargs["kind"], self.kwargs["pk"], reader=self.request.profile)
        if content is None:
            raise Http404
        return content

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = kind_of(self.thing)
        return super().get_context_data(
            kind_label=kind.label, title=kind.title(self.thing), back_url=kind.url(self.thing), **kwargs
        )

    def operate(self, form: BaseForm) -> Report | None:
        concern, words = Concern(form.cleaned_data["concern"]), form.cleaned_data["words"]
        return report_content(content=self.thing, concern=concern, words=words, by=self.profile, now=self.now)

    def get_success_url(self) -> Any:
        told_champions = reverse_lazy("moderation:report_told")
        return told_champions if self.result is not None else reverse_lazy("moderation:concern_told")


class ConcernTold(Page):
    """Kind words to whoever is worried, and what happens next."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/concern_told.html"


class ReportTold(Page):
    """Thanks to whoever reported a text, and what happens next."""

    permission = Permission.REPORT_CONCERN
    template_name = "moderation/report_told.html"
