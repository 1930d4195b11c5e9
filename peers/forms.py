"""The questions that groups ask."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.forms import GuardedForm
from peers.models import Audience, Event, EventAttendance, EventPlace, Group, PaperKind
from portal.models import District, Interest, Profile, Role
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios, Tickboxes


class GroupSearchForm(forms.Form):
    """What kind of group somebody is looking for."""

    q = forms.CharField(
        label=_("What do you like to do?"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Please use fewer words: 100 letters at most.")},
    )
    interest = forms.ModelChoiceField(
        label=_("Interest"),
        queryset=Interest.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Any interest"),
        error_messages={"invalid_choice": _("We do not know this interest. Choose one from the list.")},
    )
    district = forms.ModelChoiceField(
        label=_("Where"),
        queryset=District.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Anywhere"),
        error_messages={"invalid_choice": _("We do not know this place. Choose one from the list.")},
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for here and not when the module is read: each area has its own.
        self.fields["interest"].queryset = Interest.objects.all()
        self.fields["district"].queryset = District.objects.all()


class EditGroupForm(forms.ModelForm):
    """What a group says of itself."""

    class Meta:
        model = Group
        fields = ["name", "purpose", "district", "interests"]
        labels = {
            "name": _("What is your group called?"),
            "purpose": _("What is it for?"),
            "district": _("Where do you meet?"),
            "interests": _("What do you like to do together?"),
        }
        help_texts = {
            "name": _("For example, Banbury cooks."),
            "purpose": _("What do you do, when and where? Who is welcome?"),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 5}), "interests": Tickboxes}
        error_messages = {
            "name": {
                "required": _("Give your group a name."),
                "max_length": _("This name is too long. Please keep it under 80 letters."),
            },
            "purpose": {
                "required": _("Say what your group is for."),
                "max_length": _("This is too long. Please keep it under 1,000 letters."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].empty_label = _("Anywhere in the area")
        self.fields["district"].queryset = District.objects.all()
        self.fields["interests"].queryset = Interest.objects.all()
        self.fields["interests"].required = False

    def validate_unique(self) -> None:
        """The operation asks the database, which also knows of a group that is being started at this moment."""

    def validate_constraints(self) -> None:
        """The same."""


class StartGroupForm(EditGroupForm):
    """A new group, and whether it is open or closed."""

    is_closed = forms.TypedChoiceField(
        label=_("Who can read what you write there?"),
        help_text=_("You cannot change this later, because people write knowing who reads."),
        choices=[(False, _("Every member here: an open group")), (True, _("Only its own members: a closed group"))],
        coerce=lambda value: value == "True",
        widget=Radios(
            hints={
                False: _("Anybody can join it."),
                True: _("People ask to join, or you invite them. You can share papers that nobody else sees."),
            },
            pictures={False: "people", True: "lock"},
        ),
        error_messages={"required": _("Choose one of the two.")},
    )

    class Meta(EditGroupForm.Meta):
        fields = ["name", "purpose", "is_closed", "district", "interests"]


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("What is their email address?"),
        help_text=_("We invite them if they are a member here. We do not tell you whether they are."),
        error_messages={
            "required": _("Write the email address of the person."),
            "invalid": _("Write an email address like name@example.org."),
        },
    )


class WritePostForm(GuardedForm):
    text = forms.CharField(
        label=_("What would you like to say?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long. Please keep it under 5,000 letters."),
        },
    )


class WriteCommentForm(GuardedForm):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long. Please keep it under 2,000 letters."),
        },
    )


class SayForm(GuardedForm):
    """One message in a chat."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long. Please keep it under 1,000 letters."),
        },
    )


