"""Who would like to go on, paid together?"""

from datetime import timedelta
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.utils import timezone

from peers.models import Group
from pools.forms.opt_in import AskWhoGoesOnForm, OptInForm
from pools.forms.pool import StartPoolForm
from pools.models import OptInAnswer, OptInCall, OptInChoice, Pool, PurchaseKind
from pools.operations.opt_in import ask_who_goes_on, opt_in, start_pool_from_call
from pools.operations.pool import PoolPlan
from pools.queries.opt_in import answer_of, calls_of, count_answers, yes_sayers
from pools.queries.pools import MOST_AT_EASE
from portal.permissions import Permission
from portal.views.page import FormPage, Page, PageMixin

TIME_TO_ANSWER = timedelta(days=14)


class OfGroup(PageMixin):
    """About a group, for the people in it. What they ask each other is theirs."""

    permission = Permission.WRITE_IN_GROUP
    hides = True

    def get_thing(self) -> Group:
        self.group = get_object_or_404(Group.objects.select_related("district"), pk=self.kwargs["pk"])
        return self.group

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **kwargs)


class OptInCalls(OfGroup, Page):
    """What has been asked in a group."""

    template_name = "pools/opt_in_calls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calls = [{"call": call, "is_open": call.is_open_at(self.now)} for call in calls_of(self.group)]
        return super().get_context_data(calls=calls, **kwargs)


class AskWhoGoesOn(OfGroup, FormPage):
    template_name = "pools/ask_who_goes_on.html"
    form_class = AskWhoGoesOnForm

    def get_initial(self) -> dict[str, Any]:
        return {"supporters": 0, "closes_on": timezone.localdate(self.now + TIME_TO_ANSWER)}

    def operate(self, form: BaseForm) -> OptInCall:
        return ask_who_goes_on(group=self.group, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfCall(OfGroup):
    """About one question to a group."""

    def get_thing(self) -> Group:
        calls = OptInCall.objects.select_related("group__district", "asked_by", "pool")
        self.call: OptInCall = get_object_or_404(calls, pk=self.kwargs["pk"])
        self.group = self.call.group
        return self.group

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, **kwargs)


class OptInCallPage(OfCall, FormPage):
    """The question with one's own answer, how it stands, and who said yes. Who did not, nobody sees."""

    template_name = "pools/opt_in_call.html"
    form_class = OptInForm

    def get_initial(self) -> dict[str, Any]:
        own = answer_of(self.call, self.profile)
        return {"choice": own.choice if own else None}

    def operate(self, form: BaseForm) -> OptInAnswer:
        return opt_in(call=self.call, choice=OptInChoice(form.cleaned_data["choice"]), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.call.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count, people = count_answers(self.call), yes_sayers(self.call)
        return super().get_context_data(
            count=count,
            yes_sayers=people,
            own=answer_of(self.call, self.profile),
            is_open=self.call.is_open_at(self.now),
            may_start=self.call.pool_id is None and self.profile in people and count.yes > 1,
            is_large=count.yes > MOST_AT_EASE,
            **kwargs,
        )


class StartPoolFromCall(OfCall, FormPage):
    template_name = "pools/start_pool_from_call.html"
    form_class = StartPoolForm

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.group.name, "purpose": self.call.words, "buying": PurchaseKind.SUPPORT}

    def operate(self, form: BaseForm) -> Pool:
        plan = PoolPlan(**form.cleaned_data, district=self.group.district)
        return start_pool_from_call(call=self.call, plan=plan, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(yes_sayers=yes_sayers(self.call), **kwargs)
