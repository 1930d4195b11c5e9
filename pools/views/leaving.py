"""The way out."""

from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from pools.forms.leaving import AnswerLeavingForm, SettleForm, TellOfLeavingForm
from pools.models import Leaving as LeavingRow
from pools.models import LeavingAnswer, Pool, Transfer
from pools.operations.leaving import (
    answer_leaving,
    carry_out_leaving,
    settle_rest,
    take_back_leaving,
    tell_of_leaving,
)
from pools.operations.membership import leave_pool, stay_in_pool, warn_of_leaving
from pools.queries.costing import preview_leave
from pools.queries.hours import hours_left
from pools.queries.leaving import (
    AskedChange,
    asked_changes,
    first_last_day,
    leaving_of,
    leavings_in,
    needs_notice,
    not_covered_yet,
    settlement_preview,
    unsettled_in,
)
from pools.queries.ledger import NOTHING, balance_of_member
from pools.queries.pools import membership_of
from pools.queries.things import own_things
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission


class OwnPlace(OfPool):
    """About one's own place in the pool."""

    leads_to = "pools:leaving"

    @property
    def membership(self) -> Any:
        return membership_of(self.pool, self.profile)


class Leaving(OwnPlace, PoolPage):
    """What would change for everybody, before anything is done."""

    template_name = "pools/leaving.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = self.membership
        if needs_notice(self.pool):
            kwargs |= self._about_notice(membership)
        others = [change for change in preview_leave(membership).changes if change.profile.pk != self.profile.pk]
        return super().get_context_data(membership=membership, others=others, **kwargs)

    def _about_notice(self, membership: Any) -> dict[str, Any]:
        """The first possible last day, and how their money would be settled then."""
        leaving = leaving_of(membership)
        today = timezone.localdate(self.now)
        last_day = leaving.last_day if leaving else first_last_day(self.pool, today=today)
        return {
            "needs_notice": True,
            "leaving": leaving,
            "last_day": last_day,
            "settlement": settlement_preview(membership, last_day=last_day),
            "things": own_things(self.pool, self.profile),
            "minutes": hours_left(self.pool, self.profile),
        }


class WarnOfLeaving(OwnPlace, PoolAction):
    def act(self) -> None:
        warn_of_leaving(membership=self.membership, by=self.profile, now=self.now)


class StayInPool(OwnPlace, PoolAction):
    def act(self) -> None:
        stay_in_pool(membership=self.membership, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.pool.get_absolute_url()


class LeavePool(OwnPlace, PoolAction):
    def act(self) -> None:
        leave_pool(membership=self.membership, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return reverse("pools:pools") if self.membership is None else super().get_success_url()


class TellOfLeaving(OwnPlace, PoolFormPage):
    """One's last day, and what becomes of hours and of things."""

    template_name = "pools/tell_of_leaving.html"
    form_class = TellOfLeavingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pool": self.pool, "profile": self.profile}

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": first_last_day(self.pool, today=timezone.localdate(self.now))}

    def operate(self, form: BaseForm) -> LeavingRow:
        return tell_of_leaving(membership=self.membership, by=self.profile, now=self.now, **form.cleaned_data)


class WhoLeaves(PoolPage):
    """Who is about to leave, who is not settled yet, and what is not covered."""

    template_name = "pools/who_leaves.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            leavings=leavings_in(self.pool),
            unsettled=[{"leaving": leaving, "balance": balance} for leaving, balance in unsettled_in(self.pool)],
            not_covered=not_covered_yet(self.pool),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class OfLeaving(OfPool):
    """About one who leaves."""

    leads_to = "pools:who_leaves"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.leaving = self.part(LeavingRow.objects.select_related("membership__profile", "membership__pool"))
        return pool


class LeavingOf(OfLeaving, PoolFormPage):
    """What somebody's leaving changes for each, and one's own answer to it."""

    template_name = "pools/leaving_of.html"
    form_class = AnswerLeavingForm

    @cached_property
    def asked(self) -> list[AskedChange]:
        return asked_changes(self.leaving) if self.leaving.is_waiting else []

    @cached_property
    def own(self) -> AskedChange | None:
        return next((one for one in self.asked if one.change.profile.pk == self.profile.pk), None)

    def get_initial(self) -> dict[str, Any]:
        return {"share": self.own.change.after if self.own else None}

    def operate(self, form: BaseForm) -> LeavingAnswer:
        return answer_leaving(leaving=self.leaving, by=self.profile, now=self.now, **form.cleaned_data)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        # Whoever answers again does so to the number that stands on the page by now.
        form.data = form.data.copy()
        form.data["share"] = str(self.get_initial()["share"] or "")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(leaving=self.leaving, asked=self.asked, own=self.own, **kwargs)


class TakeBackLeaving(OfLeaving, PoolAction):
    def act(self) -> None:
        take_back_leaving(leaving=self.leaving, by=self.profile, now=self.now)


class CarryOutLeaving(OfLeaving, PoolAction):
    def act(self) -> None:
        carry_out_leaving(leaving=self.leaving, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        if membership_of(self.pool, self.profile) is None:
            return reverse("pools:pools")
        return super().get_success_url()


class SettleLeaving(OfLeaving, PoolFormPage):
    """What was left to get or to pay has been paid."""

    template_name = "pools/settle_leaving.html"
    permission = Permission.ORGANISE_POOL
    form_class = SettleForm

    @cached_property
    def balance(self) -> Decimal:
        return balance_of_member(self.pool, self.leaving.membership.profile)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pool": self.pool}

    def get_initial(self) -> dict[str, Any]:
        return {"amount": abs(self.balance)}

    def operate(self, form: BaseForm) -> Transfer:
        return settle_rest(leaving=self.leaving, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            leaving=self.leaving,
            person=self.leaving.membership.profile,
            to_get=max(self.balance, NOTHING),
            to_pay=max(-self.balance, NOTHING),
            **kwargs,
        )
