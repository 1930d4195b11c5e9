"""What people fill in about a wish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.words import TOO_LONG
from pools.models import Barrier
from pools.models.wish import MOST_LETTERS, MOST_PEOPLE
from pools.operations.wish import WishDetails, WishNeeds
from portal.guarded_forms import GuardedForm
from portal.models import District, FundingKind, Interest, TimeOfWeek
from portal.models.profile import ANSWERS_ON_THEIR_OWN
from portal.money import MoneyField
from portal.widgets import Tickboxes


class WishForm(GuardedForm):
    """The part of a wish that others see."""

    guarded = ("words",)

    words = forms.CharField(
        label=_("What would you like to do?"),
        help_text=_("Write it as you would say it to a friend. Others can read this."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tell us what you would like to do."), "max_length": TOO_LONG},
    )
    interest = forms.ModelChoiceField(
        Interest.objects.all(),
        label=_("Which interest is it?"),
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose an interest, so that others can find you."),
            "invalid_choice": _("Choose an interest from the list."),
        },
    )
    district = forms.ModelChoiceField(
        District.objects.all(),
        label=_("Where?"),
        empty_label=_("Anywhere"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place from the list.")},
    )
    times = forms.MultipleChoiceField(
        choices=TimeOfWeek.choices,
        label=_("When could you do it?"),
        help_text=_("Tick all that are good for you. If you do not mind, tick none."),
        widget=Tickboxes,
        required=False,
        error_messages={"invalid_choice": _("Choose times from the list.")},
    )
    people_wanted = forms.IntegerField(
        label=_("How many other people do you need?"),
        help_text=_("For example, 6. If you are not sure, leave it empty."),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("Give a whole number, such as 6."),
            "min_value": _("Give a number from 1 to 200."),
            "max_value": _("Give a number from 1 to 200."),
        },
    )

    def details(self) -> WishDetails:
        return WishDetails(**self.cleaned_data)


class WishNeedsForm(forms.Form):
    """The part of a wish that is its owner's alone."""

    monthly_amount = MoneyField(
        label=_("How much could you put in each month?"),
        help_text=_("A guess is fine. You can leave it empty."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    funding_kinds = forms.MultipleChoiceField(
        choices=FundingKind.choices,
        label=_("Where would the money come from?"),
        help_text=_("Tick all that are true for you. “None” and “I would rather not say” are good answers."),
        widget=Tickboxes,
        required=False,
        error_messages={"invalid_choice": _("Choose answers from the list.")},
    )
    barriers = forms.MultipleChoiceField(
        choices=Barrier.choices,
        label=_("What makes it hard for you now?"),
        help_text=_("Tick all that are true for you."),
        widget=Tickboxes,
        required=False,
        error_messages={"invalid_choice": _("Choose answers from the list.")},
    )

    def clean_funding_kinds(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["funding_kinds"]
        alone = [kind.label for kind in ANSWERS_ON_THEIR_OWN if kind in chosen]
        if alone and len(chosen) > 1:
            message = _("“%s” is an answer on its own. Take that tick away, or take the others away.")
            raise forms.ValidationError(message % alone[0])
        return chosen

    def needs(self) -> WishNeeds:
        return WishNeeds(**self.cleaned_data)
