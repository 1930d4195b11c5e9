"""Checking a paper. For anybody, without signing in."""

from django.http import HttpResponse
from django.views.generic import FormView

from pools.forms.verification import VerifyForm
from portal.operations.refusal import Refusal


class Verify(FormView):
    """Is this paper as we made it? The answer is on the same page, and nothing is kept."""

    template_name = "pools/verify.html"
    form_class = VerifyForm

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        try:
            verdict = form.verdict()
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=VerifyForm(), verdict=verdict))
