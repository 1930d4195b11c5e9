"""What each member fills in about their own part."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import PooledPart
from pools.operations.own_part import OwnPart
from portal.models import FundingKind
from portal.widgets import DateBoxes, Radios


class OwnPartForm(forms.Form):
    pooled_part = forms.ChoiceField(
        choices=PooledPart.choices,
        label=_("How much of your money for this goes into the pool?"),
        help_text=_("The others see this."),
        widget=Radios(
            hints={
                PooledPart.PART: _("The rest stays yours, for whatever you like."),
                PooledPart.WAITING: _("You are in the pool, and you vote. You pay nothing yet."),
            }
        ),
        error_messages={"required": _("Choose how much goes into the pool.")},
    )
    funding_kind = forms.ChoiceField(
        choices=FundingKind.choices,
        label=_("Where does your money come from?"),
        help_text=_("Nobody else sees this, unless you tick the box below."),
        widget=Radios,
        error_messages={"required": _("Choose where the money comes from. You can also choose not to say.")},
    )
    names_funding = forms.BooleanField(
        label=_("The others, and the agreement, may say where my money comes from"), required=False
    )
    must_haves = forms.CharField(
        label=_("What must it do for you?"),
        help_text=_("In your own words: what has to be in it, so that it is right for you. The others see this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    pays_from = forms.DateField(
        label=_("From which day do you pay?"),
        help_text=_("Leave it empty if you pay from the first day. The others see this."),
        widget=DateBoxes,
        required=False,
        error_messages={"invalid": ASK_DAY["invalid"]},
    )
    year_end = forms.DateField(
        label=_("When does the year of your budget end?"),
        help_text=_(
            "For example 31 3 2027. For other people it may be another day: that is normal. Only you see this."
        ),
        widget=DateBoxes,
        required=False,
        error_messages={"invalid": ASK_DAY["invalid"]},
    )

    def part(self) -> OwnPart:
        answers: dict[str, Any] = self.cleaned_data
        kinds = {
            "funding_kind": FundingKind(answers["funding_kind"]),
            "pooled_part": PooledPart(answers["pooled_part"]),
        }
        return OwnPart(**answers | kinds)
