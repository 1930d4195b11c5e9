"""What a form says about private details, to whom, and what it lets through."""

import pytest
from django import forms

from pools.forms.wish import WishForm
from portal.forms import EditNameForm
from portal.guarded_forms import GuardedForm
from portal.models import Area
from providers.forms.rating import RatingForm, ReplyForm

PHONE = "Ring me on 07700 900123."
ACCOUNT = "Sort code 00-00-00, account 12345678."
SURE = {"post_all_the_same": "on"}


class WordsForm(GuardedForm):
    guarded = ("title", "text")

    title = forms.CharField(required=False)
    text = forms.CharField()


def test_nobody_is_asked_who_tells_nothing_private() -> None:
    form = WordsForm({"text": "We meet at 10.30 in the library."})

    assert form.is_valid()
    assert list(form.fields) == ["title", "text"]
    assert list(WordsForm().fields) == ["title", "text"]


def test_a_warning_stands_beside_its_field_and_the_question_comes_last() -> None:
    form = WordsForm({"title": "Hello", "text": PHONE})

    assert form.errors == {
        "text": [
            (
                "This looks like a telephone number: 07700 900123. Anybody who reads it can ring you. "
                "Take it out, or say that you are sure."
            )
        ]
    }
    assert list(form.fields) == ["title", "text", "post_all_the_same"]
    assert PHONE in str(form)


def test_who_is_sure_may_send_it() -> None:
    form = WordsForm({"title": PHONE, "text": "Pick me up at 14 Orchard Road", **SURE})

    assert form.is_valid()
    assert form.cleaned_data["title"] == PHONE


@pytest.mark.parametrize("text", [ACCOUNT, "My card is 4111 1111 1111 1111."])
def test_nobody_may_send_what_lets_others_take_money(text: str) -> None:
    form = WordsForm({"text": text, **SURE})

    assert list(form.errors) == ["text"]
    assert list(form.fields) == ["title", "text"]


def test_what_may_not_be_sent_is_told_even_beside_what_may() -> None:
    form = WordsForm({"text": f"{PHONE} {ACCOUNT}", **SURE})

    assert len(form.errors["text"]) == 1
    assert "bank account" in form.errors["text"][0]


def test_the_answer_to_the_question_is_no_answer_of_the_form() -> None:
    form = WordsForm({"title": "Hello", "text": PHONE, **SURE})

    assert form.is_valid()
    assert form.cleaned_data == {"title": "Hello", "text": PHONE}


@pytest.mark.parametrize(
    ("form", "field"), [(EditNameForm, "about"), (WishForm, "words"), (ReplyForm, "words")], ids=str
)
def test_other_words_that_people_read_are_looked_at(form: type[GuardedForm], field: str) -> None:
    assert "This looks like a telephone number" in form({field: PHONE}).errors[field][0]


def test_what_somebody_scores_is_looked_at(area: Area) -> None:
    form = RatingForm({"own_words_2": PHONE, "own_score_2": "4", "words": ACCOUNT}, criteria=[], last=None)

    assert "This looks like a telephone number" in form.errors["own_words_2"][0]
    assert "bank account" in form.errors["words"][0]
