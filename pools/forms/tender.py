"""What members fill in to choose a provider."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import MOST_POINTS, CandidateStage, TenderCandidate
from pools.operations.panel import GroupPlan
from pools.operations.tender import NEXT_STAGES
from pools.queries.tenders import ShownCandidate
from portal.widgets import DateBoxes, Radios

SHORT_BOX = {"class": "govuk-input--width-5", "inputmode": "decimal"}
OTHER_GROUPS = (1, 2, 3)


class StartTenderForm(forms.Form):
    title = forms.CharField(
        label=_("What do you look for?"),
        help_text=_("For example: support at night."),
        max_length=100,
        error_messages={"required": _("Say what you look for."), "max_length": TOO_LONG},
    )
    about = forms.CharField(
        label=_("What should the provider do for you?"),
        help_text=_("You can leave it empty. Each of you can add what matters later."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    hides_names = forms.BooleanField(
        label=_("Hide the names of the providers until we have chosen"),
        help_text=_("Members read “Provider A”. So you judge what they offer, not who they are."),
        required=False,
    )


class QualityForm(forms.Form):
    words = forms.CharField(
        label=_("What matters to you?"),
        help_text=_("For example: the same faces each week."),
        max_length=200,
        error_messages={"required": _("Say what matters to you."), "max_length": TOO_LONG},
    )


class CandidateForm(forms.Form):
    name = forms.CharField(
        label=_("What is the provider called?"),
        max_length=100,
        error_messages={"required": _("Give the name of the provider."), "max_length": TOO_LONG},
    )
    about = forms.CharField(
        label=_("What do they offer?"),
        help_text=_("All members read this at once. If you hide the names, do not write the name here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class StageForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("What is the next step?"), widget=Radios, error_messages={"required": _("Choose the next step.")}
    )
    note = forms.CharField(
        label=_("Why?"),
        help_text=_("You can leave it empty. All members can read it."),
        max_length=300,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, stage: CandidateStage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        field.choices = [(step.value, step.label) for step in CandidateStage if step in NEXT_STAGES[stage]]


class PresentationForm(forms.Form):
    presents_on = forms.DateField(
        label=_("On which day do the providers show what they do?"), widget=DateBoxes, error_messages=ASK_DAY
    )


class PanelForm(forms.Form):
    """The groups of a panel, and what their points count. One is the pool's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_group("ours", name=_("What is your own group called?"), is_required=True)
        for place in OTHER_GROUPS:
            self._add_group(
                f"other_{place}",
                name=_("Another group: number %(place)d") % {"place": place},
                is_required=place == OTHER_GROUPS[0],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in OTHER_GROUPS:
            name, weight = cleaned.get(f"other_{place}_name"), cleaned.get(f"other_{place}_weight")
            if name and weight is None and f"other_{place}_weight" not in self.errors:
                self.add_error(f"other_{place}_weight", _("Say what the points of this group count."))
            if weight is not None and not name and f"other_{place}_name" not in self.errors:
                self.add_error(f"other_{place}_name", _("Give this group a name."))
        return cleaned

    def groups(self) -> list[GroupPlan]:
        keys = ["ours", *(f"other_{place}" for place in OTHER_GROUPS)]
        return [
            GroupPlan(
                name=self.cleaned_data[f"{key}_name"],
                weight=self.cleaned_data[f"{key}_weight"],
                is_ours=key == "ours",
            )
            for key in keys
            if self.cleaned_data[f"{key}_name"]
        ]

    def _add_group(self, key: str, *, name: Any, is_required: bool) -> None:
        self.fields[f"{key}_name"] = forms.CharField(
            label=name,
            help_text=_("For example: residents.") if key == "ours" else "",
            max_length=60,
            required=is_required,
            error_messages={"required": _("Give this group a name."), "max_length": TOO_LONG},
        )
        self.fields[f"{key}_weight"] = forms.DecimalField(
            label=_("What do its points count, in percent?"),
            help_text=_("All groups must be 100 together.") if key == "ours" else "",
            min_value=Decimal("0.01"),
            max_value=Decimal(100),
            decimal_places=2,
            required=is_required,
            widget=forms.TextInput(attrs=SHORT_BOX),
            error_messages={
                "required": _("Say what the points of this group count."),
                "invalid": _("Give a number in figures, such as 15."),
                "min_value": _("What a group counts is more than 0 and at most 100 percent."),
                "max_value": _("What a group counts is more than 0 and at most 100 percent."),
                "max_decimal_places": _("Please use two figures after the point at most."),
            },
        )


class PointsForm(forms.Form):
    """Points for each provider on the short list."""

    def __init__(
        self, *args: Any, candidates: Sequence[ShownCandidate], given: Mapping[object, Decimal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {f"points_{shown.candidate.place}": shown.candidate for shown in candidates}
        for shown in candidates:
            self.fields[f"points_{shown.candidate.place}"] = forms.DecimalField(
                label=shown.name,
                initial=given.get(shown.candidate.pk),
                min_value=0,
                max_value=MOST_POINTS,
                decimal_places=2,
                widget=forms.TextInput(attrs=SHORT_BOX),
                error_messages={
                    "required": _("Give points from 0 to 100."),
                    "invalid": _("Give points in figures, such as 80."),
                    "min_value": _("Give points from 0 to 100."),
                    "max_value": _("Give points from 0 to 100."),
                    "max_decimal_places": _("Please use two figures after the point at most."),
                },
            )

    def points(self) -> dict[TenderCandidate, Decimal]:
        return {candidate: self.cleaned_data[name] for name, candidate in self.candidates.items()}
