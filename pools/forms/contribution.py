"""What people fill in about what members pay in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.money import amount_field, day_field
from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import ContributionHow, MoneyPath, Pool, PoolMembership, Rhythm
from pools.operations.contribution import WAYS
from pools.queries.ledger import AccountBalance
from portal.models import Profile
from portal.widgets import DateBoxes, Radios

EVERYBODY = ""


class SayPaidForm(forms.Form):
    """What somebody has paid. Only the ways that the pool has chosen, and sellers who are owed something."""

    amount = amount_field(_("How much did you pay?"))
    received_on = day_field(_("When did you pay it?"))
    how = forms.ChoiceField(
        label=_("How did you pay it?"),
        widget=Radios,
        error_messages={"required": _("Choose how it was paid."), "invalid_choice": _("Choose from the list.")},
    )
    seller = forms.ChoiceField(
        label=_("Which seller got it?"),
        help_text=_("Only if it went straight to a seller."),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    reference = forms.CharField(
        label=_("What does it say on the bank statement?"),
        help_text=_("It helps to find the money. You can leave it empty."),
        max_length=100,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, pool: Pool, owed: Sequence[AccountBalance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = WAYS[MoneyPath(pool.money_path)]
        self.fields["how"].choices = [(way.value, way.label) for way in ways]
        if len(ways) == 1:
            self.fields["how"].initial = ways[0]
        if ContributionHow.DIRECT in ways:
            sellers = [(balance.account.name, balance.account.name) for balance in owed]
            self.fields["seller"].choices = [("", _("No seller")), *sellers]
        else:
            del self.fields["seller"]

    def clean_how(self) -> ContributionHow:
        return ContributionHow(self.cleaned_data["how"])


class RecordContributionForm(SayPaidForm):
    """The same, written down by whoever keeps the books: so it asks who paid."""

    profile = forms.ChoiceField(
        label=_("Who paid?"),
        widget=Radios,
        error_messages={"required": _("Choose who paid."), "invalid_choice": _("Choose from the list.")},
    )
    field_order = ["profile"]

    def __init__(self, *args: Any, members: Sequence[PoolMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.profile_id): member.profile for member in members}
        self.fields["profile"].choices = [(key, person.shown_name) for key, person in self.people.items()]
        self.fields["amount"].label = _("How much was it?")
        self.fields["received_on"].label = _("When was it paid?")
        self.fields["how"].label = _("How was it paid?")

    def clean_profile(self) -> Profile:
        return self.people[self.cleaned_data["profile"]]


class PlanForm(forms.Form):
    """When members pay in."""

    profile = forms.ChoiceField(
        label=_("Whose plan is it?"),
        widget=Radios,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    rhythm = forms.ChoiceField(
        choices=Rhythm.choices,
        label=_("How often do you pay?"),
        widget=Radios,
        error_messages={"required": _("Choose how often you pay.")},
    )
    first_due_on = day_field(_("What is the first day?"))
    ends_on = forms.DateField(
        label=_("By when must all be paid?"),
        help_text=_("Only if somebody’s year ends sooner, such as on 31 3 2027. Else leave it empty."),
        widget=DateBoxes,
        required=False,
        error_messages=ASK_DAY,
    )

    def __init__(self, *args: Any, members: Sequence[PoolMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.profile_id): member.profile for member in members}
        people = [(key, person.shown_name) for key, person in self.people.items()]
        self.fields["profile"].choices = [(EVERYBODY, _("Everybody’s")), *people]

    def clean_profile(self) -> Profile | None:
        return self.people.get(self.cleaned_data["profile"])

    def clean_rhythm(self) -> Rhythm:
        return Rhythm(self.cleaned_data["rhythm"])


class NotFoundForm(forms.Form):
    why = forms.CharField(
        label=_("What should they know?"),
        help_text=_("For example: the bank shows nothing yet. Please look whether it has left your account."),
        max_length=200,
        error_messages={"required": _("Say what they should know."), "max_length": TOO_LONG},
    )
