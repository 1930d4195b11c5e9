"""What is filled in before somebody uses what the pool bought."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pools.forms.paper import last_day_field, paper_field
from pools.forms.words import TOO_LONG
from pools.models import Gate, GateKind
from portal.widgets import Radios

# What the Physical Activity Readiness Questionnaire asks [003:1502], in plain words.
HEALTH_QUESTIONS: list[Promise] = [
    _("Has a doctor ever said that you have a heart problem?"),
    _("Does your chest hurt when you move about or do sport?"),
    _("Has your chest hurt in the last month, even when you were resting?"),
    _("Do you ever lose your balance because you are dizzy, or do you ever faint?"),
    _("Do you have a problem with your bones or joints that sport could make worse?"),
    _("Do you take medicine for your heart or your blood pressure?"),
    _("Is there any other reason why sport might not be safe for you?"),
]
YES_OR_NO = [("no", _("No")), ("yes", _("Yes"))]


class InductionForm(forms.Form):
    given_by = forms.CharField(
        label=_("Who showed them how to use it?"),
        help_text=_("Give the name of the instructor."),
        max_length=120,
        error_messages={"required": _("Say who showed them how to use it."), "max_length": TOO_LONG},
    )
    valid_until = last_day_field()


class RiskAssessmentForm(forms.Form):
    given_by = forms.CharField(
        label=_("Who has looked at the risks?"),
        help_text=_("Give the name of the care provider."),
        max_length=120,
        error_messages={"required": _("Say who has looked at the risks."), "max_length": TOO_LONG},
    )
    file = paper_field()
    valid_until = last_day_field()


class DoctorsWordForm(forms.Form):
    given_by = forms.CharField(
        label=_("What is the name of your doctor?"),
        max_length=120,
        error_messages={"required": _("Give the name of your doctor."), "max_length": TOO_LONG},
    )
    file = paper_field()
    valid_until = last_day_field()


class HealthQuestionsForm(forms.Form):
    """Seven questions, each yes or no. The answers leave this form as one word: all no, or see your doctor first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(HEALTH_QUESTIONS, start=1):
            self.fields[f"question_{number}"] = forms.ChoiceField(
                label=question, choices=YES_OR_NO, widget=Radios, error_messages={"required": _("Choose yes or no.")}
            )

    def answers(self) -> list[bool]:
        return [self.cleaned_data[name] == "yes" for name in self.fields]


class AddGateForm(forms.Form):
    """Which thing comes first besides: those that are not on the list yet."""

    kind = forms.ChoiceField(
        label=_("What comes first?"), widget=Radios, error_messages={"required": _("Choose what comes first.")}
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        error_messages={"required": _("Say why."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, gates: list[Gate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {gate.kind for gate in gates}
        self.fields["kind"].choices = [choice for choice in GateKind.choices if choice[0] not in asked]


class RemoveGateForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you not ask this any more?"),
        max_length=300,
        error_messages={"required": _("Say why you do not ask this any more."), "max_length": TOO_LONG},
    )
