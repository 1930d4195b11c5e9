"""What people fill in to start a pool, to invite, and to record what happened."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.forms.words import TOO_LONG
from pools.models import DecisionRule, PaidHow, PurchaseKind
from pools.queries.pools import Candidate
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios, Tickboxes

ASK_DAY = {
    "required": _("Give the day, the month and the year."),
    "invalid": _("Give a real date, such as 20 11 2026."),
}


class StartPoolForm(forms.Form):
    title = forms.CharField(
        label=_("What is the pool called?"),
        max_length=100,
        error_messages={"required": _("Give your pool a name."), "max_length": TOO_LONG},
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("Say what you want to do together, and what should be better afterwards."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what the pool is for."), "max_length": TOO_LONG},
    )
    buying = forms.ChoiceField(
        choices=PurchaseKind.choices,
        label=_("What will you buy?"),
        help_text=_("We use this to ask about costs that people often forget."),
        widget=Radios,
        error_messages={"required": _("Choose what you will buy.")},
    )
    most_people = forms.IntegerField(
        label=_("How many places are there?"),
        help_text=_("Count yourself too. Leave it empty if everybody can join."),
        min_value=2,
        max_value=1000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Give a whole number, such as 7."),
            "min_value": _("A pool needs places for two people or more."),
            "max_value": _("Give a number of 1,000 or less."),
        },
    )
    decision_rule = forms.ChoiceField(
        choices=DecisionRule.choices,
        label=_("How will you decide?"),
        help_text=_("“No change” is always one of the answers."),
        initial=DecisionRule.CONSENSUS,
        widget=Radios(
            hints={
                DecisionRule.CONSENSUS: _("Good for small pools. One “no change” is enough to stop it."),
                DecisionRule.CONSENT: _("People who do not vote do not stop it."),
                DecisionRule.MAJORITY: _("More than half of all members, not only of those who vote."),
                DecisionRule.TWO_THIRDS: _("Of all members, not only of those who vote."),
            }
        ),
        error_messages={"required": _("Choose how you will decide.")},
    )


class InviteForm(forms.Form):
    """Whom to ask: only people whose wishes fit can be chosen."""

    people = forms.MultipleChoiceField(
        label=_("Who would you like to ask?"),
        widget=Tickboxes,
        error_messages={
            "required": _("Tick the people that you would like to ask."),
            "invalid_choice": _("Somebody on your list cannot be asked any more. Please look again."),
        },
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(candidate.profile.pk): candidate for candidate in candidates}
        people = self.fields["people"]
        people.choices = [(key, candidate.profile.shown_name) for key, candidate in self.by_key.items()]
        people.widget.hint_of = {key: _reason(candidate) for key, candidate in self.by_key.items()}

    def candidates(self) -> list[Candidate]:
        return [self.by_key[key] for key in self.cleaned_data["people"]]


class PurchaseForm(forms.Form):
    what = forms.CharField(
        label=_("What did you buy?"),
        max_length=200,
        error_messages={"required": _("Say what you bought."), "max_length": TOO_LONG},
    )
    seller = forms.CharField(
        label=_("Who did you buy it from?"),
        max_length=120,
        error_messages={"required": _("Say who you bought it from."), "max_length": TOO_LONG},
    )
    amount = MoneyField(label=_("What did it cost?"), widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    bought_on = forms.DateField(label=_("When did you buy it?"), widget=DateBoxes, error_messages=ASK_DAY)
    paid_how = forms.ChoiceField(
        choices=PaidHow.choices,
        label=_("How was it paid?"),
        initial=PaidHow.LATER,
        widget=Radios,
        required=False,
        error_messages={"invalid_choice": _("Choose how it was paid.")},
    )
    paid_by = forms.CharField(
        label=_("Who else paid it?"),
        help_text=_("Only if somebody else paid it, or gave you the money for it."),
        max_length=120,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    mark_optional = False

    def clean_paid_how(self) -> PaidHow:
        return PaidHow(self.cleaned_data["paid_how"] or PaidHow.LATER)


def _reason(candidate: Candidate) -> str:
    """Why this person is on the list, as far as others may know."""
    if candidate.wish is None:
        return gettext("In your group")
    place = candidate.wish.district.name if candidate.wish.district else gettext("Anywhere")
    return gettext("%(interest)s, %(place)s: “%(words)s”") % {
        "interest": candidate.wish.interest.name,
        "place": place,
        "words": candidate.wish.words[:140],
    }
