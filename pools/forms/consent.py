"""What members fill in about the yes of somebody outside the pool."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import ConsentKind
from portal.widgets import DateBoxes, Radios


class NeedConsentForm(forms.Form):
    name = forms.CharField(
        label=_("Who has to say yes?"),
        help_text=_("Give the name of the person or the organisation."),
        max_length=120,
        error_messages={"required": _("Give the name of who has to say yes."), "max_length": TOO_LONG},
    )


class AddConsentForm(NeedConsentForm):
    kind = forms.ChoiceField(
        choices=ConsentKind.choices,
        label=_("Whose yes is it?"),
        widget=Radios,
        error_messages={"required": _("Choose whose yes it is.")},
    )
    field_order = ["kind"]


class FileConsentForm(forms.Form):
    file = forms.FileField(
        label=_("The letter or email"),
        help_text=_("A PDF or a picture (PNG or JPEG), up to 10 MB. You can take a photo of a letter."),
        max_length=200,
        error_messages={
            "required": _("Choose the file with their yes."),
            "empty": _("This file is empty. Please choose another."),
            "max_length": _("The file has a very long name. Please give it a shorter one."),
        },
    )
    dated_on = forms.DateField(label=_("What date is on it?"), widget=DateBoxes, error_messages=ASK_DAY)
    valid_until = forms.DateField(
        label=_("Until what day does it count?"),
        help_text=_("Leave it empty if the letter does not say."),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )
