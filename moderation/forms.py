"""The questions that moderation asks."""

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from moderation.models import AppealOutcome, Concern, EntryKind, Outcome, ReadyAdvice, Reason, WhyAside
from portal.guarded_forms import GuardedForm
from portal.models import ModerationLevel, Profile
from portal.widgets import DateBoxes, Radios

MOST_ADVICE: Final = 2000


class ChooseLevelForm(forms.Form):
    """How a member wants what they write to be looked at."""

    level = forms.ChoiceField(
        label=_("What should happen when you write something?"),
        help_text=_("You choose. You can change it at any time. Nobody else can change it."),
        choices=ModerationLevel.choices,
        widget=Radios(
            hints={
                ModerationLevel.PRE: _("A champion reads it first. Good while you are finding your feet."),
                ModerationLevel.POST: _("A champion may give you a tip later. Good when you feel surer."),
                ModerationLevel.NONE: _("You look after it yourself. Others can still tell us if something is wrong."),
            },
            pictures={ModerationLevel.PRE: "champion", ModerationLevel.POST: "eye", ModerationLevel.NONE: "star"},
        ),
        error_messages={"required": _("Choose one of the three.")},
    )


class MentorChoiceField(forms.ModelChoiceField):
    """One of the champions, shown by the name that others see."""

    def label_from_instance(self, champion: Profile) -> str:
        return champion.shown_name


