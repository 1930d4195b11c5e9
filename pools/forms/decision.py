"""What members fill in to decide."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import MOST_ANSWERS, Option, OptionKind, Proposal, SharingRule
from pools.operations.ballot import VoteTerms
from pools.queries.decision_log import what_is_asked
from portal.widgets import DateBoxes, Radios, Tickboxes

END_OF_DAY = time(23, 59)
NO_VOTE = ""


class ProposeForm(forms.Form):
    """Until when a vote goes on, and how many must have voted."""

    closes_on = forms.DateField(
        label=_("When does the vote end?"),
        help_text=_("It goes on to the end of this day. Give everybody time to think."),
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )
    quorum = forms.IntegerField(
        label=_("How many people must vote, so that it counts?"),
        help_text=_("If fewer vote, nothing changes. Leave it empty if it always counts."),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Give a whole number, such as 4."),
            "min_value": _("At least one person must have voted. Or leave it empty."),
            "max_value": _("Give a number of 1,000 or less."),
        },
    )

    def closes_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["closes_on"], END_OF_DAY))


class TermsForm(ProposeForm):
    """Why something is asked, besides."""

    reason = forms.CharField(
        label=_("Why do you ask?"),
        help_text=_("Tell the others what they need to know. You can leave it empty."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    field_order = ["reason", "closes_on", "quorum"]

    def terms(self) -> VoteTerms:
        return VoteTerms(
            closes_at=self.closes_at(), reason=self.cleaned_data["reason"], quorum=self.cleaned_data["quorum"]
        )


class AskQuestionForm(TermsForm):
    question = forms.CharField(
        label=_("What do you want to ask?"),
        help_text=_("For example: On which day do we meet?"),
        max_length=200,
        error_messages={"required": _("Write your question."), "max_length": TOO_LONG},
    )
    answers = forms.CharField(
        label=_("Which answers can people choose?"),
        help_text=_("Write each answer on a line of its own: two to eight. We add “no change” for you."),
        max_length=MOST_ANSWERS * 102,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the answers, each on a line of its own."), "max_length": TOO_LONG},
    )
    field_order = ["question", "answers", "reason", "closes_on", "quorum"]

    def clean_answers(self) -> list[str]:
        answers = [line.strip() for line in self.cleaned_data["answers"].splitlines() if line.strip()]
        longest = Option._meta.get_field("words").max_length or 0
        if any(len(answer) > longest for answer in answers):
            raise forms.ValidationError(_("Please use 100 letters at most for each answer."))
        return answers


class AskSharingForm(TermsForm):
    rules = forms.MultipleChoiceField(
        label=_("Which ways to share can people choose?"),
        help_text=_("“No change” keeps the way that you have now."),
        widget=Tickboxes,
        error_messages={"required": _("Choose a way to share that is not the one you have.")},
    )
    field_order = ["rules", "reason", "closes_on", "quorum"]

    def __init__(self, *args: Any, rules: Sequence[SharingRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["rules"]
        choices.choices = [(rule.value, rule.label) for rule in rules]

    def chosen(self) -> list[SharingRule]:
        return [SharingRule(rule) for rule in self.cleaned_data["rules"]]


class VoteForm(forms.Form):
    """A ballot paper. An answer of the members' own goes by its key, and "no change" by its kind."""

    choice = forms.ChoiceField(
        label=_("What do you say?"),
        widget=Radios,
        error_messages={"required": _("Choose yes, or no change.")},
    )
    private_words = forms.CharField(
        label=_("Is there anything you would like to say in private?"),
        help_text=_("Only the organiser can read this. You can leave it empty."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, options: Sequence[Option], is_about_costs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = {
            str(option.pk) if option.kind == OptionKind.ANSWER else option.kind: option for option in options
        }
        field: Any = self.fields["choice"]
        field.choices = [(value, str(option)) for value, option in self.options.items()]
        if not is_about_costs:
            field.error_messages["required"] = _("Choose one of the answers.")

    def chosen(self) -> Option:
        return self.options[self.cleaned_data["choice"]]


class DeclareInterestForm(forms.Form):
    words = forms.CharField(
        label=_("What is your interest?"),
        help_text=_("For example: my sister works for one of the providers. Everybody in the pool can read this."),
        max_length=300,
        error_messages={"required": _("Say what your interest is."), "max_length": TOO_LONG},
    )


class QuietWordForm(forms.Form):
    about = forms.ChoiceField(label=_("What is it about?"), widget=Radios, required=False, initial=NO_VOTE)
    words = forms.CharField(
        label=_("What do you want to be said?"),
        help_text=_("In a small group, people may guess from the words who wrote them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to be said."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, votes: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.votes = {str(vote.pk): vote for vote in votes}
        about: Any = self.fields["about"]
        about.choices = [
            *(
                (key, _("The vote: %(question)s") % {"question": what_is_asked(vote)})
                for key, vote in self.votes.items()
            ),
            (NO_VOTE, _("Something else")),
        ]
        if not votes:
            del self.fields["about"]

    def vote(self) -> Proposal | None:
        return self.votes.get(self.cleaned_data.get("about", NO_VOTE))


class MediatorForm(forms.Form):
    name = forms.CharField(
        label=_("Who is your mediator?"),
        help_text=_("Somebody outside the pool whom all of you trust."),
        max_length=120,
        error_messages={"required": _("Give the name of the mediator."), "max_length": TOO_LONG},
    )
    contact = forms.CharField(
        label=_("How do you reach them?"),
        help_text=_("For example a telephone number or an email address. Ask them first if that is all right."),
        max_length=200,
        error_messages={"required": _("Say how you reach the mediator."), "max_length": TOO_LONG},
    )


class AskMediatorForm(forms.Form):
    words = forms.CharField(
        label=_("What are you stuck on?"),
        help_text=_("Everybody in the pool can read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what you are stuck on."), "max_length": TOO_LONG},
    )


class FollowUpForm(forms.Form):
    words = forms.CharField(
        label=_("What happened then?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what happened then."), "max_length": TOO_LONG},
    )
