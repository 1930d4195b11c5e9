"""What members fill in about their hours, and about what an hour costs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import Assistant, HiredHow, HoursRates, UnusedHours
from pools.models.hours_answer import TO_SOMEBODY
from pools.models.hours_rates import AMOUNTS
from portal.minutes import MINUTES_IN_AN_HOUR, format_minutes
from portal.models import Profile
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios

NARROW = {"class": "govuk-input--width-5", "inputmode": "numeric"}
NO_NUMBER = _("Give a whole number in figures, such as 3.")


class LengthForm(forms.Form):
    """
    So many hours and minutes; `cleaned_data["minutes"]` is all of it.

    :param most: the most there is, in minutes
    """

    hours = forms.IntegerField(
        label=_("Hours"),
        min_value=0,
        max_value=9999,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={"invalid": NO_NUMBER, "min_value": NO_NUMBER, "max_value": _("This is too much.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=MINUTES_IN_AN_HOUR - 1,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={
            "invalid": NO_NUMBER,
            "min_value": NO_NUMBER,
            "max_value": _("An hour has 60 minutes. Give a number up to 59."),
        },
    )
    needs_length = True

    def __init__(self, *args: Any, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        hours, minutes = cleaned.pop("hours", None), cleaned.get("minutes")
        cleaned["minutes"] = (hours or 0) * MINUTES_IN_AN_HOUR + (minutes or 0)
        if not self.has_error("hours") and not self.has_error("minutes") and self.needs_length:
            self._look_at(cleaned["minutes"])
        return cleaned

    def _look_at(self, minutes: int) -> None:
        if not minutes:
            self.add_error("hours", _("Give hours, minutes, or both."))
        elif self.most is not None and minutes > self.most:
            self.add_error(
                "hours", _("That is more than there is: %(left)s left.") % {"left": format_minutes(self.most)}
            )


class SupportedForm(forms.Form):
    """Who helped somebody to decide, where somebody did."""

    supporter_name = forms.CharField(
        label=_("Did somebody help you to decide? Who?"),
        help_text=_("Leave it empty if you decided by yourself."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class ToSomebodyForm(forms.Form):
    """Which of the other members gets the hours."""

    to = forms.ModelChoiceField(
        queryset=Profile.objects.none(),
        label=_("Who gets them?"),
        widget=Radios,
        empty_label=None,
        error_messages={"required": _("Choose who gets them."), "invalid_choice": _("Choose somebody from the list.")},
    )

    def __init__(self, *args: Any, others: Sequence[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Profile.objects.filter(pk__in=[other.pk for other in others])


class AssistantChoiceForm(forms.Form):
    """Which of the people who work for the pool."""

    assistant = forms.ModelChoiceField(
        queryset=Assistant.objects.none(),
        label=_("Who works these hours?"),
        widget=Radios,
        empty_label=None,
        error_messages={"required": _("Choose who it is."), "invalid_choice": _("Choose somebody from the list.")},
    )

    def __init__(self, *args: Any, assistants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assistant"].queryset = assistants


class PutInForm(LengthForm, AssistantChoiceForm):
    field_order = ["hours", "minutes", "assistant"]


class GiveForm(LengthForm, ToSomebodyForm, SupportedForm):
    field_order = ["to", "hours", "minutes", "supporter_name"]


class LendForm(GiveForm):
    due_on = forms.DateField(label=_("By which day do you need them back?"), widget=DateBoxes, error_messages=ASK_DAY)
    field_order = ["to", "hours", "minutes", "due_on", "supporter_name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.has_error("due_on"):
            _look_at_due_day(self, cleaned.get("due_on"))
        return cleaned


class ReturnForm(LengthForm, AssistantChoiceForm, SupportedForm):
    field_order = ["hours", "minutes", "assistant", "supporter_name"]


class ReturnLentForm(LengthForm, SupportedForm):
    field_order = ["hours", "minutes", "supporter_name"]


class PeriodForm(forms.Form):
    starts_on = forms.DateField(label=_("What is its first day?"), widget=DateBoxes, error_messages=ASK_DAY)
    ends_on = forms.DateField(label=_("What is its last day?"), widget=DateBoxes, error_messages=ASK_DAY)


class UnusedHoursForm(LengthForm, ToSomebodyForm, SupportedForm):
    """What becomes of hours that were not used. Only what belongs to the choice is looked at."""

    choice = forms.ChoiceField(
        choices=UnusedHours.choices,
        label=_("What would you like to happen with them?"),
        widget=Radios(hints={UnusedHours.CARRY: _("This also happens if you do not answer. You lose nothing.")}),
        error_messages={"required": _("Choose what happens with them.")},
    )
    due_on = forms.DateField(
        label=_("If you lend them: by which day do you need them back?"),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )
    field_order = ["choice", "hours", "minutes", "to", "due_on", "supporter_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].required = False
        self.fields["to"].label = _("If you give or lend them: who gets them?")
        self.fields["hours"].label = _("If you do not keep all of them: how many hours?")
        self.fields["minutes"].label = _("And how many minutes?")

    def clean(self) -> dict[str, Any]:
        choice = self.cleaned_data.get("choice")
        self.needs_length = choice not in {None, UnusedHours.CARRY}
        cleaned = super().clean()
        if choice in TO_SOMEBODY and not cleaned.get("to") and not self.has_error("to"):
            self.add_error("to", _("Choose who gets them."))
        if choice == UnusedHours.LEND and not self.has_error("due_on"):
            _look_at_due_day(self, cleaned.get("due_on"))
        return cleaned


PERCENTS = {"ni_percent", "pension_percent"}
LABELS = {
    "day_hour": _("What is the pay, or the price, for an hour by day?"),
    "waking_hour": _("For an hour awake at night?"),
    "sleep_in_night": _("For a whole night asleep?"),
    "ni_percent": _("Employer’s National Insurance: how many percent?"),
    "ni_threshold": _("From how much pay in a year does each person’s National Insurance begin?"),
    "allowance": _("How much does the Employment Allowance take off in a year?"),
    "pension_percent": _("Employer’s pension: how many percent of the pay?"),
    "payroll": _("What does the payroll service cost in a year?"),
    "insurance": _("What does the employer’s insurance cost in a year?"),
    "training": _("What does training cost in a year?"),
}


class RatesForm(forms.ModelForm):
    hired_how = forms.ChoiceField(
        choices=HiredHow.choices,
        label=_("How are they hired?"),
        help_text=_("From an agency, or from somebody self-employed, an hour has a price and nothing comes on top."),
        widget=Radios,
        error_messages={"required": _("Choose how they are hired.")},
    )
    people = forms.IntegerField(
        label=_("How many people share the work?"),
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": _("One person or more does the work."),
            "max_value": _("Give a number up to 100."),
        },
    )
    takes_allowance = forms.BooleanField(
        label=_("We get the Employment Allowance"),
        help_text=_("Employers of care workers at home often do. Ask HM Revenue and Customs (HMRC)."),
        required=False,
    )
    holiday_in_weeks = forms.BooleanField(
        label=_("They work the same hours each week: count 5.6 weeks of holiday pay"),
        help_text=_("Otherwise we count 12.07% on top of the pay."),
        required=False,
    )
    checked_on = forms.DateField(label=_("When did you check these figures?"), widget=DateBoxes, error_messages=ASK_DAY)

    class Meta:
        model = HoursRates
        fields = ["hired_how", *AMOUNTS, "people", "takes_allowance", "holiday_in_weeks", "checked_on"]

    field_order = [
        "hired_how",
        "day_hour",
        "waking_hour",
        "sleep_in_night",
        "people",
        "holiday_in_weeks",
        "ni_percent",
        "ni_threshold",
        "takes_allowance",
        "allowance",
        "pension_percent",
        "payroll",
        "insurance",
        "training",
        "checked_on",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = _percent(label) if name in PERCENTS else _amount(label)
            self.fields[name].initial = HoursRates._meta.get_field(name).default
        self.order_fields(self.field_order)


def _look_at_due_day(form: forms.Form, due_on: date | None) -> None:
    if due_on is None or due_on <= timezone.localdate():
        form.add_error("due_on", _("Say by which day they are due back. It is still to come."))


def _amount(label: Any) -> MoneyField:
    return MoneyField(label=label, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages={
            "required": _("Give a number, such as 3."),
            "invalid": _("Give a number in figures, such as 3."),
            "min_value": _("Please give a number that is not below zero."),
            "max_value": _("Give a number up to 100."),
            "max_decimal_places": _("Please use two figures after the point at most."),
        },
    )
