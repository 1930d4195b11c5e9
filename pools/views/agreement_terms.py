"""Making an agreement: one thing on a page, and at the end everything that was answered, to be looked at once more."""

from typing import Any

from django.forms import BaseForm, Form
from django.http import Http404
from django.urls import reverse

from pools.forms.agreement_terms import TermsForm, pages_for
from pools.models import Agreement, AgreementDraft, Pool
from pools.operations.agreement import freeze_agreement
from pools.operations.agreement_draft import keep_draft, terms_in_hand
from pools.operations.agreement_terms import missing_from
from pools.queries.agreements import latest_agreement
from pools.queries.decisions import agreed_proposal, frozen_figures
from pools.views.pool_page import PoolFormPage
from portal.permissions import Permission


class OfTerms(PoolFormPage):
    """Something that only the organiser does: with `self.terms`, what is answered so far."""

    permission = Permission.ORGANISE_POOL

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        self.terms = terms_in_hand(pool)
        return pool

    def check_url(self) -> str:
        return reverse("pools:freeze_agreement", args=[self.pool.pk])

    def page_url(self, page: type[TermsForm]) -> str:
        return reverse("pools:agreement_terms", args=[self.pool.pk, page.slug])


class FreezeAgreement(OfTerms):
    """Check your answers, and make the version."""

    template_name = "pools/freeze_agreement.html"
    form_class = Form

    def operate(self, form: BaseForm) -> Agreement:
        return freeze_agreement(pool=self.pool, terms=self.terms, by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, pages = agreed_proposal(self.pool), pages_for(self.terms)
        earlier = latest_agreement(self.pool)
        has_begun = earlier is not None or AgreementDraft.objects.filter(pool=self.pool).exists()
        return super().get_context_data(
            figures=frozen_figures(proposal) if proposal else None,
            earlier=earlier,
            has_begun=has_begun,
            first_url=self.page_url(pages[0]),
            pages=[self._answered(page) for page in pages],
            missing=[sentence for _name, sentence in missing_from(self.terms)] if has_begun else [],
            **kwargs,
        )

    def _answered(self, page: type[TermsForm]) -> dict[str, Any]:
        answers = [answer for answer in page.answered(self.terms) if answer.words]
        return {
            "title": page.title,
            "about": page.about,
            "picture": page.picture,
            "url": f"{self.page_url(page)}?check=1",
            "answers": answers,
        }


class AgreementTermsPage(OfTerms):
    """One page of questions. What is answered is kept at once."""

    template_name = "pools/agreement_terms.html"

    def get_form_class(self) -> type[TermsForm]:
        return self.page

    def get_thing(self) -> Pool:
        pool = super().get_thing()
        pages = pages_for(self.terms)
        self.page = next((page for page in pages if page.slug == self.kwargs["page"]), TermsForm)
        if self.page not in pages:
            raise Http404
        return pool

    def get_initial(self) -> dict[str, Any]:
        return self.page.initial_from(self.terms)

    def operate(self, form: BaseForm) -> AgreementDraft:
        draft = keep_draft(pool=self.pool, answers=form.answers(), by=self.profile, now=self.now)
        # The ticks of one page decide which others there are.
        self.terms = terms_in_hand(self.pool)
        return draft

    def get_success_url(self) -> str:
        return self.next_url()

    def next_url(self) -> str:
        """The page after this one; the last of all is where everything is checked."""
        pages = pages_for(self.terms)
        after = pages[pages.index(self.page) + 1 :]
        # Who came to change one answer goes back, unless the ticks have brought pages that nobody has seen.
        if self.request.GET.get("check") and not any(page.annex for page in after[:1]):
            return self.check_url()
        return self.page_url(after[0]) if after else self.check_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = pages_for(self.terms)
        return super().get_context_data(
            page=self.page,
            step=pages.index(self.page) + 1,
            steps=len(pages),
            next_url=self.next_url(),
            check_url=self.check_url(),
            **kwargs,
        )
