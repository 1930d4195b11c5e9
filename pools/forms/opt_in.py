"""What people fill in to find out who would like to go on together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import OptInChoice
from portal.widgets import DateBoxes, Radios


class AskWhoGoesOnForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to do together?"),
        help_text=_("Say what it is, how often, and that each pays a share."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what you would like to do together."), "max_length": TOO_LONG},
    )
    supporters = forms.IntegerField(
        label=_("How many people should support you?"),
        help_text=_("Carers or personal assistants, for all of you together. Put 0 if you need nobody."),
        min_value=0,
        max_value=50,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Give a number. Put 0 if you need nobody."),
            "invalid": _("Give a whole number, such as 2."),
            "min_value": _("Please give a number that is not below zero."),
            "max_value": _("Please give a number of 50 or less."),
        },
    )
    closes_on = forms.DateField(label=_("What is the last day to answer?"), widget=DateBoxes, error_messages=ASK_DAY)


class OptInForm(forms.Form):
    choice = forms.ChoiceField(
        choices=OptInChoice.choices,
        label=_("Would you like to go on together?"),
        widget=Radios(
            hints={
                OptInChoice.YES: _("The others see your name. You have not agreed to pay anything yet."),
                OptInChoice.NO: _("Nobody is told that it was you."),
                OptInChoice.NOT_NOW: _("Nobody is told that it was you. You can change your answer later."),
            }
        ),
        error_messages={"required": _("Choose an answer. You can change it later.")},
    )
