"""What members fill in about costs and shares."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import CostSheet, MoneyPath, Period, PoolMembership, SharingRule, Shortfall
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios

SHORT_BOX = {"class": "govuk-input--width-5"}


class AnswerLineForm(forms.Form):
    """What a cost is."""

    amount = MoneyField(label=_("How much is it?"), widget=forms.TextInput(attrs=SHORT_BOX))
    period = forms.ChoiceField(
        choices=Period.choices,
        label=_("How often does it come?"),
        initial=Period.ONCE,
        widget=Radios,
        error_messages={
            "required": _("Choose how often it comes."),
            "invalid_choice": _("Choose how often from the list."),
        },
    )
    paid_by = forms.CharField(
        label=_("Does somebody outside the pool pay it? Who?"),
        help_text=_("Then the members do not share it. Leave it empty if the members pay."),
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    paid_part = MoneyField(
        label=_("How much of it do they pay?"),
        help_text=_("Leave it empty if they pay all of it. You share the rest."),
        required=False,
        least=Decimal("0.01"),
        widget=forms.TextInput(attrs=SHORT_BOX),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        part, amount = answers.get("paid_part"), answers.get("amount")
        if part is not None and not answers.get("paid_by"):
            self.add_error("paid_by", _("Say who pays a part of it."))
        if part is not None and amount is not None and part >= amount:
            self.add_error("paid_part", _("This is not a part: it must be less than the whole amount."))
        return answers


class AddLineForm(AnswerLineForm):
    """A cost that nobody asked about."""

    label = forms.CharField(
        label=_("What is the cost for?"),
        max_length=100,
        error_messages={"required": _("Say what the cost is for."), "max_length": TOO_LONG},
    )
    field_order = ["label"]


class PutAsideForm(forms.Form):
    """How much is put aside: an amount, or a percentage of the rest."""

    percent = forms.DecimalField(
        label=_("A percentage of the other costs"),
        help_text=_("For example: 5. Then it grows with the costs."),
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs=SHORT_BOX | {"inputmode": "decimal"}),
        error_messages={
            "invalid": _("Give a number in figures, such as 5."),
            "min_value": _("Give a percentage between 0 and 100."),
            "max_value": _("Give a percentage between 0 and 100."),
            "max_decimal_places": _("Please use two figures after the point at most."),
        },
    )
    amount = MoneyField(label=_("Or an amount"), required=False, widget=forms.TextInput(attrs=SHORT_BOX))


class PromiseForm(forms.Form):
    """A promise to pay, in writing."""

    promised_on = forms.DateField(label=_("What date is on it?"), widget=DateBoxes, error_messages=ASK_DAY)
    file = forms.FileField(
        label=_("The letter or email, if you have it here"),
        help_text=_("A PDF or a picture (PNG or JPEG), up to 10 MB. You can take a photo of a letter."),
        max_length=200,
        required=False,
        error_messages={
            "empty": _("This file is empty. Please choose another."),
            "max_length": _("The file has a very long name. Please give it a shorter one."),
        },
    )


class RenewPriceForm(forms.Form):
    """Until when the price holds now."""

    holds_until = forms.DateField(label=_("The price still holds until"), widget=DateBoxes, error_messages=ASK_DAY)


class MoneyPathForm(forms.Form):
    """Which way the money goes."""

    money_path = forms.ChoiceField(
        choices=MoneyPath.choices,
        label=_("Which way does the money go?"),
        widget=Radios(
            hints={
                MoneyPath.HOLDER: _(
                    "One of you, or an organisation, keeps it and pays for all. You say in your agreement who, and how."
                ),
                MoneyPath.SELLER: _("Nobody keeps money for others. Each of you pays your own share to who sells it."),
                MoneyPath.VENUE: _("Nobody keeps money. You bring it with you. So we do not ask about keeping it."),
            }
        ),
        error_messages={
            "required": _("Choose which way the money goes."),
            "invalid_choice": _("Choose which way the money goes from the list."),
        },
    )


class ByDaysForm(forms.Form):
    """Whether who starts later pays for fewer days of the first year."""

    by_days = forms.BooleanField(label=_("Who starts later pays for fewer days"), required=False)
    first_day = forms.DateField(
        label=_("The first day of your first year"),
        help_text=_("For example: the first lesson, or the day on which the support starts."),
        widget=DateBoxes,
        required=False,
        error_messages={"invalid": ASK_DAY["invalid"]},
    )


class ReasonForm(forms.Form):
    """Why something is not needed."""

    reason = forms.CharField(
        label=_("Why do you not need it?"),
        help_text=_("For example: it is in the price."),
        max_length=300,
        error_messages={"required": _("Say why you do not need it."), "max_length": TOO_LONG},
    )


class CostSheetForm(forms.ModelForm):
    price_holds_until = forms.DateField(
        label=_("How long does the price hold?"),
        help_text=_("Ask who sells it. If you do not know yet, leave it empty."),
        widget=DateBoxes,
        required=False,
        error_messages={"invalid": _("Give a real date, such as 31 3 2027.")},
    )
    shortfall = forms.ChoiceField(
        choices=Shortfall.choices,
        label=_("What happens if it costs more than you thought?"),
        widget=Radios,
        error_messages={"required": _("Choose what happens.")},
    )
    not_included = forms.CharField(
        label=_("What does the price leave out?"),
        help_text=_("For example: getting there, food, or clothes."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    class Meta:
        model = CostSheet
        fields = ["price_holds_until", "shortfall", "not_included"]


class ConfirmShareForm(forms.Form):
    """The share that stood on the page."""

    amount = MoneyField(widget=forms.HiddenInput)


class SharingForm(forms.Form):
    """By which rule the members share the cost."""

    rule = forms.ChoiceField(
        choices=SharingRule.choices,
        label=_("How do you share the cost?"),
        widget=Radios,
        error_messages={"required": _("Choose how you share the cost.")},
    )


class ShareNumbersForm(forms.Form):
    """One number for each member: their fixed amount, or how much they count."""

    def __init__(self, *args: Any, members: Sequence[PoolMembership], rule: SharingRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {f"number_{place}": member for place, member in enumerate(members)}
        for name, member in self.members.items():
            self.fields[name] = self._field(member, rule)

    def numbers(self) -> dict[PoolMembership, Decimal]:
        return {member: self.cleaned_data[name] for name, member in self.members.items()}

    def _field(self, member: PoolMembership, rule: SharingRule) -> forms.Field:
        name = member.profile.shown_name
        if rule == SharingRule.FIXED:
            return MoneyField(label=name, initial=member.fixed_share, widget=forms.TextInput(attrs=SHORT_BOX))
        return forms.DecimalField(
            label=name,
            initial=member.share_weight,
            min_value=0,
            max_value=9999,
            decimal_places=2,
            widget=forms.TextInput(attrs=SHORT_BOX),
            error_messages={
                "required": _("Give a number, such as 2."),
                "invalid": _("Give a number in figures, such as 2."),
                "min_value": _("Please give a number that is not below zero."),
                "max_value": _("Please give a number of 9,999 or less."),
                "max_decimal_places": _("Please use two figures after the point at most."),
            },
        )
