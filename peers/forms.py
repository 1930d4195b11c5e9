"""The questions that groups ask."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from moderation.forms import GuardedForm
from peers.models import Audience, Group, PaperKind
from portal.models import District, Interest, Profile, Role
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
