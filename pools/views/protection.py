"""A word about savings, and insurance."""

from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import View

from pools.forms.protection import AssuranceForm, InsuranceForm
from pools.models import Insurance, InsuranceModel, SavingsAssurance
from pools.operations.protection import record_assurance, record_insurance
from pools.queries.protection import assurance_of, insurance_of
from pools.views.pool_page import OfPool, PoolFormPage, PoolPage
from portal.views.files import as_download


class Protection(PoolPage):
    template_name = "pools/protection.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assurance, insurance = assurance_of(self.pool), insurance_of(self.pool)
        today = timezone.localdate(self.now)
        return super().get_context_data(
            assurance=assurance,
            assurance_holds=assurance is not None and assurance.holds_on(today),
            insurance=insurance,
            insurance_holds=insurance is not None and insurance.holds_on(today),
            **kwargs,
        )


class RecordAssurance(PoolFormPage):
    template_name = "pools/record_assurance.html"
    form_class = AssuranceForm
    leads_to = "pools:protection"

    def operate(self, form: BaseForm) -> SavingsAssurance:
        return record_assurance(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class RecordInsurance(PoolFormPage):
    template_name = "pools/record_insurance.html"
    form_class = InsuranceForm
    leads_to = "pools:protection"

    def operate(self, form: BaseForm) -> Insurance:
        answer = {**form.cleaned_data, "model": InsuranceModel(form.cleaned_data["model"])}
        return record_insurance(pool=self.pool, by=self.profile, now=self.now, **answer)


class ProtectionPaper(OfPool, View):
    """The paper itself, for members."""

    papers: ClassVar[Any]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.part(self.papers.objects.select_related("file"))
        if paper.file is None:
            raise Http404
        return as_download(paper.file)


class AssurancePaper(ProtectionPaper):
    papers = SavingsAssurance


class InsurancePaper(ProtectionPaper):
    papers = Insurance
