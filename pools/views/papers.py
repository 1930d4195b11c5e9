"""One's own papers in a pool, and the returns of a quarter."""

import csv
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import View

from pools.forms.papers import PaperForm
from pools.models import PaperLayout, PoolDocument
from pools.operations.documents import ask_for_own_document
from pools.quarter import Quarter
from pools.queries.documents import documents_for
from pools.queries.member_papers import place_of
from pools.queries.returns import FIGURES, MemberReturn, pool_returns
from pools.views.money import as_text
from pools.views.money_page import BooksPage, MoneyPage, OfBooks
from pools.views.pool_page import OfPool, PoolFormPage
from portal.models import Format
from portal.queries import needs_of


class Papers(MoneyPage):
    """The papers that are mine to read: the agreements, and those about myself."""

    template_name = "pools/papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = documents_for(self.profile, pool=self.pool).order_by("-asked_at", "-id")
        now = Quarter.of(self.now)
        return super().get_context_data(papers=papers.defer("file__content"), quarters=[now, now.before], **kwargs)


class AskForPaper(PoolFormPage):
    """Ask for a statement, or for papers for the council."""

    template_name = "pools/ask_for_paper.html"
    form_class = PaperForm

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"today": timezone.localdate(self.now), "year_end": place_of(self.pool, self.profile).year_end}
        return super().get_form_kwargs() | own

    def get_initial(self) -> dict[str, Any]:
        return {"layout": self._usual_layout()}

    def operate(self, form: BaseForm) -> PoolDocument:
        return ask_for_own_document(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def _usual_layout(self) -> PaperLayout:
        needs = needs_of(self.profile)
        if self.request.easy_read or needs.has_format(Format.EASY_READ):
            return PaperLayout.EASY
        return PaperLayout.LARGE if needs.has_format(Format.LARGE_PRINT) else PaperLayout.STANDARD


class OfQuarter(OfPool):
    """About a quarter that has begun."""

    def get_quarter(self) -> Quarter:
        try:
            quarter = Quarter.parse(self.kwargs["quarter"])
        except ValueError as error:
            raise Http404 from error
        if quarter > Quarter.of(self.now):
            raise Http404
        return quarter


class QuarterlyReturns(OfQuarter, BooksPage):
    """Every member's part of a quarter, and that all of them are the pool."""

    template_name = "pools/quarterly_returns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quarter = self.get_quarter()
        return super().get_context_data(**kwargs | {"quarter": quarter, "returns": pool_returns(self.pool, quarter)})


class QuarterlyReturnsCsv(OfQuarter, OfBooks, View):
    """The same as a file, with the pool's own figures in the last line."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        returns = pool_returns(self.pool, self.get_quarter())
        return _csv(list(returns.members), name=f"returns-{self.get_quarter()}.csv", last=returns.pool)


class OwnReturnCsv(OfQuarter, View):
    """One's own line of it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        members = pool_returns(self.pool, self.get_quarter()).members
        own = [found for found in members if found.membership.profile_id == self.profile.pk]
        return _csv(own, name=f"own-return-{self.get_quarter()}.csv")


def _csv(members: list[MemberReturn], *, name: str, last: Any = None) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    lines = csv.writer(response)
    lines.writerow(["who", *FIGURES])
    for found in members:
        row = [getattr(found.figures, figure) for figure in FIGURES]
        lines.writerow([as_text(found.membership.profile.shown_name), *row])
    if last is not None:
        lines.writerow(["the pool", *(getattr(last, figure) for figure in FIGURES)])
    return response
