from django import forms
from django.forms import formset_factory

from portal.money import MoneyField


class WishForm(forms.Form):
    name = forms.CharField(label="What would you like to do?", help_text="A few words.", max_length=60)
    more = forms.CharField(label="Tell us more", widget=forms.Textarea, max_length=2000, required=False)
    people = forms.IntegerField(label="How many people?", min_value=2)
    monthly = MoneyField(label="What can you put in?")
    email = forms.EmailField(label="Your email address")
    sure = forms.BooleanField(label="I am sure", help_text="You can change it later.")
    when = forms.MultipleChoiceField(
        label="When?", choices=[("am", "Mornings"), ("pm", "Evenings")], widget=forms.CheckboxSelectMultiple
    )


class SearchForm(forms.Form):
    mark_optional = False
    words = forms.CharField(required=False)


def field(name: str, data: dict[str, str] | None = None) -> str:
    return str(WishForm(data)[name].as_field_group())


def test_a_field_has_its_label_and_hint() -> None:
    page = field("name")

    assert '<label class="govuk-label govuk-label--s" for="id_name">What would you like to do?</label>' in page
    assert '<div class="govuk-hint" id="id_name_helptext">A few words.</div>' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert "govuk-form-group--error" not in page


def test_a_mistake_stands_beside_its_field_and_is_read_out_with_it() -> None:
    page = field("name", {"name": ""})

    assert "govuk-form-group--error" in page
    assert "govuk-input--error" in page
    assert '<div id="id_name_error"><p class="govuk-error-message">' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_what_was_typed_is_never_cut_short_by_the_browser() -> None:
    page = field("name", {"name": "x" * 90}) + field("more", {"more": "y" * 3000})

    assert "maxlength=" not in page.replace("data-maxlength=", "")
    assert "x" * 90 in page
    assert "y" * 3000 in page


def test_the_browser_keeps_its_own_words_to_itself() -> None:
    assert " required" not in str(WishForm())


def test_a_long_answer_counts_its_letters() -> None:
    page = field("more")

    assert 'data-module="govuk-character-count" data-maxlength="2000"' in page
    assert "You can write up to 2,000 characters." in page
    assert 'aria-describedby="id_more-info"' in page


def test_optional_is_written_where_an_answer_may_be_left_out() -> None:
    assert "(optional)" in field("more")
    assert "(optional)" not in field("name")
    assert "(optional)" not in str(SearchForm())


def test_numbers_are_typed_as_text_with_the_number_keys() -> None:
    page = field("people", {"people": "seven"})

    assert 'type="text"' in page
    assert 'inputmode="numeric"' in page
    assert 'value="seven"' in page


def test_an_email_address_may_be_filled_in_by_the_browser() -> None:
    assert 'autocomplete="email"' in field("email")


def test_money_has_its_sign_in_front() -> None:
    assert '<div class="govuk-input__prefix" aria-hidden="true">£</div>' in field("monthly")


def test_a_checkbox_has_its_label_behind_it() -> None:
    page = field("sure")

    assert page.index("<input") < page.index("<label")
    assert page.count("I am sure") == 1
    assert 'aria-describedby="id_sure_helptext"' in page


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    page = field("when", {})

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_when_error">' in page
    assert "<legend" in page
    assert WishForm()["when"].first_control_id == "id_when_0"


def test_a_set_of_forms_is_drawn_with_its_management_form() -> None:
    page = str(formset_factory(SearchForm, extra=2)())

    assert 'name="form-TOTAL_FORMS"' in page
    assert page.count("formset__form") == 2
