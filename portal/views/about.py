"""Pages that explain the portal, for anybody to read."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView


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
