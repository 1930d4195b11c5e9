"""The costs, one question on a page, and what each member pays."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from pools.forms.costing import (
    AddLineForm,
    AnswerLineForm,
    ByDaysForm,
    ConfirmShareForm,
    CostSheetForm,
    MoneyPathForm,
    PromiseForm,
    PutAsideForm,
    ReasonForm,
    RenewPriceForm,
    ShareNumbersForm,
    SharingForm,
)
from pools.models import CostLine, CostSheet, MoneyPath, Pool, PoolMembership, SharingRule
from pools.operations.costing import (
    add_line,
    answer_line,
    confirm_share,
    describe_sheet,
    keep_promise,
    put_aside,
    remove_line,
    renew_price,
    set_money_path,
    set_sharing,
    share_by_days,
    waive_line,
)
from pools.queries.costing import current_shares, explain_shares, sheet_of
from pools.queries.pools import OPEN_TO_NEWCOMERS, members_of
from pools.queries.price import PriceStanding, price_standing, price_warning
from pools.queries.shortfall import preview_shortage
from pools.views.pool_page import OfPool, PoolAction, PoolFormPage, PoolPage
from portal.permissions import Permission
from portal.views.files import as_download


class Costs(PoolPage):
    """The whole sheet: what is answered, what is blank, what is set aside."""

    template_name = "pools/costs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, shares = current_shares(self.pool)
        details, today = self.pool.cost_sheet, timezone.localdate(self.now)
        return super().get_context_data(
            sheet=sheet,
            details=details,
            shortage=preview_shortage(self.pool, details=details, sheet=sheet, shares=shares),
            price_warning=price_warning(details, on=today),
            price_is_over=price_standing(details, on=today) == PriceStanding.OVER,
            are_open=self.pool.state in OPEN_TO_NEWCOMERS,
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class CostsForm(PoolFormPage):
    """A question about the costs; its answer leads back to the sheet."""

    leads_to = "pools:costs"


class AddLine(CostsForm):
    template_name = "pools/add_line.html"
    form_class = AddLineForm

    def operate(self, form: BaseForm) -> CostLine:
        return add_line(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfLine(OfPool):
    """About one cost."""

    leads_to = "pools:costs"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.line = self.part(CostLine)
        return pool


class AnswerLine(OfLine, PoolFormPage):
    """What a cost is. What is put aside, in case, may be a percentage of the rest."""

    template_name = "pools/answer_line.html"

    def get_form_class(self) -> type[BaseForm]:
        return PutAsideForm if self.line.is_put_aside else AnswerLineForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.line, name) for name in self.get_form_class().base_fields}

    def operate(self, form: BaseForm) -> CostLine:
        answer = put_aside if self.line.is_put_aside else answer_line
        return answer(line=self.line, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)


class WaiveLine(OfLine, PoolFormPage):
    template_name = "pools/waive_line.html"
    form_class = ReasonForm

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.line.waived_reason}

    def operate(self, form: BaseForm) -> CostLine:
        return waive_line(line=self.line, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)


class RemoveLine(OfLine, PoolAction):
    def act(self) -> None:
        remove_line(line=self.line, by=self.profile, now=self.now)


class KeepPromise(OfLine, PoolFormPage):
    """The promise of somebody outside the pool, in writing."""

    template_name = "pools/keep_promise.html"
    form_class = PromiseForm

    def get_initial(self) -> dict[str, Any]:
        return {"promised_on": self.line.promised_on}

    def operate(self, form: BaseForm) -> CostLine:
        return keep_promise(line=self.line, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(line=self.line, **kwargs)


class PromisePaper(OfPool, View):
    """The paper itself, for members."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        line = self.part(CostLine.objects.select_related("promise"))
        if line.promise is None:
            raise Http404
        return as_download(line.promise)


