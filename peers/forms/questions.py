"""To ask, to answer, to check an answer, to pass a question on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.models import Profile, Role
from portal.widgets import DateBoxes


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
