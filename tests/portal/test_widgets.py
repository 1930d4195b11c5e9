from datetime import date

from django import forms
from django.utils.datastructures import MultiValueDict

from portal.widgets import DateBoxes, Radios


class StartForm(forms.Form):
    start = forms.DateField(widget=DateBoxes, label="When would you like to start?")


class LevelForm(forms.Form):
    level = forms.ChoiceField(
        choices=[("pre", "Before"), ("post", "After")],
        widget=Radios(hints={"pre": "Your mentor reads it."}, pictures={"post": "clock"}),
    )


def test_date_boxes_read_a_date_from_three_boxes() -> None:
    form = StartForm({"start_day": "27", "start_month": "3", "start_year": "2027"})

    assert form.is_valid()
    assert form.cleaned_data == {"start": date(2027, 3, 27)}


def test_date_boxes_show_the_date_there_is() -> None:
    page = str(StartForm(initial={"start": date(2027, 3, 27)}))

    assert 'name="start_day" id="id_start_day" value="27"' in page
    assert 'name="start_month" id="id_start_month" value="3"' in page
    assert 'name="start_year" id="id_start_year" value="2027"' in page


def test_date_boxes_give_back_what_was_typed_when_it_is_no_date() -> None:
    form = StartForm({"start_day": "31", "start_month": "June", "start_year": "soon"})
    page = str(form)

    assert form.errors == {"start": ["Please give a real date: day, month and year, like 27 3 2027."]}
    assert 'value="31"' in page
    assert 'value="June"' in page
    assert 'value="soon"' in page


def test_date_boxes_left_empty_are_no_date() -> None:
    form = StartForm({"start_day": "", "start_month": " ", "start_year": ""})

    assert form.errors == {"start": ["Please answer this question."]}


def test_date_boxes_know_that_they_were_not_sent() -> None:
    assert DateBoxes().value_omitted_from_data({}, MultiValueDict(), "start")
    assert not DateBoxes().value_omitted_from_data({"start_day": ""}, MultiValueDict(), "start")


def test_choices_carry_their_hints_and_pictures() -> None:
    page = str(LevelForm())

    assert 'aria-describedby="id_level_0_hint"' in page
    assert '<div class="govuk-hint govuk-radios__hint" id="id_level_0_hint">Your mentor reads it.</div>' in page
    assert page.count("clock.svg") == 1
    assert page.count("govuk-hint") == 1
