"""To find a group, to start one, to change it, to invite."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peers.models import Group, RemovalReason
from portal.guarded_forms import GuardedForm
from portal.models import District, Interest
from portal.widgets import Radios, Tickboxes


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


class RemoveMemberForm(GuardedForm):
    """Why somebody is taken out of a group, and what they are told."""

    guarded = ("words",)

    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("They read this."),
        choices=RemovalReason.choices,
        widget=Radios,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_("Say kindly what happened, and what would have to change."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Tell them why, in a few kind words."),
            "max_length": _("This is too long. Please keep it under 1,000 letters."),
        },
    )


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