class RenewPrice(CostsForm):
    """Somebody has asked again: the price still holds until another day."""

    template_name = "pools/renew_price.html"
    form_class = RenewPriceForm

    def operate(self, form: BaseForm) -> CostSheet:
        return renew_price(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(details=self.pool.cost_sheet, **kwargs)


class SetMoneyPath(CostsForm):
    template_name = "pools/set_money_path.html"
    permission = Permission.ORGANISE_POOL
    form_class = MoneyPathForm

    def get_initial(self) -> dict[str, Any]:
        return {"money_path": self.pool.money_path}

    def operate(self, form: BaseForm) -> Pool:
        path = MoneyPath(form.cleaned_data["money_path"])
        return set_money_path(pool=self.pool, money_path=path, by=self.profile, now=self.now)


class DescribeSheet(CostsForm):
    template_name = "pools/describe_sheet.html"
    form_class = CostSheetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form only reads from it: the operation writes.
        return super().get_form_kwargs() | {"instance": self.pool.cost_sheet}

    def operate(self, form: BaseForm) -> CostSheet:
        return describe_sheet(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class Shares(PoolFormPage):
    """
    What each member pays, to the penny, and why. Its button says "I have looked at my share": the number that stood
    on the page comes along.
    """

    template_name = "pools/shares.html"
    form_class = ConfirmShareForm

    def operate(self, form: BaseForm) -> PoolMembership:
        return confirm_share(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet, shares = current_shares(self.pool)
        return super().get_context_data(
            sheet=sheet,
            shares=shares,
            own=next(share for share in shares if share.membership.profile_id == self.profile.pk),
            explanation=explain_shares(sheet=sheet, shares=shares, rule=SharingRule(self.pool.sharing_rule)),
            shortage=preview_shortage(self.pool, details=self.pool.cost_sheet, sheet=sheet, shares=shares),
            are_open=self.pool.state in OPEN_TO_NEWCOMERS,
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class SetSharing(PoolFormPage):
    """Which rule. Where all pay the same that is all; otherwise the numbers come next."""

    template_name = "pools/set_sharing.html"
    permission = Permission.ORGANISE_POOL
    form_class = SharingForm
    leads_to = "pools:shares"

    def get_initial(self) -> dict[str, Any]:
        return {"rule": self.pool.sharing_rule}

    def operate(self, form: BaseForm) -> Pool | None:
        self.rule = SharingRule(form.cleaned_data["rule"])
        if self.rule != SharingRule.EQUAL:
            return None
        return set_sharing(pool=self.pool, rule=self.rule, numbers={}, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        if self.rule == SharingRule.EQUAL:
            return super().get_success_url()
        return reverse("pools:set_share_numbers", args=[self.pool.pk, self.rule])


class ShareByDays(PoolFormPage):
    """Whether who starts later in the year pays for fewer days."""

    template_name = "pools/share_by_days.html"
    permission = Permission.ORGANISE_POOL
    form_class = ByDaysForm
    leads_to = "pools:shares"

    def get_initial(self) -> dict[str, Any]:
        return {"by_days": self.pool.by_days, "first_day": self.pool.first_day}

    def operate(self, form: BaseForm) -> Pool:
        return share_by_days(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class SetShareNumbers(PoolFormPage):
    """One number for each member."""

    template_name = "pools/set_share_numbers.html"
    permission = Permission.ORGANISE_POOL
    form_class = ShareNumbersForm
    leads_to = "pools:shares"

    def get_thing(self) -> Pool:
        if self.kwargs["rule"] not in set(SharingRule) - {SharingRule.EQUAL}:
            raise Http404
        self.rule = SharingRule(self.kwargs["rule"])
        return super().get_thing()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"members": list(members_of(self.pool)), "rule": self.rule}

    def operate(self, form: BaseForm) -> Pool:
        return set_sharing(pool=self.pool, rule=self.rule, numbers=form.numbers(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rule=self.rule, sheet=sheet_of(self.pool), **kwargs)
