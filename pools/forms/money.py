"""What people fill in about money that is spent, put aside, given back or put right."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.operations.money import RefundHow
from pools.queries.ledger import AccountBalance
from portal.money import PENNY, MoneyField, format_amount
from portal.widgets import DateBoxes, Radios

SHORT_BOX = {"class": "govuk-input--width-5"}
LONGEST_REASON = 100


def amount_field(label: Any, **kwargs: Any) -> MoneyField:
    """An amount of a penny or more."""
    return MoneyField(label=label, least=PENNY, widget=forms.TextInput(attrs=SHORT_BOX), **kwargs)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateBoxes, error_messages=ASK_DAY, **kwargs)


class PayBillForm(forms.Form):
    """Which bill was paid from the money that is kept. Only sellers who are owed something can be chosen."""

    seller = forms.ChoiceField(
        label=_("Whose bill did you pay?"),
        widget=Radios,
        error_messages={"required": _("Choose whose bill you paid."), "invalid_choice": _("Choose from the list.")},
    )
    amount = amount_field(_("How much did you pay?"))
    paid_on = day_field(_("When did you pay it?"))

    def __init__(self, *args: Any, owed: Sequence[AccountBalance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].choices = [
            (
                balance.account.name,
                gettext("%(seller)s: %(amount)s to pay")
                % {"seller": balance.account.name, "amount": format_amount(balance.pounds)},
            )
            for balance in owed
        ]


class SetAsideForm(forms.Form):
    amount = amount_field(_("How much do you put aside?"))
    day = day_field(_("From which day?"))


class TakeFromAsideForm(forms.Form):
    amount = amount_field(_("How much do you take?"))
    why = forms.CharField(
        label=_("What do you need it for?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say what you need it for."), "max_length": TOO_LONG},
    )
    day = day_field(_("From which day?"))


class RefundForm(forms.Form):
    seller = forms.ChoiceField(
        label=_("Who gives it back?"),
        widget=Radios,
        error_messages={"required": _("Choose who gives it back."), "invalid_choice": _("Choose from the list.")},
    )
    how = forms.ChoiceField(
        choices=RefundHow.choices,
        label=_("How do you get it back?"),
        widget=Radios,
        error_messages={"required": _("Choose how you get it back.")},
    )
    amount = amount_field(_("How much is it?"))
    why = forms.CharField(
        label=_("Why do you get it back?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why you get it back."), "max_length": TOO_LONG},
    )
    day = day_field(_("When was it?"))

    def __init__(self, *args: Any, sellers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].choices = [(seller, seller) for seller in sellers]

    def clean_how(self) -> RefundHow:
        return RefundHow(self.cleaned_data["how"])


class ReceiveFromPayerForm(forms.Form):
    payer = forms.CharField(
        label=_("Who gave it?"),
        help_text=_("The name of the person or the organisation."),
        max_length=120,
        error_messages={"required": _("Say who gave it."), "max_length": TOO_LONG},
    )
    amount = amount_field(_("How much is it?"))
    day = day_field(_("When did it come?"))


class WhyForm(forms.Form):
    """Why something was wrong. Everybody in the pool can read it."""

    why = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("One short sentence. Others in the pool can read it."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why it was wrong."), "max_length": TOO_LONG},
    )


class OfferTaskForm(forms.Form):
    what = forms.CharField(
        label=_("What will you do?"),
        max_length=150,
        error_messages={"required": _("Say what you will do."), "max_length": TOO_LONG},
    )
    seller = forms.ChoiceField(
        label=_("Who is it for?"),
        widget=Radios,
        error_messages={"required": _("Choose who it is for."), "invalid_choice": _("Choose from the list.")},
    )
    value = amount_field(
        _("What does it count for?"),
        help_text=_("Agree on this with them first. Their bill gets smaller by it."),
    )

    def __init__(self, *args: Any, owed: Sequence[AccountBalance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].choices = [(balance.account.name, balance.account.name) for balance in owed]
