"""What members fill in to decide."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import OptionKind
from portal.widgets import DateBoxes, Radios

END_OF_DAY = time(23, 59)


class ProposeForm(forms.Form):
    closes_on = forms.DateField(
        label=_("When does the vote end?"),
        help_text=_("It goes on to the end of this day. Give everybody time to think."),
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )

    def closes_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["closes_on"], END_OF_DAY))


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        choices=OptionKind.choices,
        label=_("What do you say?"),
        widget=Radios,
        error_messages={"required": _("Choose yes, or no change.")},
    )
    private_words = forms.CharField(
        label=_("Is there anything you would like to say in private?"),
        help_text=_("Only the organiser can read this. You can leave it empty."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
