"""The end of a pool, and a word afterwards about what was bought."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from pools.forms.leaving import AnswerEndingForm, ProposeEndingForm
from pools.models import EndingAnswer, PoolEnding, Purchase
from pools.operations.ending import answer_ending, end_pool, propose_ending, take_back_ending
from pools.operations.purchase_note import note_purchase
from pools.queries.endings import EndingPart, count_endings, ended_as, ending_of, ending_preview
from pools.queries.ledger import left_to_spend
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage


class Ending(PoolPage):
    """What the end would mean for each, who has said what, and kind words once it is there."""

    template_name = "pools/ending.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ending, preview = ending_of(self.pool), ending_preview(self.pool, on=timezone.localdate(self.now))
        return super().get_context_data(
            ending=ending,
            ended=ended_as(self.pool),
            preview=preview,
            count=count_endings(ending) if ending else None,
            own=preview.for_profile(self.profile),
            **kwargs,
        )


class ProposeEnding(PoolFormPage):
    template_name = "pools/propose_ending.html"
    form_class = ProposeEndingForm
    leads_to = "pools:ending"

    def operate(self, form: BaseForm) -> PoolEnding:
        return propose_ending(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfEnding(OfPool):
    """About the ending that waits."""

    leads_to = "pools:ending"

    @property
    def ending(self) -> PoolEnding:
        return get_object_or_404(PoolEnding.objects.waiting(), pool=self.pool)


class AnswerEnding(OfEnding, PoolFormPage):
    template_name = "pools/answer_ending.html"
    form_class = AnswerEndingForm

    @cached_property
    def own(self) -> EndingPart:
        return ending_preview(self.pool, on=timezone.localdate(self.now)).for_profile(self.profile)

    def get_initial(self) -> dict[str, Any]:
        return {"to_get": self.own.to_get}

    def operate(self, form: BaseForm) -> EndingAnswer:
        return answer_ending(ending=self.ending, by=self.profile, now=self.now, **form.cleaned_data)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        # Whoever answers again does so to the number that stands on the page by now.
        form.data = form.data.copy()
        form.data["to_get"] = str(self.own.to_get)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ending=self.ending, own=self.own, **kwargs)


class TakeBackEnding(OfEnding, PoolAction):
    def act(self) -> None:
        take_back_ending(ending=self.ending, by=self.profile, now=self.now)


class EndPool(OfEnding, PoolAction):
    def act(self) -> None:
        end_pool(ending=self.ending, by=self.profile, now=self.now)


class Purchases(PoolPage):
    """What was bought, what members said afterwards, and what is left for something else."""

    template_name = "pools/purchases.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        purchases = self.pool.purchases.prefetch_related("notes__by")
        return super().get_context_data(purchases=purchases, left=left_to_spend(self.pool), **kwargs)


class NotePurchase(PoolAction):
    leads_to = "pools:purchases"

    def act(self) -> None:
        note_purchase(purchase=self.part(Purchase.objects.all()), by=self.profile, now=self.now)
