"""The organiser answers what only the members can say: page by page, and nothing is lost."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from pools.forms.agreement_terms import TERMS_PAGES, pages_for
from pools.models import Agreement, AgreementDraft, Pool
from pools.operations.agreement_draft import keep_draft, terms_in_hand
from pools.operations.agreement_terms import TERMS, AgreementTerms, Annex
from pools.operations.decision import reopen_costing
from portal.models import Area, Profile
from tests.factories.agreements import TERMS as GIVEN
from tests.factories.agreements import freeze, make_chef, make_gym

Browse = Callable[..., Client]

MONEY = {"money_holder": "Lakeside Credit Union", "money_kept_apart": "An account of its own."}
LEAVING = {"notice_days": "28", "things_owned": "We sell them."}


@pytest.fixture
def gym(area: Area) -> Pool:
    return make_gym()


@pytest.fixture
def organiser(gym: Pool, browse: Browse) -> Client:
    return browse(gym.organiser)


def place(pool: Pool, page: str = "") -> str:
    return reverse("pools:agreement_terms", args=[pool.pk, page]) if page else new(pool)


def new(pool: Pool) -> str:
    return reverse("pools:freeze_agreement", args=[pool.pk])


def test_every_term_has_its_question_on_one_page() -> None:
    asked = [name for page in TERMS_PAGES for name in page.base_fields]

    assert sorted([*asked, "review_dates"]) == sorted(TERMS)


def test_from_the_first_question_to_the_version(gym: Pool, organiser: Client) -> None:
    begun = organiser.get(new(gym)).text
    assert "Start with the money" in begun
    assert "Who holds the money?" in organiser.get(place(gym, "money")).text

    assert organiser.post(place(gym, "money"), MONEY).url == place(gym, "leaving")
    assert organiser.post(place(gym, "leaving"), LEAVING).url == place(gym, "things")
    assert organiser.post(place(gym, "annexes"), {"annexes": ["goods"]}).url == place(gym, "goods")
    assert organiser.post(place(gym, "goods"), {"goods_listed": "Two bikes"}).url == new(gym)
    checked = organiser.get(new(gym)).text
    assert "Check your answers" in checked
    assert "Something is missing" not in checked
    for fact in ("Lakeside Credit Union", "28", "We sell them.", "Two bikes"):
        assert fact in checked
    answer = organiser.post(new(gym))

    agreement = Agreement.objects.get()
    assert answer.url == agreement.get_absolute_url()
    assert (agreement.notice_days, agreement.terms["goods_listed"]) == (28, "Two bikes")
    assert not AgreementDraft.objects.exists()


@pytest.mark.parametrize("easy", [0, 1])
def test_what_is_missing_is_named_and_refused_at_the_end(gym: Pool, organiser: Client, easy: int) -> None:
    organiser.post(place(gym, "money"), {"money_holder": "Ann"})

    text = organiser.get(new(gym), {"easy": easy}).text
    answer = organiser.post(f"{new(gym)}?easy={easy}")

    for sentence in (
        "Say how the money is kept apart.",
        "Say how many days before leaving",
        "Say which things you own",
    ):
        assert sentence in text
        assert sentence in answer.context["form"].non_field_errors()[0]
    assert not Agreement.objects.exists()
    assert terms_in_hand(gym).money_holder == "Ann"


@pytest.mark.parametrize(
    ("page", "typed", "field", "sentence"),
    [
        ("money", {"contribution_due_day": "29"}, "contribution_due_day", "Give a day of the month from 1 to 28."),
        ("leaving", {"notice_days": "a month"}, "notice_days", "Write a number of days in figures, from 0 to 365."),
        ("leaving", {"notice_days": "-1"}, "notice_days", "Write a number of days in figures, from 0 to 365."),
        ("leaving", {"things_owned": "x" * 501}, "things_owned", "Please use 500 letters at most. You wrote 501."),
        (
            "contacts",
            {"cooling_off_days": "15"},
            "cooling_off_days",
            "Write a number of days in figures, from 0 to 14.",
        ),
        ("promises", {"insurance_model": "luck"}, "insurance_model", "Choose how you are insured from the list."),
        ("annexes", {"annexes": "moon"}, "annexes", "Choose from the list."),
        ("workers", {"hmrc_reserve": "lots"}, "hmrc_reserve", ""),
    ],
)
def test_bad_answers_are_told_beside_the_field_and_nothing_is_lost(
    gym: Pool, organiser: Client, page: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    beside = {"money": MONEY, "workers": {"employers": "Ann"}, "promises": {"assurance_by": "Ann"}}.get(page, {})

    answer = organiser.post(place(gym, page), {**beside, **typed})

    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)
    for name, value in {**beside, **typed}.items():
        assert form[name].value() in (value, [value])
    assert not AgreementDraft.objects.exists()


def test_dates_are_kept_in_their_order_and_shown_again(gym: Pool, organiser: Client) -> None:
    typed = {"review_1_day": "1", "review_1_month": "9", "review_1_year": "2027"}
    typed |= {"review_2_day": "1", "review_2_month": "3", "review_2_year": "2027"}

    organiser.post(place(gym, "contacts"), typed)

    terms = terms_in_hand(gym)
    assert terms.review_dates == (date(2027, 3, 1), date(2027, 9, 1))
    assert terms.cooling_off_days == 7
    assert organiser.get(place(gym, "contacts")).context["form"].initial["review_1"] == date(2027, 3, 1)
    assert "1 March 2027 and 1 September 2027" in organiser.get(new(gym)).text


def test_choices_and_amounts_are_checked_in_words(gym: Pool, organiser: Client) -> None:
    organiser.post(place(gym, "promises"), {"insurance_model": "joint", "insurance_until_day": "30"} | UNTIL)
    organiser.post(place(gym, "workers"), {"hmrc_reserve": "1250"})
    organiser.post(place(gym, "annexes"), {"annexes": ["business", "vehicle"]})

    text = organiser.get(new(gym)).text

    for words in (
        "One policy for all of us",
        "30 June 2027",
        "£1,250.00",
        "We run a small business; We share a car",
    ):
        assert words in text


UNTIL = {"insurance_until_month": "6", "insurance_until_year": "2027"}


class TestTheWayThroughThePages:
    def test_who_changes_one_answer_goes_back_to_all_of_them(self, gym: Pool, organiser: Client):
        assert organiser.post(f"{place(gym, 'money')}?check=1", MONEY).url == new(gym)

    def test_a_new_tick_leads_to_its_page_first(self, gym: Pool, organiser: Client):
        answer = organiser.post(f"{place(gym, 'annexes')}?check=1", {"annexes": ["vehicle"]})

        assert answer.url == place(gym, "vehicle")
        assert organiser.post(f"{place(gym, 'annexes')}?check=1", {}).url == new(gym)

    def test_what_can_be_skipped(self, gym: Pool, organiser: Client):
        assert "Skip this" not in organiser.get(place(gym, "money")).text
        things = organiser.get(place(gym, "things")).text
        assert "Skip this" in things
        assert place(gym, "disagreement") in things

    @pytest.mark.parametrize("page", ["vehicle", "horoscope"])
    def test_pages_that_there_are_not(self, gym: Pool, organiser: Client, page: str):
        assert organiser.get(place(gym, page)).status_code == 404

    def test_pages_of_annexes_come_with_their_tick(self):
        assert Annex.VEHICLE not in {page.annex for page in pages_for(AgreementTerms())}
        assert len(pages_for(AgreementTerms(annexes=tuple(Annex)))) == len(TERMS_PAGES)


def test_a_newer_version_begins_with_the_terms_of_the_last(gym: Pool, organiser: Client) -> None:
    freeze(gym)

    text = organiser.get(new(gym)).text

    assert GIVEN["things_owned"] in text
    assert "They see what has changed." in text
    assert organiser.get(place(gym, "leaving")).context["form"].initial["notice_days"] == 28


def test_a_pool_that_has_not_decided_keeps_its_answers(gym: Pool, organiser: Client, now: datetime) -> None:
    keep_draft(pool=gym, answers=GIVEN | {"annexes": ()}, by=gym.organiser, now=now)
    reopen_costing(pool=gym, by=gym.organiser, now=now)

    answer = organiser.post(new(gym))

    assert "You have not decided yet." in answer.text
    assert GIVEN["money_holder"] in answer.text
    assert not Agreement.objects.exists()


def test_others_neither_answer_nor_make_agreements(gym: Pool, browse: Browse) -> None:
    make_chef()
    for name in ("Barry", "Peter"):
        visitor = browse(Profile.objects.get(shown_name=name))
        for address in (new(gym), place(gym, "money")):
            assert visitor.get(address).status_code == 404
            assert visitor.post(address, MONEY).status_code == 404
    assert not AgreementDraft.objects.exists()
    assert not Agreement.objects.exists()
