"""To say something in a chat."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm


class SayForm(GuardedForm):
    """One message in a chat."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long. Please keep it under 1,000 letters."),
        },
    )
