"""What became of what I wrote."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from moderation.forms import ChangeWordsForm
from moderation.kinds import Kind, kind_of
from moderation.models import Moderated, ModeratedQuerySet, Outcome, ReviewItem
from moderation.operations.submission import change_words
from moderation.queries import items_of
from moderation.rules import is_appealable
from portal.permissions import Permission
from portal.views.page import FormPage, PageMixin


class MyItems(PageMixin, ListView):
    """What I wrote that somebody reads or has read, with each decision, its reason and the advice."""

    permission = Permission.CHOOSE_OWN_MODERATION
    template_name = "moderation/my_items.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[ReviewItem]:
        return items_of(self.profile)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for item in context["page_obj"]:
            decision = getattr(item, "decision", None)
            can_still = decision is not None and item.is_newest and is_appealable(decision, now=self.now)
            item.may_appeal = can_still and not hasattr(decision, "appeal")
        return context


class ChangeWords(FormPage):
    """New words, where a champion asked for a change."""

    permission = Permission.CHOOSE_OWN_MODERATION
    template_name = "moderation/change_words.html"
    form_class = ChangeWordsForm

    def get_thing(self) -> ReviewItem:
        asked = items_of(self.profile).filter(decision__outcome=Outcome.ASK_CHANGE)
        return get_object_or_404(asked, pk=self.kwargs["pk"])

    @property
    def kind(self) -> Kind:
        return kind_of(self.thing.content_kind)

    def get_content(self) -> Moderated:
        content: Moderated = ModeratedQuerySet(self.kind.model).get(pk=self.thing.content_id)
        return content

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "most": self.kind.most_letters}

    def get_initial(self) -> dict[str, Any]:
        return {"words": getattr(self.get_content(), self.kind.words_field)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.thing, decision=self.thing.decision, **kwargs)

    def operate(self, form: BaseForm) -> Moderated:
        words: str = form.cleaned_data["words"]
        return change_words(content=self.get_content(), words=words, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        held = _("Thank you. Somebody will read it before others see it.")
        messages.success(self.request, held if self.result.is_held else _("Thank you. Others can see it now."))
        return reverse("moderation:my_items")
