"""What people fill in about organisations, services and prices."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.models import District, Interest
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios
from providers.models import Criterion, Offer, Organisation, Ownership, Rating, Service, UsedThrough
from providers.prices import misfit_in

MOST_PEOPLE = 1000
NEW_PRICES = 3
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
SHORT = {"rows": 3}
TOO_LONG = ngettext_lazy(
    "Please use %(limit_value)d letter at most. You wrote %(show_value)d.",
    "Please use %(limit_value)d letters at most. You wrote %(show_value)d.",
    "limit_value",
)


class SearchForm(forms.Form):
    """What somebody looks for in the directory. All may be left empty."""

    mark_optional = False

    words = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("Do not worry about spelling."),
        max_length=100,
        required=False,
        error_messages={"max_length": _("Please use fewer words.")},
    )
    interest = forms.ModelChoiceField(
        Interest.objects.all(), label=_("Interest"), empty_label=_("All interests"), required=False
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("Where"), empty_label=_("Anywhere"), required=False
    )


class PlainModelForm(forms.ModelForm):
    """A form of a model that says plainly when there are too many words, and keeps them all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["max_length"] = TOO_LONG


class OrganisationForm(PlainModelForm):
    ownership = forms.ChoiceField(
        label=_("Who does your organisation belong to?"),
        help_text=_("Members see this as what you say about yourself."),
        choices=Ownership.choices,
        widget=Radios,
        error_messages={"required": _("Choose who your organisation belongs to.")},
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("Where are you?"), empty_label=_("All over the area"), required=False
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Please give a web address, such as www.example.org.")},
    )

    class Meta:
        model = Organisation
        fields = ["name", "about", "ownership", "district", "phone", "email", "website"]
        labels = {
            "name": _("What is your organisation called?"),
            "about": _("What do you do?"),
            "phone": _("Telephone"),
            "email": _("Email"),
        }
        help_texts = {
            "about": _("Write it as you would say it to somebody you meet."),
            "phone": _("Members see this. Leave it empty if you do not want calls."),
        }
        error_messages = {
            "name": {"required": _("Please give the organisation's name.")},
            "about": {"required": _("Please say in a few words what you do.")},
            "email": {"invalid": _("Please give an email address, such as hello@example.org.")},
        }


