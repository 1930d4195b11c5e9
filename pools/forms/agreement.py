"""What members fill in to make an agreement and to sign it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.words import TOO_LONG
from pools.models import LONGEST_NOTICE_DAYS
from pools.operations.agreement import SignedWords
from pools.operations.agreement_clauses import AgreementTerms
from portal.money import format_amount

OUT_OF_RANGE = _("Give a number of days from 0 to 365.")


class FreezeAgreementForm(forms.Form):
    """What only the members can say about their agreement."""

    money_holder = forms.CharField(
        label=_("Who holds the money?"),
        help_text=_("A name. If each of you pays the seller, write “Nobody: each of us pays the seller”."),
        max_length=120,
        error_messages={"required": _("Say who holds the money."), "max_length": TOO_LONG},
    )
    money_kept_apart = forms.CharField(
        label=_("How is it kept apart from other money?"),
        help_text=_("For example: it has an account of its own, and two of us must sign."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how the money is kept apart."), "max_length": TOO_LONG},
    )
    notice_days = forms.IntegerField(
        label=_("How many days before leaving does somebody tell the others?"),
        help_text=_("Everybody can leave at any time. Write 0 if they can go on the same day."),
        min_value=0,
        max_value=LONGEST_NOTICE_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Give a number of days. Write 0 if people can go on the same day."),
            "invalid": _("Write the number of days in figures, like 28."),
            "min_value": OUT_OF_RANGE,
            "max_value": OUT_OF_RANGE,
        },
    )
    things_owned = forms.CharField(
        label=_("What happens to things that you own together, when somebody leaves or you stop?"),
        help_text=_("For example: we sell them and share the money. If you own nothing together, say so."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what happens to things that you own together."), "max_length": TOO_LONG},
    )

    def terms(self) -> AgreementTerms:
        return AgreementTerms(**self.cleaned_data)


class SignAgreementForm(forms.Form):
    """
    A signature: being in the pool and the cost are two questions, each with its own answer.

    :param name: as it stands in the agreement
    :param share: what this person pays
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

    def __init__(self, *args: Any, name: str, share: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees_to_cost"].label = _("I agree to this cost: %(share)s for the first year") % {
            "share": format_amount(share)
        }
        self.fields["typed_name"].help_text = _("As it is in the agreement: %(name)s") % {"name": name}

    def words(self) -> SignedWords:
        return SignedWords(**self.cleaned_data)
