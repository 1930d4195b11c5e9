"""Reading and signing an agreement, taking a signature back, and its paper."""

from datetime import date
from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pools.forms.agreement import SignAgreementForm, WithdrawSignatureForm
from pools.models import OF_AGREEMENT, Agreement, Signature, SignatureWithdrawal
from pools.operations.agreement import sign_agreement, withdraw_signature
from pools.operations.documents import ask_for_papers
from pools.queries.agreement_changes import changes_in
from pools.queries.agreements import (
    cooling_off_until,
    is_open_for_signing,
    latest_agreement,
    may_withdraw,
    signature_of,
    signers_of,
    versions_of,
)
from pools.queries.documents import document_of
from pools.queries.pools import state_of
from pools.views.pool_page import PoolPage
from portal.permissions import Permission
from portal.views.files import as_download
from portal.views.page import ActionPage, FormPage, Page, PageMixin


class Agreements(PoolPage):
    """Every version of a pool's agreement; the way to it that is always there."""

    template_name = "pools/agreements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = latest_agreement(self.pool)
        return super().get_context_data(
            versions=versions_of(self.pool),
            is_open=newest is not None and is_open_for_signing(newest),
            is_organiser=self.pool.organiser_id == self.profile.pk,
            **kwargs,
        )


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
        return signature_of(self.agreement, self.profile)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest, signature = latest_agreement(self.agreement.pool), self.own_signature()
        return super().get_context_data(**kwargs) | {
            "agreement": self.agreement,
            "pool": self.agreement.pool,
            "newer": newest if newest and newest.version > self.agreement.version else None,
            "own_share": self.agreement.share_of(self.profile),
            "own_signature": signature,
            "is_open": is_open_for_signing(self.agreement),
            "until": self.may_think_again_until(),
            "may_withdraw": signature is not None and self.may_withdraw(),
        }

    def may_think_again_until(self) -> date | None:
        """The last day of the time after the last signature, as long as it is not over."""
        until = cooling_off_until(self.agreement)
        return until if until is not None and timezone.localdate(self.now) <= until else None

    def may_withdraw(self) -> bool:
        pool_state = state_of(self.agreement.pool)
        return may_withdraw(self.agreement, pool_state=pool_state, today=timezone.localdate(self.now))


class AgreementPage(OfAgreement, Page):
    template_name = "pools/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signers=signers_of(self.agreement),
            changes=changes_in(self.agreement),
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
            "cooling_off_days": agreement.cooling_off_days,
        }

    def operate(self, form: BaseForm) -> Signature:
        return sign_agreement(agreement=self.agreement, words=form.words(), by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.address("signed_agreement")


class WithdrawSignature(OfAgreement, FormPage):
    template_name = "pools/withdraw_signature.html"
    permission = Permission.SIGN_AGREEMENT
    form_class = WithdrawSignatureForm

    def operate(self, form: BaseForm) -> SignatureWithdrawal:
        return withdraw_signature(agreement=self.agreement, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.agreement.get_absolute_url()


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
    """How the papers are coming along: the one to keep, and the one in Easy Read."""

    template_name = "pools/agreement_document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = [document_of(self.agreement, kind) for kind in OF_AGREEMENT]
        return super().get_context_data(
            document=papers[0],
            papers=[paper for paper in papers if paper is not None],
            # An agreement may have been signed before we made papers in Easy Read.
            is_one_missing=papers[0] is not None and None in papers,
            is_waiting=any(paper.is_on_its_way for paper in papers if paper is not None),
            **kwargs,
        )


class MakeDocument(OfAgreement, ActionPage):
    """Ask again for what could not be made."""

    def operate(self) -> str:
        ask_for_papers(agreement=self.agreement, by=self.profile, now=self.now)
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
