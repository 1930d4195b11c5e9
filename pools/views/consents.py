"""The yes of others, in writing."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import View

from pools.forms.consent import AddConsentForm, FileConsentForm, NeedConsentForm
from pools.forms.costing import ReasonForm
from pools.models import Consent, ConsentPaper, Pool
from pools.operations.consent import add_consent, file_consent, need_consent, renew_consent, waive_consent
from pools.views.pool_page import OfPool, PoolFormPage, PoolPage
from portal.views.files import as_download


class Consents(PoolPage):
    template_name = "pools/consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consents = self.pool.consents.select_related("filed_by").prefetch_related("papers__filed_by")
        today = timezone.localdate(self.now)
        run_out = {consent.pk for consent in consents if consent.has_run_out(today)}
        return super().get_context_data(consents=consents, run_out=run_out, **kwargs)


class AddConsent(PoolFormPage):
    template_name = "pools/add_consent.html"
    form_class = AddConsentForm
    leads_to = "pools:consents"

    def operate(self, form: BaseForm) -> Consent:
        return add_consent(pool=self.pool, by=self.profile, now=self.now, **form.cleaned_data)


class OfConsent(OfPool):
    """About one consent."""

    leads_to = "pools:consents"

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.consent = self.part(Consent)
        return pool

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent=self.consent, **kwargs)


class NeedConsent(OfConsent, PoolFormPage):
    template_name = "pools/need_consent.html"
    form_class = NeedConsentForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.consent.name}

    def operate(self, form: BaseForm) -> Consent:
        return need_consent(consent=self.consent, by=self.profile, now=self.now, **form.cleaned_data)


class WaiveConsent(OfConsent, PoolFormPage):
    template_name = "pools/waive_consent.html"
    form_class = ReasonForm

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.consent.not_needed_reason}

    def operate(self, form: BaseForm) -> Consent:
        return waive_consent(consent=self.consent, by=self.profile, now=self.now, **form.cleaned_data)


class FileConsent(OfConsent, PoolFormPage):
    template_name = "pools/file_consent.html"
    form_class = FileConsentForm

    def operate(self, form: BaseForm) -> Consent:
        return file_consent(consent=self.consent, by=self.profile, now=self.now, **form.cleaned_data)


class RenewConsent(OfConsent, PoolFormPage):
    template_name = "pools/renew_consent.html"
    form_class = FileConsentForm

    def operate(self, form: BaseForm) -> Consent:
        return renew_consent(consent=self.consent, by=self.profile, now=self.now, **form.cleaned_data)


class ConsentPaperPage(OfPool, View):
    """The paper itself, for members."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        consent = self.part(Consent.objects.select_related("file"))
        if consent.file is None:
            raise Http404
        return as_download(consent.file)


class EarlierConsentPaper(OfPool, View):
    """A paper that a newer one has replaced, for members."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        papers = ConsentPaper.objects.filter(consent__pool=self.pool).select_related("file")
        return as_download(get_object_or_404(papers, pk=self.kwargs["pk"]).file)
