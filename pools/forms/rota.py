"""What members fill in about who works when."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from pools.forms.hours import NARROW, NO_NUMBER
from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import Assistant, HiredHow, Shift, ShiftKind, WorkedHow
from pools.operations.rota import Worked
from pools.rota_clock import real_span
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios, Tickboxes

TIMES = ["%H:%M", "%H.%M", "%I%p", "%I %p", "%I:%M%p", "%I.%M%p", "%I:%M %p"]
NO_TIME = _("Give a time, such as 4pm or 16:00.")
SHORT_BOX = {"class": "govuk-input--width-5"}


def ask_time(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs=SHORT_BOX | {"type": "text"}),
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
        **options,
    )


class PatternForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        choices=list(WEEKDAYS.items()),
        coerce=int,
        label=_("On which days?"),
        widget=Tickboxes,
        error_messages={"required": _("Tick one day or more.")},
    )
    starts = ask_time(_("When does it start?"), help_text=_("For example 4pm or 16:00."))
    ends = ask_time(_("When does it end?"), help_text=_("If this is earlier than the start, it ends the next day."))
    staff = forms.IntegerField(
        label=_("How many staff are there at the same time?"),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": _("Give a number of staff from 1 to 20."),
            "max_value": _("Give a number of staff from 1 to 20."),
        },
    )
    kind = forms.ChoiceField(
        choices=ShiftKind.choices,
        label=_("What do they do?"),
        widget=Radios,
        error_messages={"required": _("Choose what they do.")},
    )

    def clean_kind(self) -> ShiftKind:
        return ShiftKind(self.cleaned_data["kind"])


class WorkerForm(forms.Form):
    """Who is to come: somebody who works for the pool now."""

    assistant = forms.ModelChoiceField(
        queryset=Assistant.objects.none(),
        label=_("Who comes?"),
        widget=Radios,
        empty_label=None,
        error_messages={"required": _("Choose who comes."), "invalid_choice": _("Choose somebody from the list.")},
    )

    def __init__(self, *args: Any, assistants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assistant"].queryset = assistants


class PlanWeekForm(WorkerForm):
    monday = forms.DateField(
        label=_("Which week?"),
        help_text=_("Give any day of it. A week begins on Monday."),
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )
    field_order = ["monday", "assistant"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assistant"].required = False
        self.fields["assistant"].empty_label = _("We will see")


class RecordShiftForm(forms.Form):
    how = forms.ChoiceField(
        choices=WorkedHow.choices,
        label=_("How did it go?"),
        widget=Radios,
        error_messages={"required": _("Choose how it went.")},
    )
    worked_by = forms.ModelChoiceField(
        queryset=Assistant.objects.none(),
        label=_("Who worked?"),
        help_text=_("This may be somebody who stood in."),
        widget=Radios,
        required=False,
        empty_label=_("Nobody"),
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )
    worked_from = ask_time(
        _("If the times were other than planned: from when?"),
        help_text=_("For example 4pm or 16:00."),
        required=False,
    )
    worked_to = ask_time(_("To when?"), required=False)
    late_minutes = forms.IntegerField(
        label=_("How many minutes late did they come?"),
        min_value=0,
        max_value=1440,
        required=False,
        widget=forms.TextInput(attrs=NARROW),
        error_messages={"invalid": NO_NUMBER, "min_value": NO_NUMBER, "max_value": _("This is more than a day.")},
    )
    feedback = forms.CharField(
        label=_("What do you say about it together?"),
        help_text=_("All members of the pool can read this. You do not have to write anything."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, shift: Shift, assistants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shift = shift
        self.fields["worked_by"].queryset = assistants

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") == WorkedHow.CHANGED:
            for name in ("worked_from", "worked_to"):
                if not cleaned.get(name) and not self.has_error(name):
                    self.add_error(name, NO_TIME)
        return cleaned

    def worked(self) -> Worked:
        told = self.cleaned_data
        begin = end = None
        if told["worked_from"] and told["worked_to"]:
            begin, end = real_span(self.shift.day, told["worked_from"], told["worked_to"])
        return Worked(
            how=WorkedHow(told["how"]),
            worked_by=told["worked_by"],
            worked_from=begin,
            worked_to=end,
            late_minutes=told["late_minutes"] or 0,
            feedback=told["feedback"],
        )


class AssistantForm(forms.Form):
    name = forms.CharField(
        label=_("What is their name?"),
        max_length=120,
        error_messages={"required": _("Give their name."), "max_length": TOO_LONG},
    )
    hired_how = forms.ChoiceField(
        choices=HiredHow.choices,
        label=_("How are they hired?"),
        widget=Radios,
        error_messages={"required": _("Choose how they are hired.")},
    )
    employers = forms.CharField(
        label=_("Who employs or hires them?"),
        help_text=_("Name each person or organisation. Whoever employs somebody is liable. This cannot be passed on."),
        max_length=300,
        error_messages={
            "required": _("Name each person or organisation that employs or hires them."),
            "max_length": TOO_LONG,
        },
    )
    starts_on = forms.DateField(label=_("What is their first day?"), widget=DateBoxes, error_messages=ASK_DAY)
    fixed_until = forms.DateField(
        label=_("Do they come only for some time? What is the last day?"),
        help_text=_("Leave it empty if there is no last day. For help that is only for some time, agree a last day."),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )
    is_backup = forms.BooleanField(label=_("They stand in when somebody cannot come"), required=False)
    owed_if_employed = MoneyField(
        label=_("What would tax and National Insurance come to if they count as employed?"),
        help_text=_("Until HM Revenue and Customs (HMRC) has answered, put the higher of these two amounts aside."),
        widget=forms.TextInput(attrs=SHORT_BOX),
        required=False,
    )
    owed_if_self_employed = MoneyField(
        label=_("And if they count as self-employed?"), widget=forms.TextInput(attrs=SHORT_BOX), required=False
    )

    def clean_owed_if_employed(self) -> Any:
        return self.cleaned_data["owed_if_employed"] or 0

    def clean_owed_if_self_employed(self) -> Any:
        return self.cleaned_data["owed_if_self_employed"] or 0

    def clean_hired_how(self) -> HiredHow:
        return HiredHow(self.cleaned_data["hired_how"])


class StatusForm(forms.Form):
    words = forms.CharField(
        label=_("What did HMRC say?"),
        help_text=_("In its own words, for example: employed."),
        max_length=300,
        error_messages={"required": _("Say what HMRC said."), "max_length": TOO_LONG},
    )
    dated_on = forms.DateField(label=_("What date is on its answer?"), widget=DateBoxes, error_messages=ASK_DAY)
    file = forms.FileField(
        label=_("Its letter, or the page that you saved"),
        help_text=_("A PDF or a picture (PNG or JPEG), up to 10 MB. You can add it later."),
        max_length=200,
        required=False,
        error_messages={
            "empty": _("This file is empty. Please choose another."),
            "max_length": _("The file has a very long name. Please give it a shorter one."),
        },
    )


class EndAssistantForm(forms.Form):
    ended_on = forms.DateField(label=_("What was their last day?"), widget=DateBoxes, error_messages=ASK_DAY)
