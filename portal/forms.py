"""Questions of the ground floor."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.models import (
    CallOutcome,
    Channel,
    District,
    Format,
    FundingKind,
    HowKnown,
    Interest,
    Profile,
    Scope,
    TimeOfWeek,
    Voice,
)
from portal.models.notification import NotificationState
from portal.models.profile import ANSWERS_ON_THEIR_OWN
from portal.models.user import Contrast, TextSize
from portal.widgets import Radios, Tickboxes

LONGEST_GUIDELINES = 10_000


class JoinAreaForm(forms.ModelForm):
    """What others are to call somebody: all that it takes to join."""

    class Meta:
        model = Profile
        fields = ["shown_name"]
        labels = {"shown_name": _("What should other people call you?")}
        help_texts = {
            "shown_name": _("Your first name is fine. It need not be your real name. You can change it at any time.")
        }
        error_messages = {
            "shown_name": {
                "required": _("Please give a name that others can call you."),
                "max_length": _("This name is too long. Please use 60 letters or fewer."),
            }
        }
        widgets = {"shown_name": forms.TextInput({"autocomplete": "nickname", "class": "govuk-input--width-20"})}


class AcceptGuidelinesForm(forms.Form):
    """Somebody's own yes, to the version that they have before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=_("I have read the guidelines, and I agree to them"),
        error_messages={"required": _("Tick the box if you agree. If you do not, you can leave the page.")},
    )


class PublishGuidelinesForm(forms.Form):
    """A new version of the guidelines, in both ways of reading."""

    text = forms.CharField(
        label=_("The guidelines"),
        help_text=_("One rule on each line."),
        max_length=LONGEST_GUIDELINES,
        widget=forms.Textarea({"rows": 14}),
        error_messages={"required": _("Write the guidelines, one rule on each line.")},
    )
    easy_text = forms.CharField(
        label=_("The guidelines in Easy Read"),
        help_text=_("The same rules. One short sentence on each line."),
        max_length=LONGEST_GUIDELINES,
        widget=forms.Textarea({"rows": 14}),
        error_messages={"required": _("Write the same rules in short sentences, one on each line.")},
    )


class EditNameForm(GuardedForm, JoinAreaForm):
    """The name that others see, and a few words."""

    guarded = ("shown_name", "about")

    class Meta(JoinAreaForm.Meta):
        fields = ["shown_name", "about"]
        labels = {**JoinAreaForm.Meta.labels, "about": _("Would you like to say something about yourself?")}
        help_texts = {
            **JoinAreaForm.Meta.help_texts,
            "about": _("What you enjoy, what you are good at. Leave out your address and telephone number."),
        }
        error_messages = {
            **JoinAreaForm.Meta.error_messages,
            "about": {"max_length": _("This is too long. Please use 1,000 letters or fewer.")},
        }
        widgets = {**JoinAreaForm.Meta.widgets, "about": forms.Textarea({"rows": 5})}


