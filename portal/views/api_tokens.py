from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.forms import ApiTokenForm
from portal.models import ApiToken
from portal.operations.api_tokens import make_api_token, take_back_api_token
from portal.permissions import Permission
from portal.views.page import ActionPage, FormPage


class ApiTokens(FormPage):
    """The tokens that somebody's programs use. A new one is shown once, on the page that made it."""

    permission = Permission.EDIT_OWN_PROFILE
    form_class = ApiTokenForm
    template_name = "portal/api_tokens.html"

    def tokens(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(user=self.profile.user, revoked_at__isnull=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tokens=self.tokens(), **kwargs)

    def operate(self, form: ApiTokenForm) -> tuple[ApiToken, str]:
        return make_api_token(label=form.cleaned_data["label"], by=self.profile, now=self.now)

    def get_success_url(self) -> str:
        return reverse("portal:api_tokens")

    def form_valid(self, form: ApiTokenForm) -> HttpResponse:
        response = super().form_valid(form)
        if not form.is_valid():
            return response
        made, secret = self.result
        # Told here and now, never kept: a redirect would have to carry the secret somewhere.
        context = self.get_context_data(form=ApiTokenForm(), made=made, secret=secret)
        shown = self.render_to_response(context)
        shown["Cache-Control"] = "no-store"
        return shown


class TakeBackApiToken(ActionPage):
    permission = Permission.EDIT_OWN_PROFILE

    def get_thing(self) -> ApiToken:
        return get_object_or_404(ApiToken, pk=self.kwargs["token_id"], user=self.request.user)

    def operate(self) -> str:
        take_back_api_token(token=self.thing, by=self.profile, now=self.now)
        messages.success(self.request, _("Taken back. This token opens nothing any more."))
        return reverse("portal:api_tokens")

    def refused_url(self) -> str:
        return reverse("portal:api_tokens")
