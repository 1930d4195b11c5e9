"""How signing in differs here from django-allauth's own way."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECOND_LOCK = "allauth.mfa.stages.AuthenticateStage"


class PortalAccountAdapter(DefaultAccountAdapter):
    """Cookies belong to one area's hostname, so redirects stay there too."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in is closed. Please talk to us."),
        "email_password_mismatch": _(
            "That email address and password do not go together. Please try again, or ask for a code by email."
        ),
        "email_taken": _("Somebody has already joined with this email address."),
        "enter_current_password": _("Please type the password that you use now."),
        "incorrect_code": _("That is not the code we sent. Please look at the email and type it again."),
        "incorrect_password": _("That is not your password. Please try again."),
        "invalid_or_expired_key": _("That link is too old, or was used before. Please ask for a new one."),
        "invalid_password_reset": _("That link is too old, or was used before. Please ask for a new one."),
        "too_many_login_attempts": _("You have tried many times. Please wait a few minutes, then try again."),
        "rate_limited": _("You have tried many times. Please wait a few minutes, then try again."),
        "unknown_email": _("Nobody has joined with this email address yet."),
        "same_as_current": _("That is the one you have now. Please type another one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anyone may join: nobody needs a budget, a diagnosis or a referral."""
        return True

    def get_login_stages(self) -> list[str]:
        """
        A passkey is one more way in, never a second lock.

        Otherwise whoever adds one for convenience, and then loses the telephone it is on, could no longer
        come in with an emailed code.
        """
        return [stage for stage in super().get_login_stages() if stage != SECOND_LOCK]
