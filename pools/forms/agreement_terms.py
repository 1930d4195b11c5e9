"""
The pages on which an organiser answers what only the members can say, one thing on a page.

A page keeps what it is given, gaps and all: what may not be missing is asked for at the end, when the version is made.
What is written wrongly, like a number of days in letters, is told at once beside its field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pools.forms.pool import ASK_DAY
from pools.forms.words import TOO_LONG
from pools.models import LONGEST_COOLING_OFF_DAYS, LONGEST_NOTICE_DAYS
from pools.operations.agreement_terms import (
    LAST_DUE_DAY,
    USUAL_COOLING_OFF_DAYS,
    AgreementTerms,
    Annex,
    InsuranceModel,
)
from pools.operations.agreement_text import long_day
from portal.money import MoneyField, format_amount
from portal.widgets import DateBoxes, Radios, Tickboxes

MOST_LETTERS = 500
MOST_REVIEWS = 4

Name = partial(forms.CharField, required=False, max_length=120, error_messages={"max_length": TOO_LONG})


def words(label: Promise, help_text: Promise | str = "") -> forms.CharField:
    """A question that is answered in one's own words."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )


def day(label: Promise, help_text: Promise | str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=DateBoxes,
        error_messages={"invalid": ASK_DAY["invalid"]},
    )


def number(label: Promise, help_text: Promise, *, least: int = 0, most: int, invalid: Promise) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages={"invalid": invalid, "min_value": invalid, "max_value": invalid},
    )


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question and what was answered, as “check your answers” shows it."""

    question: Promise | str
    words: str


class TermsForm(forms.Form):
    """
    One page.

    `slug` is its place in the address; `annex` is the annex that it belongs to, if it belongs to one; `may_skip` says
    that an agreement can do without any of it.
    """

    slug: ClassVar[str]
    title: ClassVar[Promise]
    about: ClassVar[Promise]
    picture: ClassVar[str]
    annex: ClassVar[Annex | None] = None
    may_skip: ClassVar[bool] = True

    def answers(self) -> dict[str, Any]:
        """What to keep, by the names of `AgreementTerms`."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_from(cls, terms: AgreementTerms) -> dict[str, Any]:
        return {name: getattr(terms, name) for name in cls.base_fields}

    @classmethod
    def is_for(cls, terms: AgreementTerms) -> bool:
        """Whether the page is among those of an agreement with these terms."""
        return cls.annex is None or cls.annex in terms.annexes

    @classmethod
    def answered(cls, terms: AgreementTerms) -> Iterator[Answer]:
        """Each question with its answer; empty where there is none."""
        for name, field in cls.base_fields.items():
            yield Answer(question=field.label or "", words=_as_words(getattr(terms, name), field))


class MoneyTermsForm(TermsForm):
    slug = "money"
    title = _("The money")
    about = _("Who holds it, and when it is paid.")
    picture = "money"
    may_skip = False

    money_holder = Name(
        label=_("Who holds the money?"),
        help_text=_("A name. If each of you pays the seller, write “Nobody: each of us pays the seller”."),
    )
    money_kept_apart = words(
        _("How is it kept apart from other money?"),
        _("For example: it has an account of its own, and two of us must sign."),
    )
    contribution_due_day = number(
        _("By which day of the month does each of you pay?"),
        _("A number from 1 to 28. Leave it empty if you do not pay every month."),
        least=1,
        most=LAST_DUE_DAY,
        invalid=_("Give a day of the month from 1 to 28."),
    )
    late_payment = words(
        _("What happens if somebody pays late?"),
        _("For example: the organiser rings them, and they have two more weeks."),
    )


class LeavingTermsForm(TermsForm):
    slug = "leaving"
    title = _("Leaving, joining and stopping")
    about = _("Everybody can leave at any time. Say how.")
    picture = "leave"
    may_skip = False

    notice_days = number(
        _("How many days before leaving does somebody tell the others?"),
        _("Everybody can leave at any time. Write 0 if they can go on the same day."),
        most=LONGEST_NOTICE_DAYS,
        invalid=_("Write a number of days in figures, from 0 to 365."),
    )
    things_owned = words(
        _("What happens to things that you own together, when somebody leaves or you stop?"),
        _("For example: we sell them and share the money. If you own nothing together, say so."),
    )
    joining_later = words(
        _("How can somebody join later?"), _("For example: they come twice to try it, and then we all decide.")
    )
    ending = words(
        _("What else happens when you stop?"),
        _("It need not be anybody’s fault. For example: we tell the provider a month before."),
    )


