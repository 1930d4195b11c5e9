"""What people fill in so that each can choose activities."""

from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.forms.decision import END_OF_DAY
from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.operations.budget_round import ActivityPlan, RoundPlan
from portal.money import MoneyField
from portal.widgets import DateBoxes

NARROW = {"class": "govuk-input--width-5"}
WHOLE_NUMBER = {
    "invalid": _("Give a whole number, such as 4."),
    "min_value": _("Give a number of 1 or more."),
    "max_value": _("Give a number of 1,000 or less."),
}


class StartRoundForm(forms.Form):
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=100,
        error_messages={"required": _("Give it a name."), "max_length": TOO_LONG},
    )
    allowance = MoneyField(
        label=_("How much does each person have?"),
        least=Decimal("0.01"),
        widget=forms.TextInput(attrs=NARROW),
    )
    period = forms.CharField(
        label=_("What time is the money for?"),
        help_text=_("For example: a day a week, for 10 weeks."),
        max_length=120,
        error_messages={"required": _("Say what time the money is for."), "max_length": TOO_LONG},
    )
    funder = forms.CharField(
        label=_("Whose money is it?"),
        help_text=_("Leave this empty if it is what you have agreed to pay together."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    is_notional = forms.BooleanField(
        label=_("This is only to try it out: the money is not real"),
        required=False,
    )
    closes_on = forms.DateField(
        label=_("Until when do people choose?"),
        help_text=_("To the end of this day."),
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )

    def plan(self) -> RoundPlan:
        closes_on = self.cleaned_data["closes_on"]
        answers = {name: value for name, value in self.cleaned_data.items() if name != "closes_on"}
        return RoundPlan(**answers, closes_at=end_of(closes_on))


class ActivityForm(forms.Form):
    title = forms.CharField(
        label=_("What is the activity?"),
        max_length=100,
        error_messages={"required": _("Say what the activity is."), "max_length": TOO_LONG},
    )
    price = MoneyField(
        label=_("What does it cost each person?"),
        help_text=_("Write 0 if it costs nothing."),
        widget=forms.TextInput(attrs=NARROW),
    )
    not_included = forms.CharField(
        label=_("What does the price leave out?"),
        help_text=_("For example: travel, staff, lunch. If everything is in it, write “Nothing”."),
        max_length=300,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    minimum_people = forms.IntegerField(
        label=_("For how many people at least?"),
        help_text=_("With fewer, it does not take place."),
        min_value=1,
        max_value=1000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"required": _("Give the fewest people. Write 1 if one is enough."), **WHOLE_NUMBER},
    )
    maximum_people = forms.IntegerField(
        label=_("For how many people at most?"),
        help_text=_("Leave it empty if everybody can come."),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages=WHOLE_NUMBER,
    )

    def plan(self) -> ActivityPlan:
        return ActivityPlan(**self.cleaned_data)


class ReviewRoundForm(forms.Form):
    again_until_day = forms.DateField(
        label=_("Until when can people choose again?"),
        help_text=_("Leave it empty if nobody chooses again. Then everything is settled now."),
        required=False,
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )

    def again_until(self) -> datetime | None:
        day = self.cleaned_data["again_until_day"]
        return end_of(day) if day else None


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))
