"""The pool's money: what there is, where each number comes from, and what is done with it."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import View

from pools.forms.money import (
    OfferTaskForm,
    PayBillForm,
    ReceiveFromPayerForm,
    RefundForm,
    SetAsideForm,
    TakeFromAsideForm,
    WhyForm,
)
from pools.models import Account, MoneyPath, MoneyTask, Pool, Transfer
from pools.operations.money import receive_from_payer, record_refund, set_aside, take_from_aside
from pools.operations.money_correction import put_right
from pools.operations.money_task import offer_task, record_in_kind, withdraw_task
from pools.operations.purchase import pay_bill
from pools.queries.contributions import contribution_status
from pools.queries.ledger import NOTHING, account_lines, left_to_spend, money_held, owner_of, put_aside, transfers_of
from pools.queries.money import (
    SeenTransfer,
    account_of,
    holder_named,
    may_read_account,
    readable_balances,
    seen_transfers,
    sellers_of,
    sellers_owed,
    tasks_of,
)
from pools.views.money_page import BooksAction, BooksFormPage, MoneyFormPage, MoneyPage, OfMoney
from pools.views.pool_page import PoolAction

LAST_ENTRIES = 5
ON_A_PAGE = 20


class OfTransfers(OfMoney):
    """About what is in the books, as this person may see it."""

    def seen(self, transfers: Any) -> list[SeenTransfer]:
        return seen_transfers(transfers, profile=self.profile, keeps_books=self.keeps_books)


class Money(OfTransfers, MoneyPage):
    """The room: what is there, what is still to come, and the last entries."""

    template_name = "pools/money.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = contribution_status(self.pool, timezone.localdate(self.now))
        left = left_to_spend(self.pool)
        return super().get_context_data(
            held=money_held(self.pool),
            left=left,
            over=max(-left, NOTHING),
            aside=put_aside(self.pool),
            owed=sellers_owed(self.pool),
            holder=holder_named(self.pool),
            own=next(money for money in members if money.membership.profile_id == self.profile.pk),
            last=self.seen(transfers_of(self.pool)[:LAST_ENTRIES]),
            is_at_the_place=self.pool.money_path == MoneyPath.VENUE,
            **kwargs,
        )


class Books(OfTransfers, MoneyPage):
    """Everything that happened to the money, the newest first, and what stands in each account."""

    template_name = "pools/books.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(transfers_of(self.pool), ON_A_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = self.seen(page.object_list)
        balances = readable_balances(self.pool, profile=self.profile, keeps_books=self.keeps_books)
        return super().get_context_data(
            page_obj=page,
            balances=[(owner_of(balance.account), balance) for balance in balances],
            **kwargs,
        )


class BooksCsv(OfTransfers, View):
    """The same as a file, with a line for each entry: each transfer's lines sum to zero."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="books-{self.pool.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        lines = csv.writer(response)
        lines.writerow(["transfer", "date", "kind", "what", "account", "amount"])
        for seen in self.seen(transfers_of(self.pool)):
            transfer = seen.transfer
            for entry in seen.entries:
                what = [transfer.pk, transfer.happened_on, transfer.kind, as_text(transfer.words)]
                lines.writerow([*what, as_text(entry.whose), entry.amount])
        return response


class OwnAccount(MoneyPage):
    """One's own account, with the balance after each entry."""

    template_name = "pools/own_account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = account_of(self.pool, self.profile)
        return super().get_context_data(
            account=account, statement=account_lines(account) if account else None, **kwargs
        )


class AccountPage(MoneyPage):
    """Any account that this person may read: where its number comes from."""

    template_name = "pools/account.html"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.account = self.part(Account.objects.select_related("profile"))
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not may_read_account(self.account, profile=self.profile, keeps_books=self.keeps_books):
            raise Http404
        return super().get_context_data(
            account=self.account, owner=owner_of(self.account), statement=account_lines(self.account), **kwargs
        )


# Spending -----------------------------------------------------------------------------------------


class PayBill(BooksFormPage):
    template_name = "pools/pay_bill.html"
    form_class = PayBillForm
    day_field = "paid_on"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owed": sellers_owed(self.pool)}

    def operate(self, form: BaseForm) -> Transfer:
        return pay_bill(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(owed=sellers_owed(self.pool), held=money_held(self.pool), **kwargs)


class SetAside(BooksFormPage):
    template_name = "pools/set_aside.html"
    form_class = SetAsideForm

    def operate(self, form: BaseForm) -> Transfer:
        return set_aside(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(left=left_to_spend(self.pool), **kwargs)


class TakeFromAside(BooksFormPage):
    template_name = "pools/take_from_aside.html"
    form_class = TakeFromAsideForm

    def operate(self, form: BaseForm) -> Transfer:
        return take_from_aside(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(aside=put_aside(self.pool), **kwargs)


class RecordRefund(BooksFormPage):
    template_name = "pools/record_refund.html"
    form_class = RefundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sellers": sellers_of(self.pool)}

    def operate(self, form: BaseForm) -> Transfer:
        return record_refund(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class ReceiveFromPayer(BooksFormPage):
    template_name = "pools/receive_from_payer.html"
    form_class = ReceiveFromPayerForm

    def operate(self, form: BaseForm) -> Transfer:
        return receive_from_payer(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class PutRight(BooksFormPage):
    template_name = "pools/put_right.html"
    form_class = WhyForm
    leads_to = "pools:books"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.transfer = self.part(Transfer.objects.select_related("reverses").prefetch_related("entries__account"))
        return pool

    def operate(self, form: BaseForm) -> Transfer:
        return put_right(transfer=self.transfer, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (seen,) = seen_transfers([self.transfer], profile=self.profile, keeps_books=True)
        return super().get_context_data(seen=seen, **kwargs)


# In kind ------------------------------------------------------------------------------------------


class MoneyTasks(MoneyPage):
    """What members do instead of paying."""

    template_name = "pools/money_tasks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tasks=tasks_of(self.pool), owed=sellers_owed(self.pool), **kwargs)


class OfferTask(MoneyFormPage):
    template_name = "pools/offer_task.html"
    form_class = OfferTaskForm
    leads_to = "pools:money_tasks"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owed": sellers_owed(self.pool)}

    def operate(self, form: BaseForm) -> MoneyTask:
        return offer_task(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(owed=sellers_owed(self.pool), **kwargs)


class RecordInKind(BooksAction):
    leads_to = "pools:money_tasks"

    def act(self) -> None:
        record_in_kind(task=self.part(MoneyTask), by=self.profile, now=self.now)


class WithdrawTask(OfMoney, PoolAction):
    leads_to = "pools:money_tasks"

    def act(self) -> None:
        withdraw_task(task=self.part(MoneyTask), by=self.profile, now=self.now)


def as_text(words: str) -> str:
    """
    Words for a cell of a spreadsheet, which takes what begins with one of these signs for a formula and runs it.

    Amounts are numbers of ours, and stay as they are.
    """
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
