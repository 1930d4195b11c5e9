"""What champions read, and decide."""

from datetime import timedelta
from itertools import pairwise
from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from moderation.differences import differences
from moderation.forms import DecideForm, QueueFilterForm, StandAsideForm
from moderation.kinds import kind_of, kinds_to_choose
from moderation.models import Decision, Outcome, Reason, ReviewItem, StoodAside, WhyAside
from moderation.operations.decision import decide
from moderation.operations.reading import claim_item, give_item_back, stand_aside
from moderation.queries import earlier_items, narrowed_queue, ready_advice, versions_of
from moderation.rules import has_come_to, is_away, reader_of
from portal.guard_rails import PRIVATE_IN_WORDS, Private
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage, PageMixin

# What was promised within this time is marked.
SOON: Final = timedelta(hours=1)


class Queue(PageMixin, ListView):
    """What waits to be read, the soonest promised first."""

    permission = Permission.WORK_QUEUE
    template_name = "moderation/queue.html"
    paginate_by = 50

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.filter = QueueFilterForm(request.GET, kinds=kinds_to_choose())

    def get_queryset(self) -> QuerySet[ReviewItem]:
        return narrowed_queue(self.profile, now=self.now, **self.filter.chosen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filter=self.filter, is_narrowed=bool(self.filter.chosen()), **kwargs)
        for item in context["page_obj"]:
            item.kind_label = kind_of(item.content_kind).label
            item.is_late = item.is_overdue(self.now)
            item.is_soon = item.promised_by - self.now <= SOON
            item.is_with = item.claimed_by if item.is_claimed(self.now) else None
        return {**context, "is_away": is_away(self.profile, now=self.now)}


class OfItem(PageMixin):
    """About one text that a champion may judge."""

    permission = Permission.DECIDE_ITEM

    def get_thing(self) -> ReviewItem:
        items = ReviewItem.objects.select_related("author", "claimed_by", "mentor_asked__mentor_cover", "version")
        return get_object_or_404(items.select_related("decision__by"), pk=self.kwargs["pk"])


class Decide(OfItem, FormPage):
    """One text, and what a champion decides about it."""

    template_name = "moderation/decide.html"
    form_class = DecideForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "ready": ready_advice()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, versions = self.thing, list(versions_of(self.thing))
        return super().get_context_data(
            item=item,
            kind_label=kind_of(item.content_kind).label,
            has_come=has_come_to(self.profile, item, now=self.now),
            reader=reader_of(item, now=self.now),
            is_with=item.claimed_by if item.is_claimed(self.now) else None,
            is_late=item.is_overdue(self.now),
            warned_of=[PRIVATE_IN_WORDS[Private(each)] for each in item.version.warned_of],
            changes=[(after, differences(before.text, after.text)) for after, before in pairwise(versions)],
            earlier=earlier_items(item),
            reports=item.reports.all(),
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


class ClaimItem(OfItem, ActionPage):
    def operate(self) -> str:
        claim_item(item=self.thing, by=self.profile, now=self.now)
        return self.thing.get_absolute_url()

    def refused_url(self) -> str:
        return reverse("moderation:queue")


class GiveItemBack(OfItem, ActionPage):
    def operate(self) -> str:
        give_item_back(item=self.thing, by=self.profile)
        messages.success(self.request, _("Thank you. Others can read it now."))
        return reverse("moderation:queue")

    def refused_url(self) -> str:
        return reverse("moderation:queue")


class StandAside(OfItem, FormPage):
    """Saying that somebody else should decide."""

    template_name = "moderation/stand_aside.html"
    form_class = StandAsideForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.thing, **kwargs)

    def operate(self, form: BaseForm) -> StoodAside:
        return stand_aside(item=self.thing, why=WhyAside(form.cleaned_data["why"]), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Thank you for saying so. Somebody else decides about it."))
        return reverse("moderation:queue")
