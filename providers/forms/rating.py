"""What members say about a service that they used, and what its organisation answers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.widgets import DateBoxes, Radios
from providers.models import Criterion, Rating, UsedThrough

OWN_CRITERIA = 3
MOST_SENT = 50
SCORE_NAME: Final = re.compile(r"score_([0-9a-f]{32})")
SCORES = [
    (5, _("5 – very good")),
    (4, _("4 – good")),
    (3, _("3 – all right")),
    (2, _("2 – bad")),
    (1, _("1 – very bad")),
]


class RatingForm(GuardedForm):
    """
    Scores for things that matter to members, with numbered rows for the member's own, and words.

    :param criteria: what members have scored before; each gets a field `score_…` named after its id
    :param last: what the member said the last time, to start from
    """

    guarded = ("words", *(f"own_words_{row}" for row in range(1, OWN_CRITERIA + 1)))

    used_it = forms.BooleanField(
        label=_("I used this service myself"),
        error_messages={"required": _("Tick this if you used the service. Only people who used it can rate it.")},
    )
    words = forms.CharField(
        label=_("How was it, in your own words?"),
        widget=forms.Textarea,
        max_length=3000,
        required=False,
    )
    used_through = forms.ChoiceField(
        label=_("How did you use it?"),
        choices=UsedThrough.choices,
        widget=Radios,
        error_messages={"required": _("Choose how you used the service.")},
    )
    used_on = forms.DateField(
        label=_("When did you last use it?"),
        help_text=_("Leave it empty if you do not know the day."),
        widget=DateBoxes,
        required=False,
        error_messages={"invalid": _("Please give a real date, such as 31 3 2026, or leave it empty.")},
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], last: Rating | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"score_{criterion.pk.hex}": criterion for criterion in self._with_sent(criteria)}
        for name, criterion in self.criteria.items():
            self.fields[name] = _score_field(label=criterion.words)
        self.own_rows = range(1, OWN_CRITERIA + 1)
        for row in self.own_rows:
            self.fields[f"own_words_{row}"] = forms.CharField(
                label=_("What else matters to you? (%(row)d)") % {"row": row},
                max_length=80,
                required=False,
            )
            self.fields[f"own_score_{row}"] = _score_field(
                label=_("How well did they do in this? (%(row)d)") % {"row": row}
            )
        self.order_fields([name for name in self.fields if name != "words"])
        if last is not None:
            self.initial.update(words=last.words, used_through=last.used_through, used_on=last.used_on)
            self.initial.update({f"score_{each.criterion_id.hex}": each.score for each in last.scores.all()})

    def clean(self) -> dict[str, Any]:
        """Gather all that was scored as `scores`, from the words of a criterion to its score."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("used_it", None)
        scores = {criterion.words: cleaned.pop(name, None) for name, criterion in self.criteria.items()}
        scores = {words: score for words, score in scores.items() if score is not None}
        said = {words.casefold() for words in scores}
        for row in self.own_rows:
            words, score = " ".join(cleaned.pop(f"own_words_{row}", "").split()), cleaned.pop(f"own_score_{row}", None)
            if words and score is None:
                self.add_error(f"own_score_{row}", _("Please choose a score for this, or take the words out."))
            elif score and not words and f"own_words_{row}" not in self.errors:
                self.add_error(f"own_words_{row}", _("What is this score for?"))
            elif words.casefold() in said:
                self.add_error(f"own_words_{row}", _("You have scored this already."))
            elif words:
                scores[words] = score
                said.add(words.casefold())
        if not scores and not any("score_" in name or name.startswith("own_") for name in self.errors):
            self.add_error("own_words_1", _("Please give a score for at least one thing that matters to you."))
        return cleaned | {"scores": scores}

    def score_fields(self) -> Iterator[forms.BoundField]:
        """What members have scored before, for the page."""
        for name in self.criteria:
            yield self[name]

    def own_fields(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The member's own words and their score, for the page."""
        for row in self.own_rows:
            yield self[f"own_words_{row}"], self[f"own_score_{row}"]

    def _with_sent(self, criteria: Sequence[Criterion]) -> list[Criterion]:
        """The list may have changed since the page was read: what was scored on that page stays."""
        known = {criterion.pk for criterion in criteria}
        sent = [UUID(found[1]) for name in self.data if (found := SCORE_NAME.fullmatch(name))]
        missing = [pk for pk in sent if pk not in known]
        return [*criteria, *Criterion.objects.filter(pk__in=missing[:MOST_SENT])]


class ReplyForm(GuardedForm):
    """An organisation's one answer to a rating."""

    guarded = ("words",)

    words = forms.CharField(
        label=_("Your reply"),
        help_text=_("You can reply once. Members can read it."),
        widget=forms.Textarea,
        max_length=3000,
        error_messages={"required": _("Please write your reply.")},
    )


def _score_field(*, label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("No score")), *SCORES],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose a score from 1 to 5, or none.")},
    )
