"""To plan an event, to call it off, to say who came."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from peers.models import Event, EventAttendance, EventPlace
from portal.guarded_forms import GuardedForm
from portal.models import District
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios

# As people write a time: 14:00, 2pm, 2 pm, 2.30 pm.
TIMES = ["%H:%M", "%H.%M", "%I%p", "%I %p", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I.%M %p"]


TOO_LONG = _("This is too long. Please use fewer words.")


ASK_DAY = {
    "required": _("Give the day, the month and the year."),
    "invalid": _("Give a real date, such as 20 11 2026."),
}


NUMBER = {
    "required": _("Give a whole number, such as 7."),
    "invalid": _("Give a whole number, such as 7."),
    "min_value": _("Give a number of 1 or more."),
    "max_value": _("Give a number of 1,000 or less."),
}


def _time(label: Any, missing: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=_("For example: 2.30 pm."),
        input_formats=TIMES,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        error_messages={"required": missing, "invalid": _("Give a time, such as 2.30 pm.")},
    )


def _people(label: Any, **kwargs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(label=label, min_value=1, max_value=1000, widget=widget, error_messages=NUMBER, **kwargs)


def _line(label: Any, *, most: int, missing: Any = None, **kwargs: Any) -> forms.CharField:
    errors = {"max_length": TOO_LONG, **({"required": missing} if missing else {})}
    return forms.CharField(label=label, max_length=most, required=missing is not None, error_messages=errors, **kwargs)


class EventForm(GuardedForm):
    """Everything that somebody needs to know before they say "I come"."""

    guarded = ("title", "text", "place", "access", "how_to_pay", "what_to_bring", "supporters")

    title = _line(
        _("What is it?"), most=120, missing=_("Say what it is."), help_text=_("For example: Soup for everybody.")
    )
    text = _line(
        _("What happens there?"),
        most=3000,
        missing=_("Say what happens there."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    starts_on = forms.DateField(label=_("Which day?"), widget=DateBoxes, error_messages=ASK_DAY)
    starts_time = _time(_("When does it start?"), _("Say what time it starts."))
    ends_time = _time(_("When does it end?"), _("Say what time it ends."))
    place = _line(_("Where is it?"), most=200, missing=_("Say where it is."))
    district = forms.ModelChoiceField(
        label=_("Which part of the area is that?"), queryset=District.objects.none(), required=False
    )
    access = _line(
        _("How can people get in and around?"),
        most=1000,
        help_text=_("Steps, lifts, toilets, noise, how far it is to walk."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost = MoneyField(
        label=_("What does each person pay?"),
        help_text=_("Write 0 if it is free."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    how_to_pay = _line(_("How do people pay?"), most=200, help_text=_("For example: cash at the door."))
    booking_fee = MoneyField(
        label=_("Is there a booking fee?"),
        help_text=_("The organiser keeps it safe, and gives it back to whoever comes."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    what_to_bring = _line(_("What should people bring?"), most=300)
    supporters = _line(_("Who is there to support people?"), most=200)
    fewest_people = _people(_("How many people must come, at least?"), initial=1)
    most_people = _people(_("How many people can come, at most?"), required=False)
    sign_up_by_day = forms.DateField(
        label=_("What is the last day to sign up?"),
        help_text=_("Leave it empty if people can sign up until it starts."),
        required=False,
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].empty_label = _("Anywhere in the area")
        self.fields["district"].queryset = District.objects.all()

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        """An event's own answers, to be changed."""
        starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        last = timezone.localtime(event.sign_up_by)
        kept = {name: getattr(event, name) for name in EventForm.base_fields if hasattr(event, name)}
        return kept | {
            "starts_on": starts.date(),
            "starts_time": f"{starts:%H:%M}",
            "ends_time": f"{ends:%H:%M}",
            "sign_up_by_day": None if event.sign_up_by == event.starts_at else last.date(),
        }

    def plan(self) -> dict[str, Any]:
        """The answers, with days and times as moments. The last day to sign up counts until midnight."""
        answers = {name: answer for name, answer in self.cleaned_data.items() if name != "post_all_the_same"}
        day, starts, ends = answers.pop("starts_on"), answers.pop("starts_time"), answers.pop("ends_time")
        last, zone = answers.pop("sign_up_by_day"), timezone.get_current_timezone()
        starts_at = datetime.combine(day, starts, tzinfo=zone)
        sign_up_by = None if last is None or last == day else datetime.combine(last, time.max, tzinfo=zone)
        return answers | {
            "booking_fee": answers["booking_fee"] or 0,
            "starts_at": starts_at,
            "ends_at": datetime.combine(day, ends, tzinfo=zone),
            "sign_up_by": sign_up_by,
        }


class CancelEventForm(GuardedForm):
    guarded = ("reason",)

    reason = _line(
        _("Why is it called off?"),
        most=300,
        missing=_("Say why it is called off."),
        help_text=_("Everybody on the list reads this."),
    )


class AttendanceForm(forms.Form):
    """One question for each person who has a place."""

    mark_optional = False

    def __init__(self, *args: Any, places: Sequence[EventPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"place_{place.pk}": place for place in places}
        for name, place in self.places.items():
            self.fields[name] = forms.ChoiceField(
                label=place.profile.shown_name,
                choices=EventAttendance.choices,
                initial=place.attendance,
                required=False,
                widget=Radios,
            )

    def answers(self) -> dict[EventPlace, EventAttendance]:
        return {
            place: EventAttendance(self.cleaned_data[name])
            for name, place in self.places.items()
            if self.cleaned_data.get(name)
        }
