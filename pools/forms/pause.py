"""What members fill in to slow down, and to go on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.words import TOO_LONG


class PausePoolForm(forms.Form):
    about = forms.CharField(
        label=_("What do you want advice about?"),
        help_text=_("For example: “What happens to my benefits”. Everybody in the pool can read this."),
        max_length=300,
        error_messages={"required": _("Say what you want advice about."), "max_length": TOO_LONG},
    )


class ResumePoolForm(forms.Form):
    learned = forms.CharField(
        label=_("What have you learned?"),
        help_text=_("It may help the others. You can leave it empty."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
