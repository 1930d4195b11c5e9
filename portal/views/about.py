"""Pages that explain the portal, for anybody to read."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from portal.operations.notifications import absolute_url
from portal.operations.one_time_codes import card_of
from portal.pdf import render_pdf
from portal.permissions import Permission
from portal.request import PortalRequest
from portal.views.page import PageMixin


class Help(TemplateView):
    template_name = "portal/help.html"


class Privacy(TemplateView):
    """Who sees what; above all, what the council sees."""

    template_name = "portal/privacy.html"


class Accessibility(TemplateView):
    template_name = "portal/accessibility.html"


class SignInCard(LoginRequiredMixin, TemplateView):
    """A card to print and keep: how to get back in. It holds nothing that opens the door by itself."""

    template_name = "portal/sign_in_card.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Whoever has not joined the area, and a commissioner, get in by their email alone.
        profile = self.request.profile
        has_number = profile is not None and not profile.is_commissioner
        card = card_of(profile=profile, now=timezone.now()) if has_number else None
        return super().get_context_data(card=card, **kwargs)


class SignInCardPdf(PageMixin):
    """The card as a PDF, of the size that fits a wallet."""

    permission = Permission.EDIT_OWN_PROFILE

    def get(self, request: PortalRequest, *args: object, **kwargs: object) -> HttpResponse:
        card = card_of(profile=self.profile, now=self.now)
        site = absolute_url(request.area, "/").removesuffix("/")
        context = {"area": request.area, "profile": self.profile, "card": card, "site": site}
        headers = {"Content-Disposition": 'attachment; filename="my-card.pdf"', "Cache-Control": "private, no-store"}
        content = render_pdf("portal/pdf/sign_in_card.html", context, now=self.now)
        return HttpResponse(content, content_type="application/pdf", headers=headers)