class EditInterestsForm(forms.ModelForm):
    """What somebody likes to do, from the area's own list."""

    interests = forms.ModelMultipleChoiceField(
        label=_("What do you like to do?"),
        help_text=_("Tick as many as you like. They help you find people and groups."),
        queryset=Interest.objects.none(),
        to_field_name="slug",
        required=False,
        widget=Tickboxes,
    )
    mark_optional = False

    class Meta:
        model = Profile
        fields = ["interests"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interests"].queryset = Interest.objects.order_by("category", "name")


class EditDistrictForm(forms.ModelForm):
    """Roughly where somebody lives."""

    district = forms.ModelChoiceField(
        label=_("Which part of the area do you live in?"),
        help_text=_("This is as near as anyone needs to know. Please do not tell your address here."),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("I would rather not say"),
        widget=Radios,
    )
    mark_optional = False

    class Meta:
        model = Profile
        fields = ["district"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.order_by("name")


class SeveralChoices(forms.MultipleChoiceField):
    """Any of a fixed list, kept in the order of the list."""

    widget = Tickboxes

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [choice for choice, _label in self.choices if choice in chosen]


class EditTimesForm(forms.ModelForm):
    """When somebody is free."""

    free_times = SeveralChoices(
        label=_("When are you free?"),
        help_text=_("Tick all that are often good for you. This helps to find a time that suits everybody."),
        choices=TimeOfWeek.choices,
        required=False,
    )
    mark_optional = False

    class Meta:
        model = Profile
        fields = ["free_times"]


class EditBudgetForm(forms.ModelForm):
    """Where somebody's money comes from: never shown to anybody else."""

    funding_kinds = SeveralChoices(
        label=_("Where does your money for support or activities come from?"),
        help_text=_("Nobody else sees your answer. You can join in whatever it is. Tick all that are true."),
        choices=FundingKind.choices,
        required=False,
        widget=Tickboxes(
            hints={
                FundingKind.DIRECT_PAYMENT: _("Money from the council that you look after."),
                FundingKind.COUNCIL_MANAGED: _("The council pays the bills for you."),
                FundingKind.SERVICE_FUND: _("An organisation that you chose looks after the money."),
                FundingKind.HEALTH_BUDGET: _("Money from the NHS."),
                FundingKind.NONE: _("You have no money for this at the moment. That is fine."),
            }
        ),
    )
    mark_optional = False

    class Meta:
        model = Profile
        fields = ["funding_kinds"]

    def clean_funding_kinds(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["funding_kinds"]
        alone = [kind.label for kind in ANSWERS_ON_THEIR_OWN if kind in chosen]
        if alone and len(chosen) > 1:
            message = _("“%s” is an answer on its own. Take that tick away, or take the others away.")
            raise forms.ValidationError(message % alone[0])
        return chosen


class ChooseChannelForm(forms.Form):
    """How we tell somebody things, and where that reaches them. What is missing for it, the operation says."""

    channel = forms.ChoiceField(
        label=_("How should we tell you things?"),
        choices=Channel.choices,
        widget=Radios(
            hints={
                Channel.TEXT: _("To your mobile. It is short, and has a link to read more."),
                Channel.LETTER: _("The host prints it and posts it to you. The host can see what it says."),
                Channel.PHONE: _("A champion rings you and tells you. Champions and the host can see what it says."),
            },
            pictures={
                Channel.EMAIL: "email",
                Channel.TEXT: "message",
                Channel.LETTER: "letter",
                Channel.PHONE: "phone",
            },
        ),
        error_messages={"required": _("Choose how we tell you things.")},
    )
    telephone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("Only for a text message or a telephone call."),
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel", "class": "govuk-input--width-20"}),
    )
    name_on_letters = forms.CharField(
        label=_("Your name on letters"),
        help_text=_("Only for letters. If you leave it empty, we use the name that others see."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "class": "govuk-input--width-20"}),
    )
    address = forms.CharField(
        label=_("Your address"),
        help_text=_("Only for letters. House and street, then the town."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 4, "autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Your postcode"),
        help_text=_("Only for letters."),
        max_length=12,
        required=False,
        widget=forms.TextInput({"autocomplete": "postal-code", "class": "govuk-input--width-10"}),
    )
    mark_optional = False


class ChooseFormatsForm(forms.Form):
    """How words have to come, for somebody to take them in."""

    formats = SeveralChoices(
        label=_("What helps you to read or hear what we tell you?"),
        help_text=_("Tick all that help. Leave it empty if you need nothing special."),
        choices=Format.choices,
        required=False,
    )
    language = forms.CharField(
        label=_("Which language is best for you?"),
        help_text=_("Only if you ticked another language. Write it in your own words."),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    mark_optional = False


class RecordCallForm(forms.Form):
    """How a call went: one of three buttons."""

    outcome = forms.ChoiceField(choices=CallOutcome.choices)


class PreferencesForm(forms.Form):
    """How somebody likes to read. Nothing here is about who they are."""

    easy_read = forms.BooleanField(
        label=_("Easy Read pages"), help_text=_("Short sentences with pictures."), required=False
    )
    text_size = forms.ChoiceField(label=_("How big should the words be?"), choices=TextSize.choices, widget=Radios)
    contrast = forms.ChoiceField(label=_("Which colours are best for you?"), choices=Contrast.choices, widget=Radios)
    no_motion = forms.BooleanField(label=_("Nothing should move on the page"), required=False)
    symbols = forms.BooleanField(label=_("Show small pictures beside words"), required=False)
    read_aloud = forms.BooleanField(
        label=_("Read pages out to me"),
        help_text=_("A button on each page reads it out, where your browser can."),
        required=False,
    )


class ApiTokenForm(forms.Form):
    """What a token is for."""

    label = forms.CharField(
        label=_("What is this token for?"),
        help_text=_("A name that helps you know it again, such as “my calendar”."),
        max_length=60,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
        error_messages={
            "required": _("Give the token a name, so that you know it again."),
            "max_length": _("This name is too long. Please use 60 letters or fewer."),
        },
    )


class FindMemberForm(forms.Form):
    """Whom a champion wants to help, by the name that others see."""

    mark_optional: ClassVar[bool] = False
    name = forms.CharField(
        label=_("The person’s name here"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )


class MakeOneTimeCodeForm(forms.Form):
    """Why somebody needs a code, and how the champion is sure of them."""

    reason = forms.CharField(
        label=_("Why do they need a code?"),
        help_text=_("One sentence. Other champions and the host can read it."),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": _("Say why this person needs a code."),
            "max_length": _("This is too long. Please use 200 letters or fewer."),
        },
    )
    how_known = forms.ChoiceField(
        label=_("How do you know that it is them?"),
        choices=HowKnown.choices,
        widget=Radios,
        error_messages={"required": _("Say how you know that it is them. If you are not sure, do not make a code.")},
    )


class UseOneTimeCodeForm(forms.Form):
    """The number on the card, and the champion's code; spaces and capitals do no harm."""

    number = forms.CharField(
        label=_("The number on your card"),
        help_text=_("Eight figures, such as 1234 5678."),
        max_length=20,
        widget=forms.TextInput({"class": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Please type the number on your card.")},
    )
    code = forms.CharField(
        label=_("The code from the champion"),
        help_text=_("Eight letters and figures."),
        max_length=20,
        widget=forms.TextInput(
            {"class": "govuk-input--width-10", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
        error_messages={"required": _("Please type the code that the champion gave you.")},
    )

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split())

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].replace("-", " ").split()).lower()


class AskSupporterForm(forms.Form):
    """Whom to ask, as what, for what, and for how long."""

    email = forms.EmailField(
        label=_("Their email address"),
        help_text=_("The address with which they sign in here, or will."),
        widget=forms.EmailInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": _("Give the email address of the person who is to help you.")},
    )
    voice = forms.ChoiceField(
        label=_("As what will they help you?"),
        choices=Voice.choices,
        widget=Radios(
            hints={
                Voice.CARER: _(
                    "Somebody in your family, a friend, or a paid carer. They also have a view of their own."
                ),
                Voice.ADVOCATE: _("Somebody who says what you want to say, and nothing else."),
            }
        ),
        error_messages={"required": _("Choose one.")},
    )
    scopes = SeveralChoices(
        label=_("What may they do for you?"),
        help_text=_("They can never read your chats, sign for you, vote for you, or change how you are moderated."),
        choices=Scope.choices,
        error_messages={"required": _("Tick at least one thing that they may do.")},
    )
    starts_on = forms.DateField(label=_("The first day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("The last day"),
        help_text=_("At most a year later. You can stop it earlier, at any time."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class OutboxFilterForm(forms.Form):
    """Which messages of the area to look at."""

    mark_optional: ClassVar[bool] = False
    state = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All messages")), *NotificationState.choices],
        required=False,
    )
