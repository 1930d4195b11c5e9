"""Making, reading and signing an agreement, and its paper."""

from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from pools.forms.agreement import FreezeAgreementForm, SignAgreementForm
from pools.models import Agreement, Signature
from pools.operations.agreement import freeze_agreement, sign_agreement
from pools.operations.documents import ask_for_document
from pools.queries.agreements import document_of, is_open_for_signing, latest_agreement, signers_of
from pools.queries.decisions import agreed_proposal, frozen_figures
from pools.views.pool_page import PoolFormPage
from portal.permissions import Permission
from portal.views.files import as_download
from portal.views.page import ActionPage, FormPage, Page, PageMixin


class FreezeAgreement(PoolFormPage):
    template_name = "pools/freeze_agreement.html"
    permission = Permission.ORGANISE_POOL
    form_class = FreezeAgreementForm

    def get_initial(self) -> dict[str, Any]:
        earlier = latest_agreement(self.pool)
        return {name: getattr(earlier, name) for name in FreezeAgreementForm.base_fields} if earlier else {}

    def operate(self, form: BaseForm) -> Agreement:
        return freeze_agreement(pool=self.pool, terms=form.terms(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = agreed_proposal(self.pool)
        figures = frozen_figures(proposal) if proposal else None
        return super().get_context_data(figures=figures, earlier=latest_agreement(self.pool), **kwargs)


class OfAgreement(PageMixin):
    """A page about one version of a pool's agreement. Outsiders do not learn that there is one."""

    permission = Permission.READ_AGREEMENT
    hides = True

    def get_thing(self) -> Agreement:
        agreements = Agreement.objects.with_state().select_related("pool__organiser", "frozen_by")
        self.agreement: Agreement = get_object_or_404(
            agreements, pool=self.kwargs["pool"], version=self.kwargs["version"]
        )
        return self.agreement

    def address(self, name: str) -> str:
        """The address of another page of this agreement."""
        return reverse(f"pools:{name}", args=[self.agreement.pool_id, self.agreement.version])

    def own_signature(self) -> Signature | None:
        return Signature.objects.filter(agreement=self.agreement, profile=self.profile).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = latest_agreement(self.agreement.pool)
        return super().get_context_data(**kwargs) | {
            "agreement": self.agreement,
            "pool": self.agreement.pool,
            "newer": newest if newest and newest.version > self.agreement.version else None,
            "own_share": self.agreement.share_of(self.profile),
            "own_signature": self.own_signature(),
            "is_open": is_open_for_signing(self.agreement),
        }


class AgreementPage(OfAgreement, Page):
    template_name = "pools/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signers=signers_of(self.agreement),
            document=document_of(self.agreement),
            is_organiser=self.agreement.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


class SignAgreement(OfAgreement, FormPage):
    template_name = "pools/sign_agreement.html"
    permission = Permission.SIGN_AGREEMENT
    form_class = SignAgreementForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.own_signature() is not None:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        agreement = self.agreement
        return {
            **super().get_form_kwargs(),
            "name": agreement.name_of(self.profile),
            "share": agreement.share_of(self.profile),
        }

    def operate(self, form: BaseForm) -> Signature:
        return sign_agreement(agreement=self.agreement, words=form.words(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.address("signed_agreement")


class SignedAgreement(OfAgreement, Page):
    """What somebody sees who has signed."""

    template_name = "pools/signed_agreement.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.own_signature() is None:
            return redirect(self.agreement)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signers = signers_of(self.agreement)
        return super().get_context_data(
            signers=signers,
            signed=sum(signer.signature is not None for signer in signers),
            document=document_of(self.agreement),
            **kwargs,
        )


class AgreementDocumentPage(OfAgreement, Page):
    """How the paper is coming along. A script that asks gets the part of the page that changes."""

    template_name = "pools/agreement_document.html"

    def get_template_names(self) -> list[str]:
        is_script = self.request.headers.get("HX-Request") == "true"
        return ["pools/_agreement_document.html"] if is_script else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(document=document_of(self.agreement), **kwargs)

    def render_to_response(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().render_to_response(*args, **kwargs)
        response["Vary"] = "HX-Request"
        return response


class MakeDocument(OfAgreement, ActionPage):
    """Ask again for a paper that could not be made."""

    def operate(self) -> str:
        ask_for_document(agreement=self.agreement, by=self.profile, now=self.now)
        return self.address("agreement_document")

    def refused_url(self) -> str:
        return self.agreement.get_absolute_url()


class DownloadAgreement(OfAgreement):
    """The paper itself; until it is there, the page that says how it is coming along."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = document_of(self.agreement)
        if document is None or document.file is None:
            return redirect(self.address("agreement_document"))
        return as_download(document.file)
