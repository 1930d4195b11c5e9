"""Bringing a bank statement: choose a file, look at each line, and then all of it counts or nothing."""

from typing import Any

from django.forms import BaseForm

from pools.forms.bank_import import BringStatementForm, ConfirmStatementForm
from pools.models import BankImport, Pool, RowVerdict
from pools.operations.bank_import import confirm_import, stage_import, throw_away_import
from pools.queries.pools import members_of
from pools.views.money_page import BooksAction, BooksFormPage, BooksPage, OfBooks


class BankImports(BooksPage):
    """The statements that were brought."""

    template_name = "pools/bank_imports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(imports=self.pool.bank_imports.select_related("brought_by"), **kwargs)


class BringStatement(BooksFormPage):
    template_name = "pools/bring_statement.html"
    form_class = BringStatementForm
    result: BankImport

    def get_initial(self) -> dict[str, Any]:
        return {}

    def operate(self, form: BaseForm) -> BankImport:
        return stage_import(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class OfBankImport(OfBooks):
    """About one statement."""

    leads_to = "pools:bank_imports"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.bank_import = self.part(BankImport)
        return pool


class BankImportPage(OfBankImport, BooksFormPage):
    """Each line with our guess; nothing is in the books before this is confirmed."""

    template_name = "pools/bank_import.html"
    form_class = ConfirmStatementForm

    def get_initial(self) -> dict[str, Any]:
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        ready = self.bank_import.rows.filter(verdict=RowVerdict.READY) if self.bank_import.is_staged else []
        return super().get_form_kwargs() | {"rows": ready, "members": members_of(self.pool)}

    def operate(self, form: Any) -> BankImport:
        return confirm_import(bank_import=self.bank_import, payers=form.payers(), by=self.profile, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.bank_import.rows.select_related("profile")
        return super().get_context_data(
            bank_import=self.bank_import,
            others=rows.exclude(verdict=RowVerdict.READY),
            counted=rows.filter(transfer__isnull=False),
            **kwargs,
        )


class ThrowAwayImport(OfBankImport, BooksAction):
    leads_to = "pools:bank_imports"

    def act(self) -> None:
        throw_away_import(bank_import=self.bank_import, by=self.profile, now=self.now)
