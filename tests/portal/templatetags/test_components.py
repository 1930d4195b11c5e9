from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


def render(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


class NameForm(forms.Form):
    name = forms.CharField(label="Your name", error_messages={"required": "Please tell us your name."})
    age = forms.CharField(label="Your age")


def test_a_link_button_is_a_link() -> None:
    page = render('{% link_button "Start a pool" url kind="secondary" %}', url="/pools/new/?a=1&b=2")

    assert 'href="/pools/new/?a=1&amp;b=2"' in page
    assert "govuk-button--secondary" in page


def test_what_people_wrote_cannot_become_markup() -> None:
    evil = "<script>alert(1)</script>"
    page = render(
        "{% button evil %}{% card title=evil %}{{ evil }}{% endcard %}{% person name=evil %}{% tag evil %}"
        "{% summary_list %}{% summary_row evil %}{{ evil }}{% endsummary_row %}{% endsummary_list %}"
        "{% table evil %}{% endtable %}{% details evil %}{% enddetails %}{% picture 'star' evil %}"
        "{% notice evil %}{% endnotice %}",
        evil=evil,
    )

    assert "<script" not in page


def test_a_post_button_is_a_form_with_its_token() -> None:
    page = render('{% post_button "Leave" "/leave/" kind="warning" %}', csrf_token="t" * 64)

    assert '<form method="post" action="/leave/"' in page
    assert "csrfmiddlewaretoken" in page


def test_the_error_summary_leads_to_each_mistake() -> None:
    page = render("{% error_summary form %}", form=NameForm({}))

    assert '<a href="#id_name">Please tell us your name.</a>' in page


def test_the_error_summary_names_the_question_where_the_sentence_does_not() -> None:
    page = render("{% error_summary form %}", form=NameForm({}))

    assert '<a href="#id_age">Your age – Please answer this question.</a>' in page


@pytest.mark.parametrize("form", [None, NameForm(), NameForm({"name": "Ann", "age": "50"})])
def test_there_is_no_error_summary_without_a_mistake(form: forms.Form | None) -> None:
    assert render("{% error_summary form %}", form=form) == ""


def test_a_simple_form_is_whole() -> None:
    page = render('{% simple_form form "Save" cancel_url="/back/" %}', form=NameForm(), csrf_token="t" * 64)

    assert '<form method="post" novalidate>' in page
    assert "csrfmiddlewaretoken" in page
    assert 'name="name"' in page
    assert '<a href="/back/">Cancel</a>' in page


def test_a_search_carries_no_token() -> None:
    page = render('{% simple_form form "Search" method="get" %}', form=NameForm(), csrf_token="t" * 64)

    assert "csrfmiddlewaretoken" not in page


def test_the_label_of_the_only_question_is_the_heading() -> None:
    page = render("{% field form.name heading=True %}", form=NameForm())

    assert '<h1 class="govuk-label-wrapper"><label' in page


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% score 4 people=6 %}", "4 out of 5, from 6 people"),
        ("{% score 4.25 people=1 %}", "4.2 out of 5, from 1 person"),
        ("{% score 4 out_of=10 %}", "4 out of 10"),
    ],
)
def test_a_score_can_be_read_out(source: str, words: str) -> None:
    assert f'<span class="score__words">{words}</span>' in render(source)


def test_half_a_star_is_drawn() -> None:
    page = render("{% score 3.5 %}")

    assert page.count("score__full") == 4
    assert page.count("score__none") == 5


@pytest.mark.parametrize(
    ("amount", "words"), [(90, "1 hour 30 minutes"), (60, "1 hour"), (0, "0 minutes"), (-61, "−1 hour 1 minute")]
)
def test_minutes_are_said_as_people_say_them(amount: int, words: str) -> None:
    assert render("{% minutes amount %}", amount=amount) == words


def test_money_is_written_as_the_british_write_it() -> None:
    assert render("{% money amount %}", amount=-5) == '<span class="money">−£5.00</span>'


def test_few_people_are_drawn_one_by_one() -> None:
    page = render("{% people_bar 5 7 %}")

    assert page.count("people-bar__figure--here") == 5
    assert "5 of 7 people" in page


def test_many_people_are_drawn_as_a_bar() -> None:
    page = render("{% people_bar 20 40 %}")

    assert "people-bar__figure" not in page
    assert 'width="50.0"' in page


def test_a_bar_never_leaves_its_track() -> None:
    assert 'width="100.0"' in render('{% bar 50 max=40 label="50 people" %}')
    assert 'width="0"' in render('{% bar 5 max=0 label="5 people" %}')


def test_somebody_who_has_left_still_has_a_name() -> None:
    assert "Someone who has left" in render("{% person nobody %}", nobody=None)


def test_initials_are_of_the_first_and_the_last_name() -> None:
    assert ">ML<" in render('{% person name="Maria Anna Lopez" %}')


def test_the_pages_of_a_list_keep_what_was_searched_for() -> None:
    page = render(
        "{% pagination page_obj %}",
        page_obj=Paginator(range(100), 10).page(4),
        request=RequestFactory().get("/groups/?words=tea&page=4"),
    )

    assert 'href="?words=tea&amp;page=5" rel="next"' in page
    assert 'aria-current="page"' in page


def test_one_page_needs_no_pages() -> None:
    page = render(
        "{% pagination page_obj %}", page_obj=Paginator(range(3), 10).page(1), request=RequestFactory().get("/")
    )

    assert page == ""


def test_what_is_being_made_looks_again_until_it_is_there() -> None:
    working = render('{% progress "We are making your PDF" check_url="/a/" poll_url="/b/" %}')
    done = render('{% progress "Your PDF is ready" done=True check_url="/a/" poll_url="/b/" %}')

    assert 'role="status"' in working
    assert 'hx-get="/b/"' in working
    assert '<a href="/a/">Check again</a>' in working
    assert "hx-get" not in done
    assert "Check again" not in done


def test_a_task_that_cannot_start_yet_is_no_link() -> None:
    assert "<a" not in render('{% task "Sign" status="Cannot start yet" %}')


@pytest.mark.parametrize(("chosen", "shown"), [(True, 1), (False, 0)])
def test_pictures_beside_words_are_for_those_who_chose_them(chosen: bool, shown: int) -> None:
    page = render('{% symbol "money" %}', preferences=SimpleNamespace(symbols=chosen))

    assert page.count("money.svg") == shown


def test_a_picture_that_repeats_the_words_is_not_read_out() -> None:
    assert 'alt=""' in render('{% picture "cooking" %}')
    assert 'alt="A saucepan"' in render('{% picture "cooking" alt="A saucepan" %}')
