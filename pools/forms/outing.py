"""What people fill in about days out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import Attendance, OutingPlace
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios

# As people write a time: 14:00, 2pm, 2 pm, 2.30 pm.
TIMES = ["%H:%M", "%H.%M", "%I%p", "%I %p", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I.%M %p"]

NUMBER = {
    "required": _("Give a whole number, such as 7."),
    "invalid": _("Give a whole number, such as 7."),
    "min_value": _("Give a number of 1 or more."),
    "max_value": _("Give a number of 1,000 or less."),
}


def _people(label: Any, **kwargs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(label=label, min_value=1, max_value=1000, widget=widget, error_messages=NUMBER, **kwargs)


class PlanOutingForm(forms.Form):
    """Everything that somebody needs to know before they say "I come"."""

    title = forms.CharField(
        label=_("What is it?"),
        help_text=_("For example: Bowling in Queensway."),
        max_length=100,
        error_messages={"required": _("Say what the outing is."), "max_length": TOO_LONG},
    )
    place = forms.CharField(
        label=_("Where do you meet?"),
        max_length=200,
        error_messages={"required": _("Say where you meet."), "max_length": TOO_LONG},
    )
    starts_on = forms.DateField(label=_("Which day?"), widget=DateBoxes, error_messages=ASK_DAY)
    starts_time = forms.TimeField(
        label=_("What time?"),
        help_text=_("For example: 2.30 pm."),
        input_formats=TIMES,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        error_messages={"required": _("Say what time it starts."), "invalid": _("Give a time, such as 2.30 pm.")},
    )
    price = MoneyField(
        label=_("What does each person pay?"),
        help_text=_("Write 0 if it costs nothing."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    booking_fee = MoneyField(
        label=_("Is there a booking fee?"),
        help_text=_("Each person pays it when they sign up. Whoever comes gets it back."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    fewest_people = _people(_("How many people must come, at least?"), initial=1)
    most_people = _people(_("How many people can come, at most?"))
    what_to_bring = forms.CharField(
        label=_("What should people bring?"),
        max_length=300,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    access = forms.CharField(
        label=_("How can people get in and around?"),
        help_text=_("Steps, lifts, toilets, noise, how far it is to walk."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    supporters = forms.CharField(
        label=_("Who comes along to support?"),
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def plan(self) -> dict[str, Any]:
        """The answers, with the day and the time as one moment."""
        answers = dict(self.cleaned_data)
        day, time = answers.pop("starts_on"), answers.pop("starts_time")
        answers["booking_fee"] = answers["booking_fee"] or 0
        return answers | {"starts_at": datetime.combine(day, time, tzinfo=timezone.get_current_timezone())}


class CallOffOutingForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it called off?"),
        help_text=_("Everybody on the list reads this."),
        max_length=300,
        error_messages={"required": _("Say why the outing is called off."), "max_length": TOO_LONG},
    )


class AttendanceForm(forms.Form):
    """One question for each person who has a place."""

    mark_optional = False

    def __init__(self, *args: Any, places: Sequence[OutingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"place_{place.pk}": place for place in places}
        for name, place in self.places.items():
            self.fields[name] = forms.ChoiceField(
                label=place.profile.shown_name,
                choices=Attendance.choices,
                initial=place.attendance,
                required=False,
                widget=Radios,
            )

    def answers(self) -> dict[OutingPlace, Attendance]:
        return {
            place: Attendance(self.cleaned_data[name])
            for name, place in self.places.items()
            if self.cleaned_data.get(name)
        }
