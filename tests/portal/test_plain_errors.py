import pytest
from django import forms


class EverythingForm(forms.Form):
    words = forms.CharField(max_length=5)
    number = forms.IntegerField(min_value=1)
    day = forms.DateField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    email = forms.EmailField()


@pytest.mark.parametrize(
    ("name", "typed", "answer"),
    [
        ("words", "", "Please answer this question."),
        ("words", "too long", "Please make this shorter: 5 letters and spaces at most. You have used 8."),
        ("number", "seven", "Please write a whole number in figures, like 7."),
        ("number", "0", "Please give 1 or more."),
        ("day", "31 February", "Please give a real date: day, month and year, like 27 3 2027."),
        ("choice", "b", "Please choose one of the answers in the list."),
        ("email", "peter", "Please give an email address, like name@example.org."),
    ],
)
def test_each_refusal_is_in_our_words(name: str, typed: str, answer: str) -> None:
    form = EverythingForm({name: typed})

    assert form.errors[name] == [answer]


def test_a_form_may_have_words_of_its_own() -> None:
    class WishForm(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us what you would like to do."})

    assert WishForm({}).errors == {"name": ["Tell us what you would like to do."]}
