"""django-allauth's forms, asking in our words. `ACCOUNT_FORMS` in the settings names them."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.widgets import CodeInput

YOUR_EMAIL = _("Your email address")
EMAIL_MISSING = _("Please give your email address.")
PASSWORD_MISSING = _("Please type your password.")
NEW_PASSWORD_HINT = _(
    "Use at least 8 letters, figures or signs. Three words that only you would put together work well."
)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = YOUR_EMAIL
        self.fields["login"].error_messages["required"] = EMAIL_MISSING
        self.fields["password"].label = _("Your password")
        self.fields["password"].error_messages["required"] = PASSWORD_MISSING
        # The page itself offers a way back in, once, below the button.
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this computer")
        self.fields["remember"].help_text = _("Untick this if other people use the computer.")
        self.fields["remember"].initial = True


class SignUpForm(allauth_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = YOUR_EMAIL
        self.fields["email"].error_messages["required"] = EMAIL_MISSING
        self.fields["email"].help_text = _("We send you a code, to be sure that it is yours.")
        self.fields["password1"].label = _("A password")
        self.fields["password1"].help_text = NEW_PASSWORD_HINT


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = YOUR_EMAIL
        self.fields["email"].error_messages["required"] = EMAIL_MISSING


class CodeMixin(forms.Form):
    code = forms.CharField(
        label=_("The code from the email"),
        widget=CodeInput,
        error_messages={"required": _("Please type the code from the email.")},
    )


class ConfirmSignInCodeForm(CodeMixin, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailCodeForm(CodeMixin, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(CodeMixin, allauth_forms.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = YOUR_EMAIL
        self.fields["email"].error_messages["required"] = EMAIL_MISSING


class NewPasswordMixin(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Your new password")
        self.fields["password1"].help_text = NEW_PASSWORD_HINT
        self.fields["password2"].label = _("Your new password once more")


class ResetPasswordKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Your password")


class AddEmailForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Another email address")


class ChangeEmailForm(allauth_forms.ChangeEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = YOUR_EMAIL
        self.fields["email"].error_messages["required"] = EMAIL_MISSING


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What shall we call it?")
        self.fields["name"].help_text = _("For example: my phone.")
        self.initial["name"] = _("My passkey")


class EditPasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What shall we call it?")
