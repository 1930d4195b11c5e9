"""What champions read, and decide."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from moderation.forms import DecideForm
from moderation.kinds import kind_of
from moderation.models import Decision, Outcome, Reason, ReviewItem
from moderation.operations.decision import decide
from moderation.queries import earlier_items, queue_for
from moderation.rules import has_come_to, is_away
from portal.permissions import Permission
from portal.views.page import FormPage, PageMixin


class Queue(PageMixin, ListView):
    """What waits to be read, the soonest promised first."""

    permission = Permission.WORK_QUEUE
    template_name = "moderation/queue.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ReviewItem]:
        return queue_for(self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for item in context["page_obj"]:
            item.kind_label = kind_of(item.content_kind).label
            item.is_late = item.is_overdue(self.now)
        return {**context, "is_away": is_away(self.profile, now=self.now)}


class Decide(FormPage):
    """One text, and what a champion decides about it."""

    permission = Permission.DECIDE_ITEM
    template_name = "moderation/decide.html"
    form_class = DecideForm

    def get_thing(self) -> ReviewItem:
        items = ReviewItem.objects.select_related("author", "mentor_asked", "version", "decision__by")
        return get_object_or_404(items, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            item=self.thing,
            kind_label=kind_of(self.thing.content_kind).label,
            has_come=has_come_to(self.profile, self.thing, now=self.now),
            is_late=self.thing.is_overdue(self.now),
            earlier=earlier_items(self.thing),
            reports=self.thing.reports.all(),
            **kwargs,
        )

    def operate(self, form: BaseForm) -> Decision:
        return decide(
            item=self.thing,
            outcome=Outcome(form.cleaned_data["outcome"]),
            reason=Reason(form.cleaned_data["reason"]),
            advice=form.cleaned_data["advice"],
            by=self.profile,
            now=self.now,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you. We have told %s.") % self.thing.author)
        return reverse("moderation:queue")
