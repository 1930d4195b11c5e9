"""What members fill in about risks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.words import TOO_LONG


class DescribeRisksForm(forms.Form):
    wanted = forms.CharField(
        label=_("What do you want to do?"),
        help_text=_("Say what you can do, and why it matters to you. The risks come after."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what you want to do."), "max_length": TOO_LONG},
    )


class AddRiskForm(forms.Form):
    what = forms.CharField(
        label=_("What could go wrong?"),
        max_length=300,
        error_messages={"required": _("Say what could go wrong."), "max_length": TOO_LONG},
    )
    answer = forms.CharField(
        label=_("What do you do about it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you do about it."), "max_length": TOO_LONG},
    )
    carried_by = forms.CharField(
        label=_("Who carries this risk?"),
        help_text=_("For example: each of us, the landlord, or the care provider."),
        max_length=120,
        error_messages={"required": _("Say who carries this risk."), "max_length": TOO_LONG},
    )
    accepted_by = forms.CharField(
        label=_("Who has said that this is all right?"),
        help_text=_("Leave it empty if nobody has yet."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
