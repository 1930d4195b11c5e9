"""What members fill in to sign an agreement."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pools.forms.words import TOO_LONG
from pools.models import WayOfReading
from pools.operations.agreement import SignedWords
from portal.money import format_amount
from portal.widgets import Tickboxes


class SignAgreementForm(forms.Form):
    """
    A signature: being in the pool and the cost are two questions, each with its own answer.

    :param name: as it stands in the agreement
    :param share: what this person pays
    :param cooling_off_days: how long there is to think again after the last signature
    """

    agrees_to_pool = forms.BooleanField(
        label=_("I agree to be in this pool"),
        error_messages={"required": _("Tick the box if you agree to be in this pool. If you do not, do not sign.")},
    )
    agrees_to_cost = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree to this cost. If you do not, do not sign.")},
    )
    knows_liability = forms.BooleanField(
        label=_("I have read the warning: each of us can be asked to pay, and one of us for all"),
        error_messages={"required": _("Please read the warning, and tick the box when you have.")},
    )
    typed_name = forms.CharField(
        label=_("Type your name to sign"),
        max_length=120,
        error_messages={"required": _("Type your name to sign."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    supporter_name = forms.CharField(
        label=_("Did somebody help you to read or sign? Who?"),
        help_text=_("Their name is written beside yours."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    witness_name = forms.CharField(
        label=_("Did somebody see you sign? Who?"),
        help_text=_("You do not need a witness. Some people like to have one."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    had_it_in = forms.MultipleChoiceField(
        choices=WayOfReading.choices,
        label=_("How did you have the agreement?"),
        help_text=_("Tick what is true, if you want it written down beside your name. You can leave this empty."),
        required=False,
        widget=Tickboxes,
        error_messages={"invalid_choice": _("Choose how you had it from the list.")},
    )
    waives_cooling_off = forms.BooleanField(
        label=_("I do not want to wait. If all of us say so, we can buy it at once"), required=False
    )

    def __init__(self, *args: Any, name: str, share: Decimal, cooling_off_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cooling_off_days:
            self.fields["waives_cooling_off"].help_text = ngettext(
                "Without this tick, everybody has %(count)d day to think again after the last signature.",
                "Without this tick, everybody has %(count)d days to think again after the last signature.",
                cooling_off_days,
            ) % {"count": cooling_off_days}
        else:
            del self.fields["waives_cooling_off"]
        self.fields["agrees_to_cost"].label = _("I agree to this cost: %(share)s for the first year") % {
            "share": format_amount(share)
        }
        self.fields["typed_name"].help_text = _("As it is in the agreement: %(name)s") % {"name": name}

    def words(self) -> SignedWords:
        return SignedWords(**self.cleaned_data)


class WithdrawSignatureForm(forms.Form):
    """Nothing to fill in: nobody has to say why."""
