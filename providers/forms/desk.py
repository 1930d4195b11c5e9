"""What people who speak for an organisation fill in about it, its services and its prices."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import District, Interest
from portal.money import MoneyField
from portal.widgets import DateBoxes, Radios
from providers.models import Offer, Organisation, Ownership, Service
from providers.prices import misfit_in

MOST_PEOPLE = 1000
NEW_PRICES = 3
PRICE_HALVES = ("from_people", "price_each")
SHORT = {"rows": 3}


class OrganisationForm(forms.ModelForm):
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
        }


class ServiceForm(forms.ModelForm):
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


class OfferForm(forms.ModelForm):
    """
    An offer that is new, with numbered fields for its prices: `from_people_1`, `price_each_1` and so on.

    Rows that are left empty are no prices.
    """

    mark_optional = False  # one price is needed, and the page says what may be left empty

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
        elif not prices and not any(f"{half}_{row}" in self.errors for row in self.rows for half in PRICE_HALVES):
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