class ThingsTermsForm(TermsForm):
    slug = "things"
    title = _("Using and looking after things")
    about = _("Only if you own something together.")
    picture = "key"

    things_use = words(
        _("Who may use the things that you own together, and when?"),
        _("For example: only members who have been shown how, and not after 9 in the evening."),
    )
    things_care = words(_("Who looks after them, and who pays for repairs?"))
    things_removal = words(_("Who takes them away when you do not need them any more?"))


class DisagreementTermsForm(TermsForm):
    slug = "disagreement"
    title = _("When you do not agree")
    about = _("It is easier to talk about this before it happens.")
    picture = "speech"

    deadlock = words(
        _("What happens if you cannot come to a decision?"),
        _("For example: nothing changes for a month, and then we talk again with somebody from outside."),
    )
    mediator = Name(
        label=_("Who helps you when you do not agree?"),
        help_text=_("A name. Somebody whom all of you trust, and who takes nobody’s side."),
    )
    conflict_of_interest = words(
        _("What if a decision is about one of you, or about their family or friends?"),
        _("For example: they say so, and do not vote on it."),
    )


class WorkersTermsForm(TermsForm):
    slug = "workers"
    title = _("People who work for you")
    about = _("Only if you pay somebody, such as a personal assistant.")
    picture = "profile"

    employers = words(
        _("Who employs them?"),
        _("Give each name. Whoever is the employer stays the employer: this cannot switch to somebody else."),
    )
    employed_until = day(_("Is the work only for a time? Until when?"), _("Leave it empty if it has no end."))
    backup_cover = words(_("Who comes when they are ill, on holiday or having a baby?"))
    hmrc_evidence = words(
        _("What have you in writing from HM Revenue & Customs?"),
        _("They say whether somebody is employed or self-employed. You cannot say it yourselves. Give the date."),
    )
    hmrc_reserve = MoneyField(
        label=_("How much do you keep aside for tax, until they have said it?"),
        help_text=_("Work it out as if you had to pay the higher of the two."),
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    hmrc_reserve_holder = Name(label=_("Who keeps that money?"), help_text=_("Best somebody who is not one of you."))


class PromisesTermsForm(TermsForm):
    slug = "promises"
    title = _("Insurance and promises")
    about = _("What keeps you safe if something goes wrong, and what others have promised.")
    picture = "shield"

    insurance_model = forms.ChoiceField(
        choices=[*InsuranceModel.choices, ("", _("We have no insurance, or do not need one"))],
        label=_("How are you insured?"),
        required=False,
        widget=Radios,
        error_messages={"invalid_choice": _("Choose how you are insured from the list.")},
    )
    insurance_document = words(
        _("Which paper shows it?"), _("For example: policy 4471 of Safe & Sound. Hana has it in her folder.")
    )
    insurance_until = day(_("Until when are you insured?"), _("We remind you before that day."))
    assurance_by = Name(
        label=_("Who has promised that you keep what you save?"),
        help_text=_("Sometimes a council takes back what people save. Leave it empty if nobody has promised yet."),
    )
    assurance_until = day(_("Until when does the promise hold?"), _("We remind you before that day."))
    savings_split = words(
        _("What do you do with money that you save?"), _("For example: half for more lessons, half back to each of us.")
    )


class ContactsTermsForm(TermsForm):
    slug = "contacts"
    title = _("Contacts, dates and privacy")
    about = _("Who to turn to, when you look at it again, and how long everybody may think again.")
    picture = "calendar"

    complaints_contact = words(_("Who do you tell when something is wrong?"), _("A name, and how to reach them."))
    safeguarding_contact = words(
        _("Who do you tell when somebody is not safe?"),
        _("A name and a telephone number. Your area’s safeguarding lead, for example."),
    )
    cooling_off_days = number(
        _("How many days may people think again, after everybody has signed?"),
        _("From 0 to 14. Until then nothing is bought. We suggest 7: time to read it again and to ask somebody."),
        most=LONGEST_COOLING_OFF_DAYS,
        invalid=_("Write a number of days in figures, from 0 to 14."),
    )
    data_and_privacy = words(
        _("Is there anything else that stays between you?"),
        _("We say in every agreement that only its members can see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, MOST_REVIEWS + 1):
            self.fields[f"review_{place}"] = day(
                _("When do you look at it again?") if place == 1 else _("And another time?"),
                _("We remind you before that day.") if place == 1 else "",
            )

    def answers(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        days = [given.pop(f"review_{place}") for place in range(1, MOST_REVIEWS + 1)]
        if given["cooling_off_days"] is None:
            given["cooling_off_days"] = USUAL_COOLING_OFF_DAYS
        return given | {"review_dates": sorted({day for day in days if day is not None})}

    @classmethod
    def initial_from(cls, terms: AgreementTerms) -> dict[str, Any]:
        reviews = {f"review_{place}": day for place, day in enumerate(terms.review_dates, start=1)}
        return super().initial_from(terms) | reviews

    @classmethod
    def answered(cls, terms: AgreementTerms) -> Iterator[Answer]:
        yield from super().answered(terms)
        days = get_text_list([long_day(day) for day in terms.review_dates], gettext("and"))
        yield Answer(question=_("When do you look at it again?"), words=days)


class AnnexesTermsForm(TermsForm):
    slug = "annexes"
    title = _("What else is true for you")
    about = _("Some pools need a part more. Each tick brings one more page.")
    picture = "book"

    annexes = forms.MultipleChoiceField(
        choices=Annex.choices,
        label=_("Which of these are true?"),
        help_text=_("Tick all that are true for you. Most pools tick none or one."),
        required=False,
        widget=Tickboxes,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )


class BusinessTermsForm(TermsForm):
    slug = "business"
    title = _("Your small business")
    about = _("A plan, and the rules that keep everybody safe.")
    picture = "shop"
    annex = Annex.BUSINESS

    business_plan = words(_("Where is your business plan, and what does it say in a few words?"))
    business_policies = words(
        _("Which rules does your business have?"),
        _("For example: safety at work, how we treat each other, how we keep people’s details private."),
    )


class EmploymentTermsForm(TermsForm):
    slug = "employment"
    title = _("Your personal assistant")
    about = _("What they do, and what they need to know first.")
    picture = "heart"
    annex = Annex.EMPLOYMENT

    assistant_tasks = words(_("What does the assistant do, for whom and when?"))
    assistant_training = words(_("What do they need to know or learn first?"))


class GoodsTermsForm(TermsForm):
    slug = "goods"
    title = _("A list of your things")
    about = _("So that nobody has to guess later.")
    picture = "house"
    annex = Annex.GOODS

    goods_listed = words(_("Which things do you own together?"))
    goods_kept = words(_("Where are they kept, and who has the key?"))


class VehicleTermsForm(TermsForm):
    slug = "vehicle"
    title = _("Your vehicle")
    about = _("Who keeps it, and who may drive it.")
    picture = "outings"
    annex = Annex.VEHICLE

    vehicle_keeper = Name(label=_("Who is the registered keeper?"), help_text=_("The name in the log book."))
    vehicle_drivers = words(_("Who may drive it?"))
    vehicle_checks = words(_("Who sees to tax, MOT, insurance and repairs?"))


# In the order in which people go through them.
TERMS_PAGES: list[type[TermsForm]] = [
    MoneyTermsForm,
    LeavingTermsForm,
    ThingsTermsForm,
    DisagreementTermsForm,
    WorkersTermsForm,
    PromisesTermsForm,
    ContactsTermsForm,
    AnnexesTermsForm,
    BusinessTermsForm,
    EmploymentTermsForm,
    GoodsTermsForm,
    VehicleTermsForm,
]


def pages_for(terms: AgreementTerms) -> list[type[TermsForm]]:
    """The pages of an agreement with these terms: those of annexes only where they were chosen."""
    return [page for page in TERMS_PAGES if page.is_for(terms)]


def _as_words(value: Any, field: forms.Field) -> str:
    """An answer as people read it."""
    match value:
        case None:
            return ""
        case date():
            return long_day(value)
        case Decimal():
            return format_amount(value)
        case tuple():
            return "; ".join(_as_words(part, field) for part in value)
    labels = {key: str(label) for key, label in getattr(field, "choices", []) if key}
    return labels.get(value, str(value))
