"""Hours: what I have, and what I say yes to."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pools.models import HoursConsent, HoursLoan, HoursPeriod, HoursRates, Pool, PurchaseKind
from pools.operations.hours_loans import lend_hours
from pools.operations.hours_period import open_hours_period
from pools.queries.hours import hours_left
from pools.views.rooms import rooms_of
from portal.models import Area, Profile
from tests.factories.hours import HOUR, add_pattern, give_everybody, make_assistant, make_house
from tests.factories.pools import NOW, make_pool

Browse = Callable[..., Client]
FIRST = date(2026, 1, 1)
DUE = {"due_on_day": "1", "due_on_month": "1", "due_on_year": "2099"}


@pytest.fixture
def house(member: Profile) -> Pool:
    pool = make_house(member, people=3)
    give_everybody(pool, minutes=10 * HOUR)
    return pool


@pytest.fixture
def rosa(house: Pool) -> Profile:
    return Profile.objects.get(shown_name="Rosa")


@pytest.fixture
def period(house: Pool) -> HoursPeriod:
    return open_hours_period(
        pool=house, starts_on=FIRST, ends_on=FIRST + timedelta(days=30), by=house.organiser, now=NOW
    )


def address(pool: Pool, name: str, *args: object) -> str:
    return reverse(f"pools:{name}", args=[pool.pk, *args])


def words(page: object) -> str:
    return page.content.decode()


def test_only_a_pool_that_buys_support_has_the_room(house: Pool, member: Profile, area: Area) -> None:
    assert address(house, "hours") in [room["url"] for room in rooms_of(house)]
    lessons = make_pool(member, buying=PurchaseKind.LESSONS, title="Lessons")
    assert address(lessons, "hours") not in [room["url"] for room in rooms_of(lessons)]


def test_the_page_says_what_i_have_and_what_we_share(browse: Browse, member: Profile, house: Pool) -> None:
    page = words(browse(member).get(address(house, "hours")))
    assert "<strong>10 hours</strong>" in page
    assert "You have no pattern yet" in page

    add_pattern(house)
    page = words(browse(member).get(address(house, "hours")))
    assert "252 hours" in page
    assert "84 hours" in page
    # Three members and one person who works for them.
    assert "3.0" in page


def test_giving_is_shown_before_it_happens(browse: Browse, member: Profile, house: Pool, rosa: Profile) -> None:
    typed = {"to": str(rosa.pk), "hours": "3", "minutes": "20", "supporter_name": "Hana"}

    page = browse(member).post(address(house, "give_hours"), typed)
    assert "Yes, I give 3 hours 20 minutes to Rosa." in words(page)
    assert "6 hours 40 minutes" in words(page)
    assert hours_left(house, member) == 600

    page = browse(member).post(address(house, "give_hours"), dict(page.context["sent"]) | {"confirmed": "yes"})
    assert page.url == address(house, "hours")
    assert (hours_left(house, member), hours_left(house, rosa)) == (400, 800)
    assert HoursConsent.objects.get().supporter_name == "Hana"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"hours": "11"}, "hours", "That is more than there is: 10 hours left."),
        ({}, "hours", "Give hours, minutes, or both."),
        ({"hours": "three"}, "hours", "Give a whole number in figures, such as 3."),
        ({"minutes": "60"}, "minutes", "An hour has 60 minutes. Give a number up to 59."),
    ],
)
def test_giving_what_is_no_length_loses_nothing(
    browse: Browse, member: Profile, house: Pool, rosa: Profile, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = browse(member).post(address(house, "give_hours"), {"to": str(rosa.pk), "supporter_name": "Hana", **typed})

    assert page.context["form"].errors == {field: [sentence]}
    assert 'value="Hana"' in words(page)
    assert hours_left(house, member) == 600


def test_nobody_gives_to_an_outsider(browse: Browse, member: Profile, house: Pool) -> None:
    page = browse(member).post(address(house, "give_hours"), {"to": str(member.pk), "hours": "1"})

    assert page.context["form"].errors == {"to": ["Choose somebody from the list."]}


def test_what_is_gone_since_the_preview_is_refused(browse: Browse, member: Profile, house: Pool, rosa: Profile) -> None:
    lend_hours(pool=house, to=rosa, minutes=600, due_on=date(2099, 1, 1), by=member, now=NOW)

    page = browse(member).post(address(house, "give_hours"), {"to": str(rosa.pk), "hours": "1", "confirmed": "yes"})

    assert page.context["form"].errors == {"hours": ["That is more than there is: 0 minutes left."]}


def test_lending_and_giving_back(browse: Browse, member: Profile, house: Pool, rosa: Profile) -> None:
    typed = {"to": str(rosa.pk), "hours": "2"}
    page = browse(member).post(address(house, "lend_hours"), typed | DUE | {"due_on_year": "2020"})
    assert page.context["form"].errors == {"due_on": ["Say by which day they are due back. It is still to come."]}
    page = browse(member).post(address(house, "lend_hours"), typed | DUE)
    assert "Yes, I lend 2 hours to Rosa until 1 January 2099." in words(page)
    browse(member).post(address(house, "lend_hours"), dict(page.context["sent"]) | {"confirmed": "yes"})
    loan = HoursLoan.objects.get()
    assert "Rosa owes you 2 hours" in words(browse(member).get(address(house, "hours")))

    give_back = address(house, "return_lent_hours", loan.pk)
    assert "You owe Peter 2 hours" in words(browse(rosa).get(address(house, "hours")))
    page = browse(rosa).post(give_back, {"hours": "3"})
    assert page.context["form"].errors == {"hours": ["That is more than there is: 2 hours left."]}
    page = browse(rosa).post(give_back, {"minutes": "50"})
    assert "Yes, I give 50 minutes back to Peter." in words(page)
    browse(rosa).post(give_back, {"minutes": "50", "confirmed": "yes"})
    assert "Rosa owes you 1 hour 10 minutes" in words(browse(member).get(address(house, "hours")))


def test_putting_in_and_taking_out(browse: Browse, member: Profile, house: Pool) -> None:
    lin = house.assistants.get()
    browse(member).post(address(house, "put_in_hours"), {"hours": "2", "assistant": str(lin.pk)})
    assert hours_left(house, member) == 720

    typed = {"hours": "1", "minutes": "30", "assistant": str(lin.pk)}
    page = browse(member).post(address(house, "return_hours"), typed)
    assert "Yes, 1 hour 30 minutes of mine go back to my own budget." in words(page)
    browse(member).post(address(house, "return_hours"), typed | {"confirmed": "yes"})
    assert hours_left(house, member) == 630

    page = words(browse(member).get(address(house, "hours_statement")))
    assert "10 hours 30 minutes" in page
    assert "Hours put in, worked by Fenland Support" in page
    assert "\u22121 hour 30 minutes" in page


def test_before_anything_happened(browse: Browse, member: Profile) -> None:
    pool = make_house(member, people=2)

    assert "First say who works for you" in words(browse(member).get(address(pool, "put_in_hours")))
    assert "Nothing has happened yet" in words(browse(member).get(address(pool, "hours_statement")))
    assert "No figures yet" in words(browse(member).get(address(pool, "hours_price")))


def test_i_say_what_becomes_of_my_unused_hours(
    browse: Browse, member: Profile, rosa: Profile, house: Pool, period: HoursPeriod
) -> None:
    page_of_period = period.get_absolute_url()
    assert "You have 10 hours left." in words(browse(rosa).get(page_of_period))

    # Whoever keeps them says so in one step.
    assert browse(rosa).post(page_of_period, {"choice": "carry"}).url == page_of_period
    assert "I keep my unused hours for the next time." in words(browse(rosa).get(page_of_period))

    for choice, more, yes in [
        ("give", {"to": str(member.pk)}, "Yes, I give 1 hour to Peter."),
        ("lend", {"to": str(member.pk)} | DUE, "Yes, I lend 1 hour to Peter until 1 January 2099."),
        ("return", {}, "Yes, 1 hour of mine go back to my own budget."),
    ]:
        typed = {"choice": choice, "hours": "1", **more}
        assert yes in words(browse(rosa).post(page_of_period, typed))
        browse(rosa).post(page_of_period, typed | {"confirmed": "yes"})
        assert yes in words(browse(rosa).get(page_of_period))
    assert hours_left(house, rosa) == 600

    browse(member).post(address(house, "close_hours_period", period.pk))
    assert hours_left(house, rosa) == 540
    assert "Who did not answer kept everything." in words(browse(rosa).get(page_of_period))
    assert hours_left(house, member) == 600
    page = words(browse(member).get(address(house, "hours_statement")))
    assert "10 hours carried over" in page


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"choice": ["Choose what happens with them."]}),
        ({"choice": "give", "hours": "1"}, {"to": ["Choose who gets them."]}),
        ({"choice": "return"}, {"hours": ["Give hours, minutes, or both."]}),
        ({"choice": "return", "hours": "11"}, {"hours": ["That is more than there is: 10 hours left."]}),
    ],
)
def test_an_answer_that_is_not_whole(
    browse: Browse, rosa: Profile, period: HoursPeriod, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    page = browse(rosa).post(period.get_absolute_url(), typed | {"supporter_name": "Hana"})

    assert page.context["form"].errors == errors
    assert 'value="Hana"' in words(page)


def test_lending_needs_a_day(browse: Browse, member: Profile, rosa: Profile, period: HoursPeriod) -> None:
    page = browse(rosa).post(period.get_absolute_url(), {"choice": "lend", "hours": "1", "to": str(member.pk)})

    assert list(page.context["form"].errors) == ["due_on"]


def test_a_new_period_by_the_organiser_alone(browse: Browse, member: Profile, rosa: Profile, house: Pool) -> None:
    typed = {
        **{f"starts_on_{part}": value for part, value in (("day", "1"), ("month", "1"), ("year", "2026"))},
        **{f"ends_on_{part}": value for part, value in (("day", "31"), ("month", "3"), ("year", "2026"))},
    }
    assert browse(rosa).post(address(house, "open_hours_period"), typed).status_code == 404
    assert browse(member).post(address(house, "open_hours_period"), typed).url == address(house, "hours")
    page = browse(member).post(address(house, "open_hours_period"), typed)
    assert list(page.context["form"].errors) == ["ends_on"]


RATES = {
    "hired_how": "employed",
    "day_hour": "12.71",
    "waking_hour": "12.71",
    "sleep_in_night": "60",
    "people": "6",
    "ni_percent": "15",
    "ni_threshold": "5000",
    "allowance": "10500",
    "pension_percent": "3",
    "payroll": "180",
    "insurance": "90",
    "training": "150",
    "checked_on_day": "6",
    "checked_on_month": "4",
    "checked_on_year": "2026",
}


def test_what_an_hour_costs_and_where_it_comes_from(browse: Browse, rosa: Profile, house: Pool) -> None:
    form = words(browse(rosa).get(address(house, "set_hours_rates")))
    assert 'value="12.71"' in form
    assert "Check these each April." in form

    assert browse(rosa).post(address(house, "set_hours_rates"), RATES).url == address(house, "hours_price")
    page = words(browse(rosa).get(address(house, "hours_price")))
    assert "To count what it costs we need your pattern." in page
    add_pattern(house, weekdays=[0], staff=1)
    page = words(browse(rosa).get(address(house, "hours_price")))
    # 18 hours at £12.71 for 52 weeks, and 12.07% of it.
    assert "£11,896.56" in page
    assert "£1,435.91" in page
    assert "Somebody last checked them on 6 April 2026." in page
    assert "half a penny goes up" in page


def test_figures_that_are_none_lose_nothing(browse: Browse, rosa: Profile, house: Pool) -> None:
    page = browse(rosa).post(
        address(house, "set_hours_rates"),
        RATES | {"day_hour": "-1", "ni_percent": "150", "checked_on_year": "2099", "training": "77.70"},
    )
    assert page.context["form"].errors == {
        "day_hour": ["Please give an amount that is not below zero."],
        "ni_percent": ["Give a number up to 100."],
    }
    assert 'value="77.70"' in words(page)
    page = browse(rosa).post(address(house, "set_hours_rates"), RATES | {"checked_on_year": "2099"})
    assert page.context["form"].errors == {"checked_on": ["This day is still to come. Please check it."]}
    assert not HoursRates.objects.exists()


def test_an_agency_in_easy_read(browse: Browse, rosa: Profile, house: Pool) -> None:
    add_pattern(house)
    browse(rosa).post(address(house, "set_hours_rates"), RATES | {"hired_how": "agency"})

    page = words(browse(rosa).get(address(house, "hours_price") + "?easy=1"))

    assert "£12.71" in page
    assert "Holiday pay" not in page
    make_assistant(house, "Mo")
    assert "<strong>1.5</strong>" in words(browse(rosa).get(address(house, "hours") + "?easy=1"))