class ChooseMentorForm(forms.Form):
    """Which champion reads a member's texts first."""

    mentor = MentorChoiceField(
        label=_("Who should read what you write?"),
        help_text=_("If they are away, another champion helps, so that you do not wait."),
        queryset=Profile.objects.none(),
        required=False,
        blank=True,  # Django's radios have the empty choice only then
        empty_label=_("Any champion who is free"),
        widget=Radios,
        error_messages={"invalid_choice": _("This person is not a champion any more. Choose another.")},
    )
    # Leaving it to any champion is an answer.
    mark_optional = False

    def __init__(self, *args: Any, mentors: QuerySet[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors
        self.fields["mentor"].widget.hint_of = {str(mentor.pk): _about(mentor) for mentor in mentors}


def _about(mentor: Profile) -> str:
    if mentor.mentor_away_until is not None:
        return _gettext("Away until %s") % date_format(mentor.mentor_away_until, "l j F")
    return Truncator(mentor.about).chars(120)


class SayWhenAwayForm(forms.Form):
    """When a champion is away as a mentor."""

    until = forms.DateField(
        label=_("What is the last day that you are away?"),
        help_text=_("For example, 27 11 2026. Leave it empty if you are here."),
        required=False,
        widget=DateBoxes,
        error_messages={"invalid": _("Give a day, a month and a year, such as 27 11 2026.")},
    )
    cover = MentorChoiceField(
        label=_("Who reads for you while you are away?"),
        help_text=_("They read first what your members write. If they are late, every champion can."),
        queryset=Profile.objects.none(),
        empty_label=_("Any champion who is free"),
        required=False,
        error_messages={"invalid_choice": _("Please choose another champion to read for you.")},
    )
    mark_optional = False

    def __init__(self, *args: Any, champions: QuerySet[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = champions


class QueueFilterForm(forms.Form):
    """
    Which part of what there is to read somebody would like to see.

    :param kinds: the kinds of content that there are, each with its name
    """

    kind = forms.ChoiceField(label=_("What it is"), required=False)
    level = forms.ChoiceField(
        label=_("Does its author wait?"),
        choices=[
            ("", _("All")),
            (ModerationLevel.PRE, _("Yes: others see it when you have read it")),
            (ModerationLevel.POST, _("No: others can see it already")),
        ],
        required=False,
    )
    is_reported = forms.BooleanField(label=_("Somebody told us of it"), required=False)
    is_own = forms.BooleanField(label=_("I am their mentor"), required=False)
    is_late = forms.BooleanField(label=_("Late"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *kinds]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; everything, where a choice is none that there is."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}


class StandAsideForm(forms.Form):
    """Why a champion would rather not judge a text."""

    why = forms.ChoiceField(
        label=_("Why should somebody else decide?"),
        choices=WhyAside.choices,
        widget=Radios,
        error_messages={"required": _("Choose a reason.")},
    )


class ReadyAdviceForm(forms.Form):
    """Advice to give again and again."""

    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=Reason.choices, error_messages={"required": _("Choose a reason.")}
    )
    text = forms.CharField(
        label=_("The advice"),
        help_text=_("Be kind and clear. Say what is good, and what would make it better."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write the advice first."),
            "max_length": _("This advice is too long. Please keep it under 1,000 letters."),
        },
    )


class ReadyAdviceChoiceField(forms.ModelChoiceField):
    """Some of the area's advice, after what it is about."""

    def label_from_instance(self, advice: ReadyAdvice) -> str:
        return f"{advice.get_reason_display()}: {Truncator(advice.text).chars(100)}"


class DecideForm(forms.Form):
    """
    What a champion decides about one text, why, and what would help its author.

    Ready advice comes before their own words, and stands by itself where there are none.
    """

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Outcome.choices,
        widget=Radios(
            hints={
                Outcome.PUBLISH: _("Others can see it."),
                Outcome.PUBLISH_WITH_ADVICE: _("Others can see it, and you give its author a tip."),
                Outcome.ASK_CHANGE: _("Only its author sees it until they have changed it."),
                Outcome.REMOVE: _("Only its author can see it."),
            }
        ),
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("The author reads this. To say what is wrong with a council or a provider is fine."),
        choices=Reason.choices,
        widget=Radios,
        error_messages={"required": _("Choose a reason.")},
    )
    advice = forms.CharField(
        label=_("Your advice"),
        help_text=_("Be kind and clear. Say what is good, and what would make it better."),
        max_length=MOST_ADVICE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Your advice is too long. Please keep it under 2,000 letters.")},
    )
    ready = ReadyAdviceChoiceField(
        label=_("Use ready advice"),
        help_text=_("It comes before your own words. You may leave your own words empty."),
        queryset=ReadyAdvice.objects.none(),
        empty_label=_("None"),
        required=False,
        error_messages={"invalid_choice": _("This advice is not in use any more. Please choose another.")},
    )
    field_order = ("outcome", "reason", "ready", "advice")

    def __init__(self, *args: Any, ready: QuerySet[ReadyAdvice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ready:
            self.fields["ready"].queryset = ready
        else:
            del self.fields["ready"]

    def clean(self) -> dict[str, Any]:
        """Put ready advice and own words together as `advice`."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ready = cleaned.pop("ready", None)
        if ready is not None and "advice" in cleaned:
            cleaned["advice"] = "\n\n".join(filter(None, [ready.text, cleaned["advice"]]))
            if len(cleaned["advice"]) > MOST_ADVICE:
                self.add_error("advice", self.fields["advice"].error_messages["max_length"])
        return cleaned


class AppealForm(forms.Form):
    """Why somebody would like a second look."""

    words = forms.CharField(
        label=_("Why do you think the answer was not right?"),
        help_text=_("You do not have to say why."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("This is too long. Please keep it under 2,000 letters.")},
    )
    mark_optional = False


class JudgeAppealForm(forms.Form):
    """The second answer, and the words that its author reads."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=AppealOutcome.choices,
        widget=Radios,
        error_messages={"required": _("Choose what you decide.")},
    )
    words = forms.CharField(
        label=_("Your words to the author"),
        help_text=_("Say why, kindly. They have waited for this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Say why, in a few kind words."),
            "max_length": _("This is too long. Please keep it under 2,000 letters."),
        },
    )


class ChangeWordsForm(GuardedForm):
    """
    New words, where a champion asked for a change.

    :param most: how many letters this kind of text may have
    """

    guarded = ("words",)
    field_order = ("words",)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(
            label=_("Your words"),
            max_length=most,
            widget=forms.Textarea(attrs={"rows": 8}),
            error_messages={
                "required": _("Write something first."),
                "max_length": _gettext("This is too long. Please keep it under {:,} letters.").format(most),
            },
        )
        self.order_fields(self.field_order)


class ReportContentForm(forms.Form):
    """What somebody finds wrong with what another wrote."""

    concern = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Concern.choices,
        widget=Radios(
            hints={
                Concern.UNTRUE: _("To say what is bad about a council or a provider is fine."),
                Concern.DANGER: _("Only our safeguarding lead will read this."),
            }
        ),
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("Tell us more"),
        help_text=_("We do not tell its author who you are."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("This is too long. Please keep it under 2,000 letters.")},
    )


class ReportConcernForm(forms.Form):
    """A worry about somebody's safety, or one's own."""

    words = forms.CharField(
        label=_("What happened, or what worries you?"),
        help_text=_("Write as much or as little as you like. You do not need to be sure."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Please write what happened, or what worries you."),
            "max_length": _("This is too long. Please keep it under 5,000 letters."),
        },
    )
    who = forms.CharField(
        label=_("Who is it about?"),
        help_text=_("It may be you. Leave it empty if you do not know."),
        max_length=200,
        required=False,
        error_messages={"max_length": _("This is too long. Please keep it under 200 letters.")},
    )
    may_name = forms.BooleanField(
        label=_("You may tell others that it was me who told you."),
        help_text=_("Without this tick our safeguarding lead keeps your name to themself, unless the law asks for it."),
        required=False,
    )


class AddToCaseForm(forms.Form):
    """
    What a safeguarding lead adds to a case.

    :param is_closed: a closed case can only be opened again
    """

    kind = forms.ChoiceField(
        label=_("What would you like to keep?"), widget=Radios, error_messages={"required": _("Choose one.")}
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("It cannot be changed later. When you close a case, write what came of it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Please write something first."),
            "max_length": _("This is too long. Please keep it under 5,000 letters."),
        },
    )

    def __init__(self, *args: Any, is_closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [EntryKind.REOPENED] if is_closed else [EntryKind.NOTE, EntryKind.STEP, EntryKind.CLOSED]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
