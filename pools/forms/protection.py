"""What members fill in about savings and insurance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.paper import last_day_field, paper_field
from pools.forms.words import TOO_LONG
from pools.models import InsuranceModel
from portal.widgets import Radios


class AssuranceForm(forms.Form):
    given_by = forms.CharField(
        label=_("Who gave you their word?"),
        help_text=_("Give the name of the person, and where they work."),
        max_length=120,
        error_messages={"required": _("Say who gave you their word."), "max_length": TOO_LONG},
    )
    words = forms.CharField(
        label=_("What did they say?"),
        help_text=_("Use their own words, as exactly as you can."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write down what they said."), "max_length": TOO_LONG},
    )
    valid_until = last_day_field()
    file = paper_field()


class InsuranceForm(forms.Form):
    model = forms.ChoiceField(
        choices=InsuranceModel.choices,
        label=_("How are you insured?"),
        widget=Radios(
            hints={
                InsuranceModel.JOINT: _("A policy that is made for the pool."),
                InsuranceModel.EACH: _("Each company adds a line about the pool."),
            }
        ),
        error_messages={"required": _("Choose how you are insured.")},
    )
    insurer = forms.CharField(
        label=_("What is the insurance company called?"),
        max_length=120,
        error_messages={"required": _("Give the name of the insurance company."), "max_length": TOO_LONG},
    )
    number = forms.CharField(
        label=_("What is the number of the policy?"),
        max_length=60,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    valid_until = last_day_field(required=True)
    file = paper_field()
