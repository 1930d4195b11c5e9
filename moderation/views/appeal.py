"""Asking for a second look, and giving it."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.forms import AppealForm, JudgeAppealForm
from moderation.kinds import kind_of
from moderation.models import Appeal, AppealOutcome, AppealVerdict, Decision
from moderation.operations.appeal import appeal, judge_appeal
from moderation.queries import appeals_for, appeals_to_judge, versions_of
from portal.permissions import Permission
from portal.views.page import FormPage, Page


class MakeAppeal(FormPage):
    permission = Permission.APPEAL
    # That somebody decided about a text is nobody's business but its author's.
    hides = True
    template_name = "moderation/appeal.html"
    form_class = AppealForm

    def get_thing(self) -> Decision:
        decisions = Decision.objects.select_related("by", "review_item__author", "review_item__version")
        return get_object_or_404(decisions, review_item=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(decision=self.thing, item=self.thing.review_item, **kwargs)

    def operate(self, form: BaseForm) -> Appeal:
        return appeal(decision=self.thing, words=form.cleaned_data["words"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. Somebody who took no part will look at it."))
        return self.thing.review_item.get_own_url()


class Appeals(Page):
    """The appeals that somebody may judge."""

    permission = Permission.SEE_APPEALS
    template_name = "moderation/appeals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeals = appeals_for(self.profile)
        for each in appeals:
            each.is_late = each.promised_by <= self.now
        return super().get_context_data(appeals=appeals, **kwargs)


class JudgeAppeal(FormPage):
    permission = Permission.JUDGE_APPEAL
    template_name = "moderation/judge_appeal.html"
    form_class = JudgeAppealForm

    def get_thing(self) -> Appeal:
        return get_object_or_404(appeals_to_judge(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.thing.decision.review_item
        return super().get_context_data(
            appeal=self.thing,
            decision=self.thing.decision,
            item=item,
            verdict=getattr(self.thing, "verdict", None),
            kind_label=kind_of(item.content_kind).label,
            earlier=versions_of(item)[1:],
            **kwargs,
        )

    def operate(self, form: BaseForm) -> AppealVerdict:
        outcome, words = AppealOutcome(form.cleaned_data["outcome"]), form.cleaned_data["words"]
        return judge_appeal(appeal=self.thing, outcome=outcome, words=words, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. We have told %s.") % self.thing.by)
        return reverse("moderation:appeals")
