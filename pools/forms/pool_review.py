"""What members fill in about how they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import BEST_SCORE, MOST_OUTCOMES
from pools.operations.pool_review import Scores
from pools.queries.reviews import Question
from portal.widgets import DateBoxes

SHORT_BOX = {"class": "govuk-input--width-2", "inputmode": "numeric"}


class ChooseOutcomesForm(forms.Form):
    """Up to five things that should get better, one in each box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_OUTCOMES + 1):
            self.fields[f"outcome_{number}"] = forms.CharField(
                label=_("Number %(number)d") % {"number": number},
                max_length=120,
                required=False,
                error_messages={"max_length": TOO_LONG},
            )

    def words(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


class ScoresForm(forms.Form):
    """Each question of a review, with a box for a number. A box may stay empty."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], said: Mapping[UUID | None, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"score_{place}": question for place, question in enumerate(questions)}
        for name, question in self.questions.items():
            self.fields[name] = forms.IntegerField(
                label=question.words,
                help_text=_("0 is very bad, and 10 is very good. You can leave it empty."),
                initial=said.get(question.outcome.pk if question.outcome else None),
                min_value=0,
                max_value=BEST_SCORE,
                required=False,
                widget=forms.TextInput(attrs=SHORT_BOX),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Choose a number from 0 to 10.")),
            )

    def scores(self) -> Scores:
        given = {question.outcome: self.cleaned_data[name] for name, question in self.questions.items()}
        life = given.pop(None)
        return Scores(life=life, outcomes={outcome: score for outcome, score in given.items() if outcome is not None})


class PlanReviewForm(forms.Form):
    planned_on = forms.DateField(
        label=_("On what day?"),
        help_text=_("Many pools look after 3 months, after 6 months and after a year."),
        widget=DateBoxes,
        error_messages=ASK_DAY,
    )


class NoteReviewForm(forms.Form):
    working = forms.CharField(
        label=_("What is working?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    not_working = forms.CharField(
        label=_("What is not working?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    change = forms.CharField(
        label=_("What will you change?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