class ServiceForm(PlainModelForm):
    """A service that is new; `is_listed` joins in once it is there."""

    interest = forms.ModelChoiceField(
        Interest.objects.all(),
        label=_("Which interest is it for?"),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose an interest, so that people can find it.")},
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("Where is it?"), empty_label=_("All over the area"), required=False
    )
    costs_money = forms.TypedChoiceField(
        label=_("Does it cost money?"),
        choices=[("yes", _("Yes")), ("no", _("No, it is free"))],
        coerce=lambda value: value == "yes",
        widget=Radios,
        error_messages={"required": _("Choose yes or no.")},
    )

    class Meta:
        model = Service
        fields = [
            "title",
            "about",
            "interest",
            "district",
            "when",
            "access_details",
            "costs_money",
            "price_words",
            "not_included",
        ]
        labels = {
            "title": _("What is the service?"),
            "about": _("What happens there?"),
            "when": _("When is it?"),
            "access_details": _("How do people get there and around?"),
            "price_words": _("What does it cost?"),
            "not_included": _("What is not included?"),
        }
        help_texts = {
            "title": _("A few words, such as “Bead making”."),
            "when": _("Such as “Thursdays, 6pm to 8pm”."),
            "access_details": _("Such as steps, toilets, buses, parking, quiet rooms."),
            "price_words": _("Such as “£6.00 a visit”. Prices for groups come later, as an offer."),
            "not_included": _("Such as food, travel or equipment."),
        }
        widgets = {"access_details": forms.Textarea(SHORT), "not_included": forms.Textarea(SHORT)}
        error_messages = {
            "title": {"required": _("Please say what the service is.")},
            "about": {"required": _("Please say what happens there.")},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("price_words") and cleaned.get("costs_money") is False:
            self.add_error("price_words", _("You said that it is free. Please leave the price empty."))
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.title:
            self.initial["costs_money"] = "yes" if self.instance.costs_money else "no"


class ListedServiceForm(ServiceForm):
    class Meta(ServiceForm.Meta):
        fields = [*ServiceForm.Meta.fields, "is_listed"]
        labels = {**ServiceForm.Meta.labels, "is_listed": _("Show this service to members")}


class OfferForm(PlainModelForm):
    """
    An offer that is new, with numbered fields for its prices: `from_people_1`, `price_each_1` and so on.

    Rows that are left empty are no prices.
    """

    class Meta:
        model = Offer
        fields = ["title", "maximum_people", "valid_until", "not_included"]
        labels = {
            "title": _("What is the offer called?"),
            "maximum_people": _("How many people can come at most?"),
            "valid_until": _("Until when do these prices hold?"),
            "not_included": _("What is not included?"),
        }
        help_texts = {
            "maximum_people": _("Leave it empty if there is no limit."),
            "not_included": _("Such as travel or lunch. If everything is included, say so."),
        }
        widgets = {"valid_until": DateBoxes, "not_included": forms.Textarea(SHORT)}
        error_messages = {
            "title": {"required": _("Please give the offer a title.")},
            "valid_until": {
                "required": _("Please give the last day of these prices."),
                "invalid": _("Please give a real date, such as 31 3 2027."),
            },
            "not_included": {"required": _("Please say what is not in the price. If nothing is left out, say so.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maximum_people"] = _people_field(
            label=self.fields["maximum_people"].label, help_text=self.fields["maximum_people"].help_text
        )
        prices = list(self.instance.price_breaks.all()) if self.instance.minimum_people else []
        self.rows = range(1, len(prices) + NEW_PRICES + 1)
        for row in self.rows:
            self.fields[f"from_people_{row}"] = _people_field(
                label=_("Price %(row)d: from how many people?") % {"row": row}
            )
            self.fields[f"price_each_{row}"] = MoneyField(
                label=_("Price %(row)d: how much does each pay?") % {"row": row}, required=False
            )
        for row, price in enumerate(prices, start=1):
            self.initial[f"from_people_{row}"] = price.from_people
            self.initial[f"price_each_{row}"] = price.price_each

    def clean(self) -> dict[str, Any]:
        """Gather the rows that were filled in as `prices`, with an error beside each half that is wrong."""
        cleaned = super().clean() or self.cleaned_data
        prices, rows = [], []
        for row in self.rows:
            # A half that could not be read is not there at all, and has its error already.
            people, price = cleaned.pop(f"from_people_{row}", 0), cleaned.pop(f"price_each_{row}", Decimal(0))
            if people is None and price is not None:
                self.add_error(f"from_people_{row}", _("From how many people is this the price?"))
            elif price is None and people is not None:
                self.add_error(f"price_each_{row}", _("How much does each person pay?"))
            elif people:
                prices.append((people, price))
                rows.append(row)
        cleaned["prices"] = prices
        misfit = None if self.errors else misfit_in(prices, maximum_people=cleaned["maximum_people"])
        if misfit is not None:
            self.add_error(f"{misfit.part}_{rows[misfit.place]}", misfit.sentence)
        elif not prices and not self.errors:
            self.add_error("from_people_1", _("Please give at least one price."))
        return cleaned

    def price_fields(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each price, for the page."""
        for row in self.rows:
            yield self[f"from_people_{row}"], self[f"price_each_{row}"]


class OpenOfferForm(OfferForm):
    class Meta(OfferForm.Meta):
        fields = [*OfferForm.Meta.fields, "is_open"]
        labels = {**OfferForm.Meta.labels, "is_open": _("People can still take up this offer")}


def _people_field(*, label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
        error_messages={
            "invalid": _("Please give a whole number of people, such as 8."),
            "min_value": _("Please give 1 person or more."),
            "max_value": _("Please give 1,000 people or fewer."),
        },
    )


class RatingForm(forms.Form):
    """
    Scores for things that matter to members, with numbered rows for the member's own, and words.

    :param criteria: what members have scored before; each gets a field `score_…` named after its id
    :param last: what the member said the last time, to start from
    """

    words = forms.CharField(
        label=_("How was it, in your own words?"),
        widget=forms.Textarea,
        max_length=3000,
        required=False,
        error_messages={"max_length": TOO_LONG},
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
    used_it = forms.BooleanField(
        label=_("I used this service myself"),
        error_messages={"required": _("Tick this if you used the service. Only people who used it can rate it.")},
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
                error_messages={"max_length": TOO_LONG},
            )
            self.fields[f"own_score_{row}"] = _score_field(
                label=_("How well did they do in this? (%(row)d)") % {"row": row}
            )
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
        if not scores and not self.errors:
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


class ReplyForm(forms.Form):
    """An organisation's one answer to a rating."""

    words = forms.CharField(
        label=_("Your reply"),
        help_text=_("You can reply once. Members can read it."),
        widget=forms.Textarea,
        max_length=3000,
        error_messages={"required": _("Please write your reply."), "max_length": TOO_LONG},
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
