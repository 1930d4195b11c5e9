"""What members fill in when somebody leaves, and about the end of a pool and the things that they own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.money import day_field
from pools.forms.words import TOO_LONG
from pools.models import Pool, ThingsChoice, ThingStepKind
from pools.queries.hours import others_in
from pools.queries.pools import members_of
from portal.models import Profile
from portal.money import MoneyField
from portal.widgets import Radios


class TellOfLeavingForm(forms.Form):
    last_day = day_field(_("What is your last day?"))
    things = forms.ChoiceField(
        choices=ThingsChoice.choices,
        initial=ThingsChoice.KEEP,
        label=_("What becomes of your part in things that you own together?"),
        widget=Radios,
        error_messages={"required": _("Choose what becomes of your part.")},
    )
    hours_to = forms.ModelChoiceField(
        queryset=Profile.objects.none(),
        required=False,
        label=_("Who gets the hours that you have left?"),
        help_text=_("Choose nobody, and they go back to your own budget."),
        empty_label=_("Nobody: they go back to my budget"),
    )

    def __init__(self, *args: Any, pool: Pool, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [other.pk for other in others_in(pool, profile)]
        self.fields["hours_to"].queryset = Profile.objects.filter(pk__in=people)


class AnswerLeavingForm(forms.Form):
    accepts = forms.TypedChoiceField(
        choices=[("yes", _("I accept the new share")), ("no", _("I do not: let us decide again"))],
        coerce=lambda answer: answer == "yes",
        label=_("What do you say?"),
        widget=Radios,
        error_messages={"required": _("Choose an answer.")},
    )
    share = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)


class SettleForm(forms.Form):
    amount = MoneyField(label=_("How much was paid?"))
    paid_on = day_field(_("On which day?"))
    other = forms.ModelChoiceField(
        queryset=Profile.objects.none(),
        required=False,
        label=_("With whom did the money change hands?"),
        empty_label=_("With whoever keeps our money"),
    )

    def __init__(self, *args: Any, pool: Pool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = members_of(pool).values("profile")
        self.fields["other"].queryset = Profile.objects.filter(pk__in=people)


class ThingForm(forms.Form):
    what = forms.CharField(label=_("What is it?"), max_length=200, error_messages={"max_length": TOO_LONG})
    bought_on = day_field(_("When did you buy it?"))
    value = MoneyField(label=_("What is it worth now?"))
    place = forms.CharField(label=_("Where is it?"), max_length=200, error_messages={"max_length": TOO_LONG})
    looked_after_by = forms.CharField(
        label=_("Who looks after it?"), max_length=120, error_messages={"max_length": TOO_LONG}
    )
    removal_cost = MoneyField(label=_("What does it cost to take it away at the end?"))
    removal_paid_by = forms.CharField(
        label=_("Who pays for that?"), max_length=200, error_messages={"max_length": TOO_LONG}
    )


class EndThingForm(forms.Form):
    how = forms.ChoiceField(
        choices=[
            (kind, kind.label) for kind in (ThingStepKind.SOLD, ThingStepKind.GIVEN_AWAY, ThingStepKind.TAKEN_AWAY)
        ],
        label=_("What became of it?"),
        widget=Radios,
        error_messages={"required": _("Choose what became of it.")},
    )
    amount = MoneyField(label=_("What did you get for it?"), initial="0.00")
    removal_cost = MoneyField(label=_("What did it cost to take it away?"), initial="0.00")


class ProposeEndingForm(forms.Form):
    why = forms.CharField(
        label=_("Why would you like to end it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why you would like to end it."), "max_length": TOO_LONG},
    )
    learned = forms.CharField(
        label=_("What have you learned?"),
        help_text=_("You can leave this empty."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )


class AnswerEndingForm(forms.Form):
    agrees = forms.TypedChoiceField(
        choices=[("yes", _("Yes, let us end it")), ("no", _("No, let us go on"))],
        coerce=lambda answer: answer == "yes",
        label=_("What do you say?"),
        widget=Radios,
        error_messages={"required": _("Choose an answer.")},
    )
    returns_hours = forms.BooleanField(label=_("My hours go back to my own budget"), required=False)
    to_get = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)
