"""The advice that an area's champions keep to give again."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.forms import ReadyAdviceForm
from moderation.models import ReadyAdvice, Reason
from moderation.operations.ready_advice import add_ready_advice, change_ready_advice, retire_ready_advice
from moderation.queries import ready_advice
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, Page


class ReadyAdviceList(Page):
    """All the advice that is in use."""

    permission = Permission.WORK_QUEUE
    template_name = "moderation/ready_advice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(advice=ready_advice(), **kwargs)


class AddReadyAdvice(FormPage):
    permission = Permission.WORK_QUEUE
    template_name = "moderation/add_ready_advice.html"
    form_class = ReadyAdviceForm

    def operate(self, form: BaseForm) -> ReadyAdvice:
        reason, text = Reason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        return add_ready_advice(reason=reason, text=text, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. Every champion can use it now."))
        return reverse("moderation:ready_advice")


class ChangeReadyAdvice(FormPage):
    permission = Permission.WORK_QUEUE
    template_name = "moderation/change_ready_advice.html"
    form_class = ReadyAdviceForm

    def get_thing(self) -> ReadyAdvice:
        return get_object_or_404(ready_advice(), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.thing.reason, "text": self.thing.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(advice=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> ReadyAdvice:
        reason, text = Reason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        return change_ready_advice(advice=self.thing, reason=reason, text=text, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. Your change is kept."))
        return reverse("moderation:ready_advice")


class RetireReadyAdvice(ActionPage):
    permission = Permission.WORK_QUEUE

    def get_thing(self) -> ReadyAdvice:
        return get_object_or_404(ReadyAdvice, pk=self.kwargs["pk"])

    def operate(self) -> str:
        retire_ready_advice(advice=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("This advice is not in use any more."))
        return reverse("moderation:ready_advice")

    def refused_url(self) -> str:
        return reverse("moderation:ready_advice")
