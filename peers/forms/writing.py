"""To write in a group: posts, comments, papers and news."""

from django import forms
from django.utils.translation import gettext_lazy as _

from peers.models import Audience, PaperKind
from portal.guarded_forms import GuardedForm
from portal.widgets import DateBoxes, Radios


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
