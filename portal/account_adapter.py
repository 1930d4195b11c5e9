"""How signing in differs here from django-allauth's own way."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class PortalAccountAdapter(DefaultAccountAdapter):
    """Cookies belong to one area's hostname, so redirects stay there too."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may join: nobody needs a budget, a diagnosis or a referral."""
        return True