class AddPaperForm(forms.Form):
    """A document for the group."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=PaperKind.choices,
        widget=Radios,
        error_messages={"required": _("Say what kind of paper it is.")},
    )
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example, Minutes of the October meeting."),
        max_length=120,
        error_messages={
            "required": _("Give the paper a title."),
            "max_length": _("This title is too long. Please keep it under 120 letters."),
        },
    )
    date = forms.DateField(
        label=_("Which day is it about?"),
        help_text=_("The day of the meeting, for example. 5 10 2026."),
        widget=DateBoxes,
        error_messages={
            "required": _("Give a day, a month and a year."),
            "invalid": _("Give a day, a month and a year, such as 5 10 2026."),
        },
    )
    file = forms.FileField(
        label=_("Choose the file"),
        help_text=_("A PDF, a Word document (.docx) or a picture, of 10 MB at most."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )


class AnnounceForm(GuardedForm):
    """News from a group."""

    guarded = ("title", "text")

    title = forms.CharField(
        label=_("What is your news, in a few words?"),
        max_length=120,
        error_messages={
            "required": _("Give your news a title."),
            "max_length": _("This title is too long. Please keep it under 120 letters."),
        },
    )
    text = forms.CharField(
        label=_("Tell people more"),
        help_text=_("What is happening, when and where?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your news first."),
            "max_length": _("This is too long. Please keep it under 3,000 letters."),
        },
    )
    audience = forms.ChoiceField(
        label=_("Who should get it?"),
        help_text=_("Everybody you choose gets it as a notice and by email."),
        choices=Audience.choices,
        widget=Radios,
        error_messages={"required": _("Choose who should get it.")},
    )


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


class QuestionSearchForm(forms.Form):
    """What somebody would like to know."""

    q = forms.CharField(
        label=_("What would you like to know?"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Please use fewer words: 100 letters at most.")},
    )
    mark_optional = False


class AskQuestionForm(GuardedForm):
    """A question for all members."""

    guarded = ("title", "text")

    title = forms.CharField(
        label=_("What is your question?"),
        help_text=_("For example: Can I use my budget for a bus pass?"),
        max_length=160,
        error_messages={
            "required": _("Write your question first."),
            "max_length": _("This is too long. Please keep it under 160 letters."),
        },
    )
    text = forms.CharField(
        label=_("Tell us a little more"),
        help_text=_("What have you tried? What would help you?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Tell us a little more."),
            "max_length": _("This is too long. Please keep it under 3,000 letters."),
        },
    )


class CheckAnswerForm(forms.Form):
    """On which day somebody found that an answer is still true."""

    checked_on = forms.DateField(
        label=_("Which day did you check it?"),
        help_text=_("For example, 5 10 2026."),
        widget=DateBoxes,
        error_messages={
            "required": _("Give a day, a month and a year."),
            "invalid": _("Give a day, a month and a year, such as 5 10 2026."),
        },
    )


class AnswerQuestionForm(CheckAnswerForm, GuardedForm):
    """An answer, and when and where it was checked."""

    guarded = ("text", "source")
    field_order = ("text", "checked_on", "source")

    text = forms.CharField(
        label=_("Your answer"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your answer first."),
            "max_length": _("This is too long. Please keep it under 3,000 letters."),
        },
    )
    source = forms.CharField(
        label=_("Where did you check it?"),
        help_text=_("For example: a letter from the council, or my own experience."),
        max_length=200,
        error_messages={
            "required": _("Say where you checked it."),
            "max_length": _("This is too long. Please keep it under 200 letters."),
        },
    )


class PersonChoiceField(forms.ModelChoiceField):
    """Somebody, shown by the name that others see and what they do here."""

    def label_from_instance(self, profile: Profile) -> str:
        roles = [str(Role(role).label) for role in profile.roles if role != Role.MEMBER]
        return f"{profile.shown_name} ({', '.join(roles)})" if roles else profile.shown_name


class PassQuestionForm(forms.Form):
    """Who may know the answer to a hard question."""

    to = PersonChoiceField(
        label=_("Who may know?"),
        queryset=Profile.objects.none(),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody."), "invalid_choice": _("Choose somebody from the list.")},
    )
    note = forms.CharField(
        label=_("A note for them"),
        help_text=_("Only they and the champions can read it."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("This is too long. Please keep it under 500 letters.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
