"""To find people, to be found, to be told when enough are there."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from peers.models import Group
from peers.models.saved_search import MOST_PEOPLE
from peers.queries.finding import Wanted
from portal.models import District, Interest, TimeOfWeek
from portal.widgets import Radios


class FindPeopleForm(forms.Form):
    """Whom somebody looks for."""

    interest = forms.ModelChoiceField(
        label=_("Who likes"),
        queryset=Interest.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Anything that I like"),
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
    time = forms.ChoiceField(
        label=_("When they are often free"),
        choices=[("", _("At any time")), *TimeOfWeek.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose a time from the list.")},
    )
    wants_company = forms.BooleanField(label=_("Only people who would like somebody to go with"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked for here and not when the module is read: each area has its own.
        self.fields["interest"].queryset = Interest.objects.all()
        self.fields["district"].queryset = District.objects.all()

    def wanted(self) -> Wanted:
        """What was chosen; everybody who matches, where a choice is none that there is."""
        if not self.is_valid():
            return Wanted()
        answers = self.cleaned_data
        return Wanted(
            interest=answers["interest"],
            district=answers["district"],
            time=answers["time"],
            wants_company=answers["wants_company"],
        )


class SaveSearchForm(FindPeopleForm):
    """The same, with how many people somebody waits for."""

    people_wanted = forms.IntegerField(
        label=_("Tell me when so many people are there"),
        help_text=_("For example, 6."),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Give a number, such as 6."),
            "invalid": _("Give a whole number, such as 6."),
            "min_value": _("Give a number from 1 to 50."),
            "max_value": _("Give a number from 1 to 50."),
        },
    )


class BeFoundForm(forms.Form):
    """What else somebody says when they let themselves be found."""

    wants_company = forms.BooleanField(
        label=_("I would like somebody to go with"),
        help_text=_("Tick this if you would rather not go alone. People who find you can read it."),
        required=False,
    )
    mark_optional = False


class InvitePersonForm(forms.Form):
    """To which of one's groups somebody is invited."""

    group = forms.ModelChoiceField(
        label=_("To which group?"),
        queryset=Group.objects.none(),
        empty_label=None,
        widget=Radios,
        error_messages={
            "required": _("Choose a group."),
            "invalid_choice": _("Choose a group from the list."),
        },
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
